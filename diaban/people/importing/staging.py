"""Persons into staging and back: what is kept of a row until it is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from diaban.papers import bulk
from diaban.papers.models import Import, Row
from diaban.people.importing.households import Group
from diaban.people.importing.reasons import Reason
from diaban.people.importing.rows import Person
from diaban.people.importing.verdicts import Judged

_COLUMNS = (
    ("import_id", "uuid"),
    ("office", "int4"),
    ("seq", "int4"),
    ("sheet", "text"),
    ("row_no", "int4"),
    ("stt", "text"),
    ("raw", "jsonb"),
    ("parsed", "jsonb"),
    ("verdict", "text"),
    ("reasons", "jsonb"),
    ("record", "uuid"),
)
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
    """Write every judged row. Call inside a transaction, after the rows of an earlier reading were removed."""
    from psycopg.types.json import set_json_dumps

    group_of = {index: number for number, group in enumerate(groups) for index in group.members}
    heads = {group.head for group in groups if group.head is not None}
    connection.ensure_connection()
    set_json_dumps(orjson.dumps, connection.connection)
    bulk.load("papers_row", _COLUMNS, _records(imported, judged, group_of, heads), each)


def _records(
    imported: Import, judged: Sequence[Judged], group_of: dict[int, int], heads: set[int]
) -> Iterator[tuple[Any, ...]]:
    for seq, item in enumerate(judged):
        person = item.person
        parsed = {name: value for name in _KEPT if (value := getattr(person, name))}
        if person.birth:
            parsed["birth"] = person.birth.isoformat()
        if seq in group_of:
            parsed["group"] = group_of[seq]
            if seq in heads:
                parsed["head"] = True
        yield (
            imported.id,
            imported.office,
            seq,
            person.sheet,
            person.row,
            person.stt,
            person.raw,
            parsed,
            item.verdict,
            [r.stored() for r in person.reasons],
            item.record,
        )


def person_of(row: Row) -> Person:
    """The person that a staged row says, with the reasons the row itself gave."""
    from diaban.core.text import fold

    parsed: dict[str, Any] = row.parsed
    person = Person(row.sheet, row.row_no, stt=row.stt)
    for name in _KEPT:
        if name in parsed:
            setattr(person, name, parsed[name])
    person.fold = fold(person.full_name)
    person.birth = date.fromisoformat(parsed["birth"]) if "birth" in parsed else None
    person.reasons = [Reason(r["code"], r.get("args") or {}) for r in row.reasons if r["code"] not in COMPARED]
    return person


def mark_written(ids: Sequence[int], records: Sequence[UUID]) -> None:
    """Say which staged rows became which residents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update papers_row r set committed = true, record = u.record"
            " from unnest(%s::bigint[], %s::uuid[]) u(id, record) where r.id = u.id",
            [list(ids), list(records)],
        )
