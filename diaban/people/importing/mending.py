"""A row's cells put right in the page, and the row read and judged again as if the file had said so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from diaban.access.scope import Viewer
from diaban.areas.queries import places_within, unit
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.papers.lists import columns as compiled
from diaban.papers.models import Import, Row
from diaban.papers.reading.layout import Kind, Line
from diaban.papers.reading.mapping import Column, ColumnMap
from diaban.people.importing import existing, places, staging, verdicts
from diaban.people.importing.deciding import _open_row, _ready
from diaban.people.importing.rows import Person, RowReader

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def cells_of(imported: Import, row: Row) -> list[tuple[str, str, str]]:
    """(letter, header, what the cell says) of the columns that a row is read from, as an officer would type them."""
    sheet = _sheet(imported, row)
    return [
        (column["letter"], column["label"] or column["letter"], shown(row.raw.get(column["letter"], "")))
        for column in sheet["columns"]
        if column["field"]
    ]


def shown(cell: Any) -> str:
    """A stored cell as text: a day as dd/MM/yyyy."""
    if isinstance(cell, str) and _ISO.match(cell):
        return fmt_date(date.fromisoformat(cell[:10]))
    return str(cell)


def _sheet(imported: Import, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = next((sheet for sheet in imported.sheets if sheet["name"] == row.sheet), {"columns": []})
    return found


def retry(*, by: Viewer, import_id: UUID, row_id: int, cells: Mapping[str, str]) -> Row:
    """Read a row again with other cells (by column letter) and judge it against the register as it is now.

    The row keeps its place; nothing is written to the register. Raises Conflict for a row that was decided.
    """
    with transaction.atomic():
        imported = _ready(by, import_id)
        row = _open_row(imported, row_id)
        changed = {
            letter: cells[letter].strip()
            for letter, _label, said in cells_of(imported, row)
            if letter in cells and cells[letter].strip() != said
        }
        person = _read(imported, row, changed)
        _judge(imported, row, person)
        for letter, cell in changed.items():
            row.raw = row.raw | {letter: cell}
        row.parsed = staging.parsed_of(person) | {n: row.parsed[n] for n in ("group", "head") if n in row.parsed}
        row.reasons = [reason.stored() for reason in person.reasons]
        row.save(update_fields=["raw", "parsed", "reasons", "verdict", "record"])
    return row


def _read(imported: Import, row: Row, changed: Mapping[str, str]) -> Person:
    sheet = _sheet(imported, row)
    found = [Column(_index(c["letter"]), c["label"], c["key"], c["field"], 1.0) for c in sheet["columns"]]
    columns = compiled.compile_columns(ColumnMap(found))
    columns.sex_codes, columns.relation_ticked = sheet.get("sex_codes", {}), sheet.get("relation_ticked", False)
    values: list[Any] = [""] * (max((c.index for c in found), default=0) + 1)
    for letter, cell in {**row.raw, **changed}.items():
        if _index(letter) < len(values):
            values[_index(letter)] = cell if letter in changed else _as_read(cell)
    before = staging.person_of(row)
    person = RowReader(row.sheet, columns, today()).person(Line(row.row_no, Kind.DATA, values))
    letters = {_index(letter) for letter in changed}
    if not letters & set(columns.birth_cells()):  # how days and months stand was settled for the whole sheet
        person.birth, person.precision = before.birth, before.precision
        born = [reason for reason in before.reasons if reason.code.startswith("birth_")]
        person.reasons = [r for r in person.reasons if not r.code.startswith("birth_")] + born
    for name in ("household", "head_name", "hamlet"):  # said by headings above the row, or by merged cells
        if not getattr(person, name):
            setattr(person, name, getattr(before, name))
    return person


def _index(letter: str) -> int:
    index = 0
    for char in letter:
        index = index * 26 + ord(char) - 64
    return index - 1


def _as_read(cell: Any) -> Any:
    if isinstance(cell, str) and _ISO.match(cell):
        return date.fromisoformat(cell[:10])
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _judge(imported: Import, row: Row, person: Person) -> None:
    """The verdict among the rows that say the same number or name, and against the register."""
    assert imported.place is not None
    commune = imported.place
    hamlets = places.Hamlets(commune, today())
    places.note_places([person], hamlets, unit(commune, today()), today())
    alike = Row.objects.filter(import_id=imported.id).exclude(pk=row.pk).exclude(decision="left")
    same = Q(parsed__full_name=person.full_name)
    if person.id_no:
        same |= Q(parsed__id_no=person.id_no)
    others = [staging.person_of(other) for other in alike.filter(same).order_by("seq")[:50]]
    known = existing.load(places_within(commune), [person.id_no] if person.id_no else [])
    judged = verdicts.judge([*others, person], known, hamlets.place)[-1]
    row.verdict, row.record = judged.verdict, judged.record
