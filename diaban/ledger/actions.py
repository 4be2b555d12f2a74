"""The verbs of the ledger: append lines, correct them, log look-ups. Call inside the transaction of the action.

Who may do what is decided by the rooms that call; the database refuses what breaks the ledger's own rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace as changed
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django.db import Error, IntegrityError, connection

from diaban.core.errors import Conflict, NotFound
from diaban.core.ids import uuid7
from diaban.core.sql import one, value
from diaban.core.time import today
from diaban.ledger.errors import LineRefused, already_corrected, no_such_line
from diaban.ledger.lines import Code, Line


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the database's refusals of lines and look-ups into sentences, whatever statement they came from."""
    try:
        yield
    except IntegrityError as error:
        if "ledger_line_corrects" in str(error):
            raise Conflict(already_corrected()) from error
        raise
    except (Error, psycopg.Error) as error:
        cause = error.__cause__ if isinstance(error, Error) else error
        diag = getattr(cause, "diag", None)
        if diag is None or diag.sqlstate != "DBL01":
            raise
        raise LineRefused(diag.message_hint or "", int(diag.message_detail or 0)) from error


def _json(line: Line, action: UUID, day: date) -> dict[str, Any]:
    return {
        "kind": line.kind, "record": str(line.record), "place": line.place, "office": line.office,
        "actor": line.actor, "day": (line.day or day).isoformat(), "quantity": line.quantity,
        "dims": dict(line.dims), "purpose": line.purpose, "state_from": line.state_from,
        "state_to": line.state_to, "action": str(line.action or action), "corrects": line.corrects,
    }  # fmt: skip


def append(lines: Sequence[Line]) -> list[int]:
    """Write lines and return their ids in the same order.

    Lines without an action share a new one. Raises LineRefused where a line breaks a rule and Conflict where it
    corrects a line that was corrected before; the surrounding transaction is then to be rolled back.
    """
    if not lines:
        return []
    with refusals():
        ids: list[int] = value("select ledger.append(%s::jsonb)", [documents(lines)])
    return ids


def documents(lines: Sequence[Line]) -> str:
    """Lines as JSON, in the form that the database's `ledger.append` takes; for statements that call it themselves."""
    action, day = uuid7(), today()
    return json.dumps([_json(line, action, day) for line in lines], separators=(",", ":"))


def append_columns(
    kind: str, *, records: Sequence[UUID], days: Sequence[date] | date, places: Sequence[int] | int, office: int,
    actor: int, quantities: Sequence[int] | int = 1,
    dims: Sequence[Mapping[str, Code]] | Mapping[str, Code] | None = None, purpose: str | None = None,
    state_from: str | None = None, state_to: str | None = None, action: UUID | None = None,
) -> int:  # fmt: skip
    """Write many new lines of one kind in one call, one for each record; returns how many.

    `days`, `places`, `quantities` and `dims` hold one value for each record or a single one for all. Made for
    imports: 100,000 lines a call are usual. Raises LineRefused (nothing of the call is then written).
    """
    if not records:
        return 0
    words, pointers = _dictionary(dims)
    params = [
        kind, action or uuid7(), office, actor, purpose, state_from, state_to, list(records),
        [days] if isinstance(days, date) else list(days), [places] if isinstance(places, int) else list(places),
        [quantities] if isinstance(quantities, int) else list(quantities), words, pointers,
    ]  # fmt: skip
    connection.ensure_connection()
    # A cursor that binds on the server sends the arrays in binary form; Django's own would write them out as text.
    with refusals(), psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "select ledger.append_columns(%s, %s, %s, %s, %s, %s, %s, %b::uuid[], %b::date[], %b::int[],"
            " %b::bigint[], %s::text[]::jsonb[], %b::int[])", params, prepare=False)  # fmt: skip
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _dictionary(dims: Sequence[Mapping[str, Code]] | Mapping[str, Code] | None) -> tuple[list[str], list[int]]:
    """The distinct dims as JSON texts, and for each line which one (from 1; 0 for none)."""
    if not dims:
        return [], [0]
    if isinstance(dims, Mapping):
        return [json.dumps(dict(dims))], [1]
    numbers: dict[tuple[tuple[str, Code], ...], int] = {}
    pointers = [numbers.setdefault(tuple(d.items()), len(numbers) + 1) if d else 0 for d in dims]
    return [json.dumps(dict(items)) for items in numbers], pointers


_STORED = """
select k.code, l.record_id, l.place, l.office, l.actor, l.day, l.quantity, l.dims, l.purpose, l.state_from, l.state_to
from ledger_line l join ledger_kind k on k.id = l.kind_id where l.id = %s
"""


def stored(line_id: int) -> Line:
    """A written line as the session sees it, ready to be changed. Raises NotFound outside its scope."""
    row = one(_STORED, [line_id])
    if row is None:
        raise NotFound(no_such_line())
    kind, record, place, office, actor, day, quantity, dims, purpose, state_from, state_to = row
    if isinstance(dims, str):
        dims = json.loads(dims)
    return Line(kind, record, place, office, actor, day, quantity, dims, purpose, state_from, state_to)


def replace(line_id: int, line: Line) -> int:
    """Write `line` in the place of an earlier one of the same kind and record; returns the new line's id."""
    return append([changed(line, corrects=line_id)])[0]


def void(line_id: int, *, office: int, actor: int, purpose: str | None = None, action: UUID | None = None) -> int:
    """Take a line back: a replacement that counts nothing, dated as the line was. Returns the new line's id."""
    return replace(line_id, changed(stored(line_id), quantity=0, office=office, actor=actor, purpose=purpose,
                                    action=action))  # fmt: skip


#: Records of one statement when many are taken back: so often is its progress told.
_CHUNK = 5_000


def void_written(
    *, records: Sequence[UUID], actions: Sequence[UUID], office: int, actor: int, purpose: str | None, action: UUID,
    each: Callable[[int], None] | None = None,
) -> list[int]:  # fmt: skip
    """Take back every standing line that the session sees and that some actions wrote about some records; returns the
    ids of the new lines.

    `each` is told how many records are done. Made for undoing imports: a statement for thousands of records. Raises
    LineRefused, and Conflict where somebody else takes one of the lines back at the same moment.
    """
    ids: list[int] = []
    for start in range(0, len(records), _CHUNK):
        some = list(records[start : start + _CHUNK])
        with refusals():
            ids += value("select ledger.void_written(%s, %s, %s, %s, %s, %s)",
                         [some, list(actions), office, actor, purpose, action])  # fmt: skip
        if each is not None:
            each(start + len(some))
    return ids


def log_search(
    *, actor: int, office: int | None, purpose: str | None, query_kind: str, shown: Sequence[UUID],
    reference: str | None = None, channel: str = "web",
) -> int:  # fmt: skip
    """Log one submitted search with the records it showed; returns its id. Raises LineRefused without a purpose."""
    return _log(actor, office, purpose, reference, query_kind, channel, list(shown), None)


def log_open(
    *, actor: int, office: int | None, purpose: str | None, record: UUID, reference: str | None = None,
    channel: str = "web", query_kind: str = "open",
) -> int:  # fmt: skip
    """Log that one record was opened; returns its id. Raises LineRefused without a purpose."""
    return _log(actor, office, purpose, reference, query_kind, channel, [], record)


def log_export(
    *, actor: int, office: int | None, purpose: str | None, export: UUID, shown: Sequence[UUID],
    reference: str | None = None, channel: str = "web",
) -> int:  # fmt: skip
    """Log records that left in the file of an export, at most 10,000 a call; returns its id.

    All of them are kept, so that who was in a file can be told for ever. Raises LineRefused without a purpose.
    """
    return _log(actor, office, purpose, reference, "export", channel, list(shown), export)


def _log(
    actor: int,
    office: int | None,
    purpose: str | None,
    reference: str | None,
    query_kind: str,
    channel: str,
    shown: list[UUID],
    record: UUID | None,
) -> int:
    with refusals():
        return int(
            value(
                "select ledger.log_lookup(%s, %s, %s, %s, %s, %s::uuid[], %s, %s)",
                [actor, office, purpose or None, reference or None, query_kind, shown, record, channel],
            )
        )
