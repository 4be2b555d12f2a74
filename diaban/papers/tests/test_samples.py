"""Workbooks as offices keep them, each also saved as .xls and .ods: the kind known, every column mapped without asking,
every row accounted for, counted by another reader."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diaban.papers.lists import reading
from diaban.papers.lists.reading import SheetList
from diaban.papers.tests import files

SAMPLES = Path(os.environ.get("DIABAN_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
TODAY = date(2026, 11, 22)
KIND = {"residents": "residents", "poor": "poverty", "merit": "merit", "social": "protection", "incidents": "incidents"}
#: What each column must be taken for, in order.
MEANT = {
    "residents": "stt full_name birth sex id_no cmnd household relation head_name hamlet stay note",
    "poverty": "stt head_name full_name relation sex_male sex_female birth id_no hamlet commune",
    "merit": "stt full_name birth sex id_no hamlet commune note",
    "protection": "stt full_name birth sex id_no address note",
    "incidents": "stt happened_on happened_at incident_kind place suspects outcome source damage",
}
#: The longer resident lists, all laid out alike, take a minute and are left to `DIABAN_SAMPLES_ALL=1`.
LONG = () if os.environ.get("DIABAN_SAMPLES_ALL") else ("residents-24121", "residents-24229", "residents-24406")
FOUND = sorted(SAMPLES.glob("*.xlsx")) if SAMPLES.is_dir() else []
NAMES = [path.name for path in FOUND if path.stem not in LONG]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NAMES, reason="the sample workbooks are not here (DIABAN_SAMPLES)"),
]


def read(path: Path) -> SheetList:
    found = reading.read_lists(path, path.name, TODAY)
    (only,) = found.lists
    assert (found.skipped, found.book.doubt) == ([], None)
    return only


def numbered(table: files.Table) -> list[int]:
    """Rows (from 1) that have a running number, by the other reader."""
    return [r + 1 for r, row in enumerate(table.rows) if isinstance(row[0].value, int)]


def plain(found: SheetList) -> list[dict[str, Any]]:
    return [record.values for record in found.records]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_and_column_in_every_form(tmp_path: Path, name: str) -> None:
    tables = files.tables_of(SAMPLES / name)
    kind = KIND[name.split("-")[0]]
    found = read(SAMPLES / name)
    for path in (
        SAMPLES / name,
        files.write_xls(tmp_path / f"{name}.xls", tables),
        files.write_ods(tmp_path / f"{name}.ods", tables),
    ):
        again = read(path) if path.parent == tmp_path else found
        assert (again.kind.code, again.sure, again.questions) == (kind, True, [])
        assert [column.field for column in again.found.map.columns] == MEANT[kind].split()
        assert [record.row for record in again.records] == numbered(tables[0])
        assert not any(record.refused for record in again.records)
        assert sum(again.counts().values()) == len(again.found.sheet.rows) == len(tables[0].rows)
        assert plain(again) == plain(found)
