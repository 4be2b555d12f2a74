"""Persons into staging and back: what is kept of a row until it is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from diaban.core.sql import rows
from diaban.core.text import fold
from diaban.papers import staged as staged_rows
from diaban.papers.models import Import, Row
from diaban.people.importing.households import Group
from diaban.people.importing.reasons import Reason
from diaban.people.importing.rows import Person
from diaban.people.importing.verdicts import Judged

_KEPT = (
    "full_name",
    "sex",
    "precision",
    "id_no",
    "cmnd",
    "relation",
    "household",
    "head_name",
    "hamlet",
    "commune",
    "address",
    "stay",
    "phone",
    "hometown",
)
#: Reasons that come from comparing, not from the row itself: they are found anew each time.
COMPARED = frozenset(
    [
        "number_twice",
        "person_twice",
        "number_elsewhere",
        "number_of_other",
        "number_differs",
        "maybe_same",
        "left",
        "fields_changed",
    ]
)


def store(
    imported: Import, judged: Sequence[Judged], groups: Sequence[Group], each: Callable[[int], None] | None = None
) -> None:
    """Write every judged row in the place of those of an earlier reading. Call inside a transaction."""
    from psycopg.types.json import set_json_dumps

    group_of = {index: number for number, group in enumerate(groups) for index in group.members}
    heads = {group.head for group in groups if group.head is not None}
    connection.ensure_connection()
    set_json_dumps(orjson.dumps, connection.connection)
    staged_rows.load(imported, _records(judged, group_of, heads), each)


def _records(judged: Sequence[Judged], group_of: dict[int, int], heads: set[int]) -> Iterator[staged_rows.Cells]:
    for seq, item in enumerate(judged):
        person = item.person
        parsed = parsed_of(person)
        if seq in group_of:
            parsed["group"] = group_of[seq]
            if seq in heads:
                parsed["head"] = True
        reasons = [r.stored() for r in person.reasons]
        yield person.sheet, person.row, person.stt, person.raw, parsed, item.verdict, reasons, item.record


@dataclass(slots=True)
class Staged:
    """A staged row with what is needed to commit it: the person, the household's number in the list and whether they
    head it, the verdict it has, and whether an officer decided about it or it is written."""

    id: int
    person: Person
    verdict: str
    record: UUID | None
    group: int | None
    head: bool
    decided: bool


_STAGED = """
select id, sheet, row_no, stt, parsed::text, nullif(reasons, '[]')::text, verdict, record,
       committed or decision <> ''
from papers_row where import_id = %s order by seq
"""


def staged(import_id: UUID) -> list[Staged]:
    """Every staged row of an import, in order. Read as text and without the cells themselves: a list may be long."""
    found = []
    for id_, sheet, row_no, stt, text, reasons, verdict, record, decided in rows(_STAGED, [import_id]):
        parsed = orjson.loads(text)
        group, head = parsed.pop("group", None), parsed.pop("head", False)
        person = _person(sheet, row_no, stt, parsed, orjson.loads(reasons) if reasons else ())
        found.append(Staged(id_, person, verdict, record, group, head, decided))
    return found


def parsed_of(person: Person) -> dict[str, Any]:
    """What is kept of a person that a row said."""
    parsed = {name: value for name in _KEPT if (value := getattr(person, name))}
    return parsed | {"birth": person.birth.isoformat()} if person.birth else parsed


def person_of(row: Row) -> Person:
    """The person that a staged row says, with the reasons the row itself gave."""
    parsed = {name: value for name, value in row.parsed.items() if name not in ("group", "head")}
    return _person(row.sheet, row.row_no, row.stt, parsed, row.reasons)


def _person(sheet: str, row_no: int, stt: str, parsed: dict[str, Any], reasons: Iterable[Mapping[str, Any]]) -> Person:
    birth = parsed.pop("birth", None)
    person = Person(sheet, row_no, stt, **parsed)
    person.fold = fold(person.full_name)
    if birth:
        person.birth = date.fromisoformat(birth)
    person.reasons = [Reason(r["code"], r.get("args") or {}) for r in reasons if r["code"] not in COMPARED]
    return person


def restage(changed: Iterable[tuple[Staged, Judged]]) -> None:
    """Keep the new verdicts of rows that the register says otherwise of since they were staged."""
    staged_rows.restage((row.id, item.verdict, item.record, item.person.reasons) for row, item in changed)
