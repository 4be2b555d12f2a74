"""The bytes that a sealed row stands for, made here from its values and never by a function of the database.

A row is one JSON array in ASCII without spaces: its name, the version of this form, then its values in a fixed
order; moments are microseconds since 1970 UTC, ids are hexadecimal, kinds are codes, dims are pairs in order of
name. The form is what heads commit to: a change here is a new version beside the old one, never an edit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from diaban.ledger.merkle import leaf_hash

LINE, LOOKUP = 0, 1  #: `ledger_leaf.source`

#: What `line_bytes` and `lookup_bytes` take, in their order; the id comes first.
LINE_SQL = """
select l.id, l.recorded_at, l.day, k.code, l.record_id, l.action_id, l.place, l.office, l.actor, l.quantity,
       l.corrects, l.purpose, l.state_from, l.state_to, l.dims::text
from ledger_line l left join ledger_kind k on k.id = l.kind_id
"""
LOOKUP_SQL = """
select l.id, l.at, l.actor, l.office, l.purpose, l.reference, l.query_kind, l.channel, l.record_id, l.shown
from ledger_lookup l
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, check_circular=False).encode


def _moment(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def line_bytes(row: Sequence[Any]) -> bytes:
    """The canonical bytes of a line, from the values of `LINE_SQL`."""
    number, at, day, kind, record, action, place, office, actor, quantity, corrects, purpose, old, new, dims = row
    return _encode((
        "line", 1, number, _moment(at), _day(day), kind, _hex(record), _hex(action), place, office, actor,
        quantity, corrects, purpose, old, new, _pairs(dims),
    )).encode("ascii")  # fmt: skip


def lookup_bytes(row: Sequence[Any]) -> bytes:
    """The canonical bytes of a look-up, from the values of `LOOKUP_SQL`."""
    number, at, actor, office, purpose, reference, query_kind, channel, record, shown = row
    return _encode((
        "lookup", 1, number, _moment(at), actor, office, purpose, reference, query_kind, channel,
        _hex(record), [_hex(each) for each in shown],
    )).encode("ascii")  # fmt: skip


def row_hash(source: int, row: Sequence[Any]) -> bytes:
    """The leaf hash of a line or look-up."""
    return leaf_hash(line_bytes(row) if source == LINE else lookup_bytes(row))


def _day(day: date) -> str:
    return day.isoformat()


def _hex(record: UUID | None) -> str | None:
    return None if record is None else record.hex


@lru_cache(maxsize=65_536)
def _pairs(dims: str) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(json.loads(dims).items()))
