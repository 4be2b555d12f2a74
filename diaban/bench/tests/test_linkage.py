"""The made-up worlds are what they say, and the scores count right. The comparison itself is tried where Splink is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from diaban.bench.linkage import compare, fonts, generate, measure, plain, scores, slips
from diaban.bench.linkage.settings import SETTINGS, TYPICAL


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    generate.write(TYPICAL.sized(3_000, 500), folder)
    return folder


def test_truth_stands_beside_each_row(world: Path) -> None:
    rows, residents = pl.read_parquet(world / "rows.parquet"), pl.read_parquet(world / "residents.parquet")
    truth, people = pl.read_parquet(world / "truth-rows.parquet"), pl.read_parquet(world / "truth-residents.parquet")
    assert rows.height == truth.height == 500
    assert residents.height == people.height
    assert 2_400 < residents.height < 3_600
    assert 0 < (truth["person"] < 0).sum() < 100
    assert set(truth["person"].to_list()) - {-1} <= set(people["person"].to_list())
    assert (people["again"] != "").sum() > 20
    assert residents.filter(people["again"] == "")["id_no"].drop_nulls().n_unique() > 0.99 * residents.height * 0.9


def test_rows_keep_their_person_recognisable(world: Path) -> None:
    rows, residents = pl.read_parquet(world / "rows.parquet"), pl.read_parquet(world / "residents.parquet")
    truth, people = pl.read_parquet(world / "truth-rows.parquet"), pl.read_parquet(world / "truth-residents.parquet")
    sex = dict(zip(people["person"].to_list(), residents["sex"].to_list(), strict=True))
    known = [(a, sex[p]) for a, p in zip(rows["sex"].to_list(), truth["person"].to_list(), strict=True) if p >= 0 and a]
    assert sum(a == b for a, b in known) > 0.95 * len(known)


def test_the_same_setting_makes_the_same_world(world: Path, tmp_path: Path) -> None:
    generate.write(TYPICAL.sized(3_000, 500), tmp_path)
    for name in ("rows", "residents", "truth-rows"):
        assert pl.read_parquet(tmp_path / f"{name}.parquet").equals(pl.read_parquet(world / f"{name}.parquet"))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_can_be_made(name: str, tmp_path: Path) -> None:
    generate.write(SETTINGS[name].sized(900, 60), tmp_path)
    assert set(SETTINGS[name].columns) <= set(pl.read_parquet(tmp_path / "rows.parquet").columns)


def test_old_fonts_read_as_they_do() -> None:
    assert fonts.tcvn3("Nguyễn Thị Đào") == "NguyÔn ThÞ §µo"
    assert fonts.vni("Nguyễn Thị Đào") == "Nguyeãn Thò Ñaøo"
    assert fonts.typed("Nguyễn", telex=True) == "Nguyeenx"
    assert fonts.typed("Đào", telex=False) == "D9ao2"
    for encode in (fonts.tcvn3, fonts.vni):
        assert plain.name(encode("Nguyễn Thị Đào"), frozenset()) == ["nguyen", "thi", "dao"]


@pytest.mark.parametrize("kind", slips.NAME_SLIPS)
def test_a_slip_leaves_a_name(kind: str) -> None:
    rng = Random(3)
    made = [slips.NAME_SLIPS[kind][0](["Nguyễn", "Thị", "Thùy", "Trang"], rng) for _ in range(40)]
    assert all("".join(one).strip() for one in made)
    if kind not in ("apostrophe", "spelling"):
        assert any(one != ["Nguyễn", "Thị", "Thùy", "Trang"] for one in made)


def test_scores_count_best_answers() -> None:
    pairs = pl.DataFrame({"l": [0, 0, 1, 2], "r": [0, 1, 2, 3], "sure": [0.9, 0.8, 0.7, 0.6], "probability": [0.9] * 4})
    rows = pl.DataFrame({"person": [10, 12, -1, 13], "kinds": ["none", "tone", "none", "dob"]})
    residents = pl.DataFrame({"person": [10, 11, 99, 98], "again": [""] * 4})
    found = scores.linked(pairs, rows, residents)
    assert found.right.tolist() == [True, False, False, False]
    assert found.ranked.f1(0.5) == pytest.approx(2 / 6)
    assert found.ranked.best()[0] == pytest.approx(2 / 4)
    assert found.clerk() == 2
    assert found.by_kind(0.5) == {"tone": 1, "no-resident": 1, "dob": 1}


def test_scores_count_duplicates() -> None:
    residents = pl.DataFrame({"person": [1, 1, 1, 2, 2, 3]})
    pairs = pl.DataFrame({"l": [0, 0, 3, 4], "r": [1, 2, 4, 5], "sure": [4.0, 3.0, 2.0, 1.0]})
    found = scores.duplicates(pairs, residents)
    assert found.wanted == 4
    assert found.recall(0.99)[0] == pytest.approx(3 / 4)
    assert np.isclose(found.best()[0], 6 / 7)


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("splink"), reason="the extra `bench` isn't installed")
def test_both_sides_are_compared(tmp_path: Path) -> None:
    generate.write(TYPICAL.sized(1_500, 250), tmp_path)
    sums = measure.Sums({"typical": compare.link(tmp_path)})
    figures = {figure.name: figure for figure in sums.right("linkage")}
    assert sums.links["typical"].theirs.ranked.best()[0] > 0.8
    assert sums.links["typical"].ours.ranked.best()[0] > 0.8
    assert set(figures) == {f"linkage-{n}" for n in ("errors", "threshold", "clerk")}
    assert figures["linkage-errors"].detail["kinds"]
