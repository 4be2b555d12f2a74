"""What every verb of the room shares: an action id, ledger lines, locked reads and saved befores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound, Stale
from diaban.core.ids import uuid7
from diaban.core.sql import value
from diaban.core.time import today
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.people.data import age_step
from diaban.people.identity import keep_reach as keep_reach
from diaban.people.models import Event, EventKind, Household, Resident

#: Columns of a resident that each kind of event changes, and that voiding it restores: what was put right since then
#: in other columns stays.
RESTORED: dict[str, tuple[str, ...]] = {
    EventKind.DEATH: ("state", "present_place", "death_date"),
    EventKind.MOVE_OUT: ("state", "present_place"),
    EventKind.MOVE_IN: ("state", "place", "present_place", "household_id", "relation", "address", "office"),
    EventKind.SETTLE: ("state", "present_place", "household_id", "relation", "address", "office"),
}

_DEADLOCK = "40P01"


@contextmanager
def action() -> Iterator[UUID]:
    """One action: a transaction with an id that its ledger lines and the history of old values carry."""
    action_id = uuid7()
    with told(), transaction.atomic():
        value("select set_config('diaban.action', %s, true)", [str(action_id)])
        yield action_id


@contextmanager
def told() -> Iterator[None]:
    """Says in a sentence what stores refuse: a number that is taken, a stay that is open, someone else at work."""
    try:
        yield
    except IntegrityError as error:
        raise _said(error) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != _DEADLOCK:
            raise
        raise Conflict(_("Người khác đang ghi cùng hộ hoặc cùng người này; chưa lưu gì, hãy làm lại.")) from error


def _said(error: IntegrityError) -> Exception:
    if "resident_id_no_once" in str(error):
        sentence = _("Số định danh này đã có ở một người khác; tra cứu theo số để xem, chưa lưu gì.")
        return Invalid(sentence, {"id_no": sentence})
    if "stay_one_permanent" in str(error):
        return Conflict(_("Người này đã có một nơi thường trú đang mở; tải lại trang rồi làm lại."))
    return error


def locked(resident_id: UUID, version: int | None = None) -> Resident:
    """The resident, locked for this transaction; Conflict if `version` isn't the one in store any more."""
    resident = Resident.objects.select_for_update().filter(pk=resident_id).first()
    if resident is None:
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    if version is not None and resident.version != version:
        raise Stale(_("Người khác vừa sửa bản ghi này; chưa lưu gì, hãy xem bản mới rồi sửa lại."))
    return resident


def locked_household(household_id: UUID, version: int | None = None) -> Household:
    household = Household.objects.select_for_update().filter(pk=household_id).first()
    if household is None:
        raise NotFound(_("Không có hộ này trong phạm vi của bạn."))
    if version is not None and household.version != version:
        raise Stale(_("Người khác vừa sửa hộ này; chưa lưu gì, hãy xem bản mới rồi sửa lại."))
    return household


def save(row: Resident | Household, **columns: Any) -> None:
    """Write changed columns and count the version up."""
    from diaban.core.time import now

    for name, new in columns.items():
        setattr(row, name, new)
    row.version += 1
    row.updated_at = now()
    row.save(update_fields=[*columns, "version", "updated_at"])


def keep_lines(place: int) -> None:
    """Let this transaction read the ledger lines of a place outside the viewer's own: those that a move wrote there."""
    value("select set_config('diaban.places', array_append(access.places(), %s)::text, true)", [place])


def befores(resident: Resident, kind: str) -> dict[str, Any]:
    """What voiding an event of this kind must put back, as JSON."""
    kept = {name: getattr(resident, name) for name in ("place", *RESTORED[kind])}
    return {name: str(v) if isinstance(v, (UUID, date)) else v for name, v in kept.items()}


def person_line(
    kind: str,
    resident: Resident,
    by: Viewer,
    action_id: UUID,
    *,
    day: date,
    quantity: int = 1,
    place: int | None = None,
) -> Line:
    """A ledger line about a resident, with sex and age on the day; no name, no number."""
    return Line(
        kind=kind,
        record=resident.id,
        place=resident.place if place is None else place,
        office=by.office_id,
        actor=by.staff_id,
        purpose=by.purpose,
        day=day,
        quantity=quantity,
        dims={"sex": resident.sex, "age": age_step(resident.birth_date, day)},
        action=action_id,
    )


def plain_line(
    kind: str,
    record: UUID,
    place: int,
    by: Viewer,
    action_id: UUID,
    *,
    day: date | None = None,
    quantity: int = 1,
    **dims: str,
) -> Line:
    """A ledger line about a household, a stay or a correction."""
    return Line(
        kind=kind,
        record=record,
        place=place,
        office=by.office_id,
        actor=by.staff_id,
        purpose=by.purpose,
        day=day or today(),
        quantity=quantity,
        dims=dims,
        action=action_id,
    )


def record_event(
    resident: Resident,
    kind: str,
    day: date,
    action_id: UUID,
    lines: list[Line],
    before: dict[str, Any],
    **detail: Any,
) -> Event:
    """Append the lines and keep the event that points to them."""
    ids = append(lines)
    return Event.objects.create(
        resident_id=resident.id,
        kind=kind,
        day=day,
        detail=detail,
        before=before,
        lines=ids,
        action_id=action_id,
    )


def check_day(day: date, not_before: date | None = None, field: str = "day") -> None:
    """A day that something happened can't lie ahead, nor before the person's birth."""
    if day > today():
        sentence = _("Ngày không được sau hôm nay.")
        raise Invalid(sentence, {field: sentence})
    if not_before is not None and day < not_before:
        sentence = _("Ngày không được trước ngày sinh.")
        raise Invalid(sentence, {field: sentence})
