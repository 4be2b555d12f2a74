"""The engine end to end on a made-up town, through its command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from diaban.match import work
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


@pytest.mark.parametrize(("people", "number"), [(40, True), (90, True), (110, False)])
def test_a_small_table_finds_its_few_duplicates(tmp_path: Path, people: int, number: bool) -> None:
    residents = town.build(people=people, rows=1).residents
    twice = residents[[3, 17, 30]].with_columns(pl.lit(None, pl.String).alias("id_no"), hh_id=pl.lit("x"))
    table = pl.concat([residents, twice])
    (table if number else table.drop("id_no")).write_parquet(tmp_path / "all.parquet")
    assert main(["dedupe", str(tmp_path / "all.parquet"), "--out", str(tmp_path / "p.parquet"), "--quiet"]) == 0
    found = pl.read_parquet(tmp_path / "p.parquet").filter(pl.col.probability >= 0.5)
    wanted = {(3, residents.height), (17, residents.height + 1), (30, residents.height + 2)}
    assert set(zip(found["l"], found["r"], strict=True)) == wanted


def test_pairs_joined_by_a_third_row_say_so(tmp_path: Path) -> None:
    residents = town.build(people=900, rows=1).residents
    row = residents[5]
    other = row.with_columns(full_name=pl.lit("Bà " + (row["full_name"][0] or "")), id_no=pl.lit(None, pl.String))
    far = row.with_columns(full_name=pl.lit("Hồ Thị Út"), dob=pl.lit("1950"), village=pl.lit("Thôn 99"))
    table = pl.concat([residents, other, far])
    table.write_parquet(tmp_path / "all.parquet")
    out = ["--out", str(tmp_path / "p.parquet"), "--quiet", "--explain"]
    assert main(["dedupe", str(tmp_path / "all.parquet"), *out]) == 0
    found = pl.read_parquet(tmp_path / "p.parquet")
    assert found.filter(pl.col.l == 5, pl.col.r == residents.height)["evidence"].str.contains("họ tên").all()
    joined = found.filter(pl.col.l == residents.height, pl.col.r == residents.height + 1)
    assert joined["evidence"].str.starts_with("cùng là một với dòng 5 +").all()


@pytest.mark.parametrize("told", ["x", "ten=full_name", "full_name=nothing"])
def test_a_map_that_says_nothing_is_refused(tmp_path: Path, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    town.build(people=20, rows=1).residents.write_parquet(tmp_path / "all.parquet")
    out = ["--out", str(tmp_path / "p.parquet"), "--map", told]
    assert main(["dedupe", str(tmp_path / "all.parquet"), *out]) == 2
    assert "--map" in capsys.readouterr().err


def test_types_of_columns_do_not_matter(tmp_path: Path) -> None:
    made = town.build(people=600, rows=60)
    usual = _linked(tmp_path, made, "--quiet").select("l", "r")
    made.residents = made.residents.with_columns(
        pl.col("dob").str.to_date("%d/%m/%Y"), pl.col("id_no", "commune_code").cast(pl.Int64),
        pl.col("village").cast(pl.Categorical), nothing=pl.lit(None),
    )  # fmt: skip
    assert _linked(tmp_path, made, "--quiet").select("l", "r").equals(usual)


def test_the_order_of_residents_does_not_matter(tmp_path: Path) -> None:
    made = town.build(people=600, rows=60)
    usual = _linked(tmp_path, made, "--best", "--quiet")
    order = np.random.default_rng(4).permutation(made.residents.height)
    made.residents = made.residents[order]
    found = _linked(tmp_path, made, "--best", "--quiet")
    assert order[found["r"].to_numpy()].tolist() == usual["r"].to_list()


def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.parquet").write_text("no")
    assert main(["dedupe", str(tmp_path / "x.parquet"), "--out", str(tmp_path / "o.parquet")]) == 2
    assert capsys.readouterr().err.startswith("diaban.match: ")
    assert not (tmp_path / "o.parquet").exists()


def test_empty_tables_have_no_pairs(tmp_path: Path) -> None:
    made = town.build(rows=10)
    made.rows = made.rows.head(0)
    assert _linked(tmp_path, made, "--quiet").height == 0


def test_evidence_is_told_in_words(tmp_path: Path) -> None:
    found = _linked(tmp_path, town.build(rows=100), "--best", "--explain", "--quiet")
    assert found["evidence"].str.contains("họ tên").all()
    assert found["evidence"].str.contains(r"ngày sinh trùng \+\d+").any()


def test_what_clerks_decided_stays_decided(tmp_path: Path) -> None:
    made = town.build(rows=200)
    first = _linked(tmp_path, made, "--best", "--quiet")
    wrong, right = first.row(0, named=True), first.row(1, named=True)
    other = (right["r"] + 1) % len(made.residents)
    said = pl.DataFrame({"l": [wrong["l"], right["l"]], "r": [wrong["r"], other], "same": [False, True]})
    said.write_parquet(tmp_path / "said.parquet")
    found = _linked(tmp_path, made, "--best", "--quiet", "--verdicts", str(tmp_path / "said.parquet"))
    answers = dict(zip(found["l"], found["r"], strict=True))
    assert answers.get(wrong["l"]) != wrong["r"]
    assert answers[right["l"]] == other
    assert len(set(answers.items()) & set(zip(first["l"], first["r"], strict=True))) > 0.9 * len(first)


def test_verdicts_about_rows_that_are_not_there_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = town.build(rows=20)
    made.rows.write_parquet(tmp_path / "rows.parquet")
    made.residents.write_parquet(tmp_path / "residents.parquet")
    pl.DataFrame({"l": [99], "r": [0], "same": [True]}).write_parquet(tmp_path / "said.parquet")
    told = ["--out", str(tmp_path / "o.parquet"), "--verdicts", str(tmp_path / "said.parquet"), "--quiet"]
    assert main(["link", str(tmp_path / "rows.parquet"), str(tmp_path / "residents.parquet"), *told]) == 2
    assert "kết luận" in capsys.readouterr().err
    assert not (tmp_path / "o.parquet").exists()


def test_a_stopped_run_goes_on_from_its_parts(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("1")
    blocks = [np.array([number]) for number in range(4)]
    asked: list[int] = []

    def task(block: np.ndarray) -> work.Part:
        asked.append(int(block[0]))
        if block[0] == 1 and len(asked) == 2:
            raise KeyboardInterrupt
        return {"left": block}

    def run(told: str) -> list[int]:
        parts = work.Parts.beside(tmp_path / "out", [tmp_path / "in"], [told])
        return [int(part["left"][0]) for part in work.through(task, blocks[:2], parts, work.silent, "")]

    with pytest.raises(KeyboardInterrupt):
        run("a")
    assert run("a") == [0, 1]
    assert asked == [0, 1, 1]
    assert run("b") == [0, 1]  # told otherwise: from the beginning
    assert asked == [0, 1, 1, 0, 1]


def test_without_anything_that_identifies_nothing_is_found_and_nothing_breaks(tmp_path: Path) -> None:
    made = town.build(rows=30, people=300)
    made.rows, made.residents = made.rows.select("sex"), made.residents.select("sex")
    assert _linked(tmp_path, made, "--quiet").height == 0
