"""Someone new with all that belongs to them, in one round trip to the database: the hot path of a registration.

What may be written was decided before; the row policies hold for every row as for any other statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import DatabaseError, models
from django.db.models.expressions import DatabaseDefault
from django.utils.translation import gettext_lazy as _

from diaban.core.errors import DiabanError, Invalid, NotFound
from diaban.core.sql import prepared
from diaban.ledger.actions import documents, refusals
from diaban.ledger.lines import Line
from diaban.people.models import Event, Household, Resident, Stay

_ENTER = "select line_ids, at from people.enter(%s::uuid, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb)"
_HOUSEHOLD_REFUSED = "DBP01"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written. `opened` is the household that is opened for the resident; None where one in store is joined,
    which must be open, of the resident's place, and without a head if the resident is to be one."""

    resident: Resident
    stay: Stay
    event: Event
    lines: Sequence[Line]
    opened: Household | None


def enter(entry: Entry) -> None:
    """Write it all or nothing; the objects then say what is in store.

    Raises NotFound or Invalid where the household can't be joined, and what the database refuses.
    """
    action_id: UUID = entry.event.action_id
    rows = (entry.opened, entry.resident, entry.stay, entry.event)
    with refusals(), _household_refusals():
        entry.event.lines, at = prepared(_ENTER, [action_id, *map(_document, rows), documents(entry.lines)])
    for row in filter(None, rows):
        row._state.adding = False
        for name in ("created_at", "updated_at", "recorded_at"):
            if hasattr(row, name):
                setattr(row, name, at)


def _document(row: models.Model | None) -> str | None:
    """A row's columns as JSON; those that the database fills in are left to it."""
    if row is None:
        return None
    columns = ((field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    return orjson.dumps({name: v for name, v in columns if not isinstance(v, DatabaseDefault)}).decode()


@contextmanager
def _household_refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        diag: Any = getattr(error.__cause__, "diag", None)
        if diag is None or diag.sqlstate != _HOUSEHOLD_REFUSED:
            raise
        raise _said(diag.message_hint) from error


def _said(rule: str) -> DiabanError:
    if rule == "elsewhere":
        sentence = _("Hộ này ở địa bàn khác; chọn hộ ở đúng thôn, tổ dân phố.")
        return Invalid(sentence, {"household": _("Chọn hộ khác.")})
    if rule == "closed":
        return Invalid(_("Hộ này đã thôi tồn tại; chọn hộ khác."), {"household": _("Chọn hộ khác.")})
    if rule == "headed":
        return Invalid(_("Hộ đã có chủ hộ; chọn quan hệ khác."), {"relation": _("Hộ đã có chủ hộ.")})
    return NotFound(_("Không có hộ này trong phạm vi của bạn."))
