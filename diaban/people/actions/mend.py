"""Mending: a resident's details, old numbers and names, and events that were entered by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.text import tidy
from diaban.ledger.actions import append, void
from diaban.people import policies
from diaban.people.actions.base import RESTORED, action, keep_reach, locked, locked_household, plain_line, save
from diaban.people.data import PersonData
from diaban.people.models import Alias, AliasKind, Event, Household, Relation, Resident, State, Stay

#: Which ledger code a changed column is told by; relation and keys follow from others.
FIELDS = {
    "full_name": "name",
    "sex": "sex",
    "birth_date": "birth",
    "birth_precision": "birth",
    "id_no": "number",
    "phone": "phone",
    "address": "address",
    "hometown": "hometown",
    "relation": "relation",
}


def correct(*, by: Viewer, resident_id: UUID, version: int, person: PersonData) -> Resident:
    """Put details right; one ledger line for each thing that changed. A replaced number or name becomes an alias."""
    person = person.checked()
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_edit(by, resident)
        new = person.columns()
        changed = {name: v for name, v in new.items() if getattr(resident, name) != v}
        _check_relation(resident, changed)
        if not changed:
            return resident
        _keep_old(resident, changed)
        save(resident, **changed)
        told = sorted({FIELDS[name] for name in changed if name in FIELDS})
        append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field=f) for f in told])
    return resident


def _check_relation(resident: Resident, changed: dict[str, Any]) -> None:
    if "relation" in changed and Relation.HEAD in (changed["relation"], resident.relation):
        sentence = _("Đổi chủ hộ ở trang của hộ.")
        raise Invalid(sentence, {"relation": sentence})


def _keep_old(resident: Resident, changed: dict[str, Any]) -> None:
    if "id_no" in changed and resident.id_no:
        _alias(resident.id, AliasKind.NUMBER, resident.id_no)
    if "full_name" in changed:
        _alias(resident.id, AliasKind.NAME, resident.full_name)


def _alias(resident_id: UUID, kind: str, value: str, issuer: str = "", issued_on: date | None = None) -> Alias:
    alias, _made = Alias.objects.get_or_create(
        resident_id=resident_id, kind=kind, value=value, defaults={"issuer": issuer, "issued_on": issued_on}
    )
    return alias


def add_alias(
    *, by: Viewer, resident_id: UUID, kind: str, value: str, issuer: str = "", issued_on: date | None = None
) -> Alias:
    """Note an old number (with who issued it and when) or another name."""
    value = tidy(value)
    if kind == AliasKind.CMND and not (value.isascii() and value.isdigit() and len(value) == 9):
        raise Invalid(_("Số CMND gồm 9 chữ số."), {"value": _("Nhập đúng 9 chữ số.")})
    if kind not in AliasKind.values or not value:
        raise Invalid(_("Nhập số hoặc tên cần ghi."), {"value": _("Nhập số hoặc tên.")})
    with action() as action_id:
        resident = locked(resident_id)
        policies.check_edit(by, resident)
        alias = _alias(resident.id, kind, value, tidy(issuer), issued_on)
        append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field="alias")])
    return alias


def remove_alias(*, by: Viewer, resident_id: UUID, alias_id: int) -> None:
    """Take away an old number or name noted by mistake; history keeps it."""
    with action() as action_id:
        resident = locked(resident_id)
        policies.check_edit(by, resident)
        removed, _each = Alias.objects.filter(pk=alias_id, resident_id=resident.id).delete()
        if not removed:
            raise NotFound(_("Không có số hoặc tên này ở người này."))
        append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field="alias")])


def void_event(*, by: Viewer, event_id: UUID, version: int) -> Event:
    """Undo an event entered by mistake: what it changed is put back and its ledger lines are voided.

    Only the last standing event of a resident can be undone, so that what it restores is what was there before it.
    """
    with action() as action_id:
        event = Event.objects.select_for_update().filter(pk=event_id).first()
        if event is None:
            raise NotFound(_("Không có sự kiện này trong phạm vi của bạn."))
        resident = locked(event.resident_id, version)
        policies.check_edit(by, resident)
        _check_last(event)
        _restore(resident, event)
        for line in event.lines:
            void(line, actor=by.staff_id, office=by.office_id, purpose=by.purpose, action=action_id)
        event.voided_by = action_id
        event.save(update_fields=["voided_by"])
    return event


def _check_last(event: Event) -> None:
    if event.voided_by is not None:
        raise Conflict(_("Sự kiện này đã được hủy trước đó."))
    standing = Event.objects.filter(resident_id=event.resident_id, voided_by=None)
    if standing.filter(recorded_at__gt=event.recorded_at).exists():
        raise Invalid(_("Hãy hủy sự kiện được ghi sau trước đã."))


def _restore(resident: Resident, event: Event) -> None:
    before = event.before
    keep_reach(resident.id)
    if before == {"state": "void"}:
        _restore_nothing(resident, event)
        return
    if before.get("stay_opened"):
        Stay.objects.filter(pk=before["stay_opened"]).update(ends=event.day, closed=True)
    for stay_id, ends in before.get("stays_ended", []):
        Stay.objects.filter(pk=stay_id).update(ends=ends, closed=False)
    _close_opened(before.get("household_opened"), resident)
    columns = {name: before[name] for name in RESTORED if name in before}
    columns["death_date"] = date.fromisoformat(before["death_date"]) if before.get("death_date") else None
    columns["household_id"] = UUID(before["household_id"]) if before.get("household_id") else None
    save(resident, **columns)
    if before.get("headed"):
        household = locked_household(UUID(before["headed"]))
        if household.head_id is None:
            save(household, head_id=resident.id)


def _restore_nothing(resident: Resident, event: Event) -> None:
    """The person was entered by mistake: the row stays, marked, and frees its number and household."""
    if resident.id_no:
        _alias(resident.id, AliasKind.NUMBER, resident.id_no)
    Stay.objects.filter(resident_id=resident.id, ends=None).update(ends=event.day, closed=True)
    headed = Household.objects.filter(head_id=resident.id).first()
    if headed is not None:
        save(headed, head_id=None)
    _close_opened(event.detail.get("opened"), resident)
    save(resident, state=State.VOID, id_no=None, household_id=None)


def _close_opened(household_id: str | None, leaving: Resident) -> None:
    """A household that the event opened ends with it, unless somebody else lives there by now."""
    if not household_id:
        return
    household = locked_household(UUID(household_id))
    others = Resident.objects.filter(household_id=household.id).exclude(pk=leaving.id)
    if not others.exists():
        from diaban.core.time import today

        save(household, head_id=None, closed_on=today())
