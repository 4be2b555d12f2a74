"""The engine end to end on a made-up town, through its command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from diaban.match.__main__ import main
from diaban.match.tests import town

pytestmark = pytest.mark.slow


def _linked(tmp_path: Path, made: town.Town, *more: str) -> pl.DataFrame:
    made.rows.write_parquet(tmp_path / "rows.parquet")
    made.residents.write_parquet(tmp_path / "residents.parquet")
    out = tmp_path / "pairs.parquet"
    assert (
        main(["link", str(tmp_path / "rows.parquet"), str(tmp_path / "residents.parquet"), "--out", str(out), *more])
        == 0
    )
    return pl.read_parquet(out)


def test_rows_find_their_residents_and_strangers_nobody(tmp_path: Path) -> None:
    made = town.build()
    found = _linked(tmp_path, made, "--best", "--quiet")
    assert found.schema == {"l": pl.Int64, "r": pl.Int64, "probability": pl.Float64}
    assert found["l"].is_unique().all()
    right = sum(made.answer[row] == resident for row, resident in zip(found["l"], found["r"], strict=True))
    known = sum(answer >= 0 for answer in made.answer)
    assert right / len(found) > 0.97
    assert right / known > 0.93


def test_probabilities_of_a_row_leave_room_for_nobody(tmp_path: Path) -> None:
    found = _linked(tmp_path, town.build(rows=300), "--quiet")
    assert found["probability"].is_between(0, 1).all()
    assert found.group_by("l").agg(pl.col.probability.sum())["probability"].max() <= 1 + 1e-9  # type: ignore[operator]


def test_the_same_input_gives_the_same_output(tmp_path: Path) -> None:
    made = town.build(rows=200)
    assert _linked(tmp_path, made, "--quiet").equals(_linked(tmp_path, made, "--quiet"))


@pytest.mark.parametrize("missing", ["id_no", "dob", "head_name", "village", "sex", "commune"])
def test_any_column_may_be_missing(tmp_path: Path, missing: str) -> None:
    made = town.build(rows=150)
    made.rows = made.rows.drop(missing)
    found = _linked(tmp_path, made, "--best", "--quiet")
    right = sum(made.answer[row] == resident for row, resident in zip(found["l"], found["r"], strict=True))
    assert right / len(found) > 0.93


def test_other_names_of_columns_are_told(tmp_path: Path) -> None:
    made = town.build(rows=150)
    names = made.rows["full_name"].str.split(" ")
    made.rows = made.rows.with_columns(
        ho=names.list.first(), ten=names.list.tail(pl.lit(9)).list.slice(1).list.join(" ")
    ).drop("full_name")
    made.rows = made.rows.rename({"id_no": "so_giay_to"})
    found = _linked(tmp_path, made, "--best", "--quiet", "--map", "full_name=ho+ten", "--map", "id_no=so_giay_to")
    right = sum(made.answer[row] == resident for row, resident in zip(found["l"], found["r"], strict=True))
    assert right > 100


def test_who_stands_in_a_table_twice_is_found_and_siblings_are_not(tmp_path: Path) -> None:
    made = town.build(people=4000)
    draw = np.random.default_rng(3)
    twice = np.sort(draw.choice(len(made.residents), 80, replace=False))
    again = made.residents[twice].with_columns(
        id_no=pl.lit(None, pl.String), full_name=pl.col.full_name.str.to_uppercase()
    )
    made.residents.vstack(again).write_parquet(tmp_path / "all.parquet")
    assert main(["dedupe", str(tmp_path / "all.parquet"), "--out", str(tmp_path / "p.parquet"), "--quiet"]) == 0
    found = pl.read_parquet(tmp_path / "p.parquet").filter(pl.col.probability >= 0.5)
    expected = {(int(one), len(made.residents) + place) for place, one in enumerate(twice)}
    got = set(zip(found["l"], found["r"], strict=True))
    assert len(got & expected) / len(expected) > 0.95
    assert len(got - expected) <= 4


def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.parquet").write_text("no")
    assert main(["dedupe", str(tmp_path / "x.parquet"), "--out", str(tmp_path / "o.parquet")]) == 2
    assert capsys.readouterr().err.startswith("diaban.match: ")
    assert not (tmp_path / "o.parquet").exists()


def test_empty_tables_have_no_pairs(tmp_path: Path) -> None:
    made = town.build(rows=10)
    made.rows = made.rows.head(0)
    assert _linked(tmp_path, made, "--quiet").height == 0
