"""The register workbooks of a sample commune: every row accounted for, matched right, taken back."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import openpyxl
import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.papers.models import Row as Staged
from diaban.people.tests.conftest import MakeViewer
from diaban.registers.importing import undo
from diaban.registers.models import Home, Match, Row
from diaban.registers.tests.conftest import REGISTERS, SAMPLES, brought, settled

CODE = "22015"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample workbooks are not here (DIABAN_SAMPLES)"),
]
MEASURES = ("registers.poverty_homes", "registers.poverty_persons", "registers.merit", "registers.protection")


def numbered(name: str) -> set[int]:
    """Numbers of the rows of a workbook, read with openpyxl."""
    book: Any = openpyxl.load_workbook(SAMPLES / name, read_only=True)
    found = {row[0] for row in book.worksheets[0].iter_rows(min_row=6, values_only=True) if isinstance(row[0], int)}
    book.close()
    return found


def told(viewer: Viewer) -> dict[str, int]:
    unit, day = viewer.scope.unit_id, today()
    assert unit is not None
    return {code: figures.count(code, unit, Period(day, day), viewer=viewer).value or 0 for code in MEASURES}


def tables() -> dict[str, int]:
    names = ("registers_row", "registers_home", "people_resident", "people_household")
    return {name: value(f"select count(*) from {name}") for name in names}


def truth(name: str) -> dict[str, str]:
    with (SAMPLES / "truth.csv").open(encoding="utf-8") as file:
        return {row["stt"]: row["person"] for row in csv.DictReader(file) if row["workbook"] == name}


def test_a_commune_brings_in_its_registers_and_takes_them_back(make_viewer: MakeViewer) -> None:
    with acting(make_viewer(CODE)) as viewer:
        residents = settled(viewer, CODE)
    with acting(make_viewer(CODE)) as viewer:  # the list brought hamlets along
        figures_before, tables_before = told(viewer), tables()
        imports = [brought(viewer, SAMPLES / f"{name}-{CODE}.xlsx") for name in REGISTERS]
        for imported in imports:
            staged = list(Staged.objects.filter(import_id=imported.id))
            assert {int(row.stt) for row in staged} == numbered(imported.file_name)
            assert all(row.committed and row.record for row in staged if row.verdict in ("new", "doubtful"))
            assert all(row.reasons for row in staged if row.verdict != "new")
            assert sum(imported.counts[verdict] for verdict in ("new", "doubtful", "same", "refused")) == len(staged)
        assert right_answers(residents.id, imports) >= 0.97
        counted = told(viewer)
        assert counted["registers.poverty_persons"] == Row.objects.filter(register="poverty").count()
        assert counted["registers.poverty_homes"] == Home.objects.count() > 100
        again = brought(viewer, SAMPLES / f"merit-{CODE}.xlsx")
        assert again.counts["same"] == imports[1].counts["new"] + imports[1].counts["doubtful"]
        assert again.counts["written"] == {"rows": 0, "linked": 0, "homes": 0}
        for imported in imports:
            undo.undo(by=viewer, import_id=imported.id)
        assert (told(viewer), tables()) == (figures_before, tables_before)
        reversed_ = value(
            "select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id"
            " where k.domain = 'registers' and l.quantity = 0 and l.corrects is not null"
        )
        assert reversed_ == sum(i.counts["written"]["rows"] + i.counts["written"]["homes"] for i in imports)


def right_answers(residents: Any, imports: list[Any]) -> float:
    """F1 of the rows' best answers."""
    person = truth(f"residents-{CODE}.xlsx")
    of_record = {
        record: person[stt]
        for record, stt in rows("select record, stt from papers_row where import_id = %s and committed", [residents])
    }
    listed = set(of_record.values())
    count: Counter[str] = Counter()
    for imported in imports:
        known = truth(imported.file_name)
        for stt, resident, match in rows(
            "select p.stt, r.resident_id, r.match from papers_row p join registers_row r on r.id = p.record"
            " where p.import_id = %s", [imported.id],
        ):  # fmt: skip
            linked = match == Match.LINKED
            count["right"] += linked and of_record.get(resident) == known[stt]
            count["answered"] += linked
            count["to answer"] += known[stt] in listed
    print(dict(count))
    return 2 * count["right"] / (count["answered"] + count["to answer"])
