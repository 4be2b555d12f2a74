"""Rows beside a row on its sheet: what they say is learned, and rows in no order say nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from diaban.match import beside
from diaban.match.__main__ import main
from diaban.match.arrays import Ints
from diaban.match.beside import Weighed
from diaban.match.places import Units
from diaban.match.sides import Pair, build
from diaban.match.tests import town


def _answered(tmp_path: Path, rows: pl.DataFrame, residents: pl.DataFrame) -> Ints:
    rows.write_parquet(tmp_path / "rows.parquet")
    residents.write_parquet(tmp_path / "residents.parquet")
    files = [str(tmp_path / f"{name}.parquet") for name in ("rows", "residents")]
    assert main(["link", *files, "--out", str(tmp_path / "pairs.parquet"), "--best", "--quiet"]) == 0
    found = pl.read_parquet(tmp_path / "pairs.parquet")
    answer = np.full(rows.height, -1)
    answer[found["l"].to_numpy()] = found["r"].to_numpy()
    return answer


@pytest.mark.slow
def test_a_list_by_household_tells_namesakes_apart(tmp_path: Path) -> None:
    made = town.build(people=2500, rows=10)
    listed = np.flatnonzero(np.arange(made.residents.height) // 40 % 3 == 0)
    year = pl.col("dob").str.slice(6)
    rows = made.residents[listed].select("full_name", "sex", dob=year, commune=pl.lit("Sông Trí"))
    right = int((_answered(tmp_path, rows, made.residents) == listed).sum())
    mixed = np.random.default_rng(2).permutation(len(listed))
    without = int((_answered(tmp_path, rows[mixed], made.residents) == listed[mixed]).sum())
    assert len(listed) - right < 0.6 * (len(listed) - without)


def _town(size: int) -> Pair:
    """Residents two by two in a household, three households in a village; `size` rows of nothing else."""
    at = pl.DataFrame({"n": range(60)})
    residents = at.select(
        full_name=pl.format("Nguyễn {}", "n"), hh_id=(pl.col.n // 2).cast(pl.String), commune_code=pl.lit("1"),
        village=pl.format("Thôn {}", pl.col.n // 6),
    )  # fmt: skip
    return build(residents.select("full_name").head(size), residents, Units())


def test_neighbours_levels_go_from_household_to_elsewhere() -> None:
    sheet = beside.Sheet(_town(5), np.array([0, -1, 2, -1, 30]))
    assert sheet.near(np.array([1, 1, 1, 1]), np.array([1, 4, 20, 31])).tolist() == [0, 1, 3, 0]
    assert beside.Sheet(_town(5), np.full(5, -1)).near(np.array([1]), np.array([1])).tolist() == [-1]
    alone = beside.Sheet(_town(5), np.array([-1, -1, 2, -1, -1]))
    assert alone.near(np.array([2]), np.array([3])).tolist() == [-1]  # the row's own answer is no neighbour's


def test_a_claim_is_another_rows() -> None:
    sheet = beside.Sheet(_town(5), np.array([7, -1, 2, -1, 7]))
    assert sheet.claims(np.array([0, 1, 2, 3]), np.array([7, 7, 2, 9])).tolist() == [2, 2, 0, 0]


def test_masses_stay_shares_of_a_row() -> None:
    found = Weighed(np.array([0, 0, 3]), np.array([1, 2, 3]), np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.0, 0.3]),
                    np.zeros(3, np.int8))  # fmt: skip
    same = beside._again(found, np.zeros(3), np.zeros(3), 5)
    assert np.allclose(same, found.one)
    moved = beside._again(found, np.array([0, 0, 2.0]), np.array([2.0, 0, 2.0]), 5)
    assert moved[0] > 0.5 > 0.3 > moved[1]
    assert moved[:2].sum() < 1
    assert moved[2] < 0.4  # the absent relative is as much likelier
