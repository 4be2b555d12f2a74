"""Undoing an event that was entered by mistake: what it changed is put back and its ledger lines are voided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.time import today
from diaban.ledger.actions import append, stored, void
from diaban.people import life, policies
from diaban.people.actions.base import (
    RESTORED,
    action,
    keep_lines,
    keep_reach,
    locked,
    locked_household,
    plain_line,
    save,
)
from diaban.people.actions.mend import note_alias
from diaban.people.actions.stays import closing_line, follow_stays
from diaban.people.identity import merged_into
from diaban.people.models import (
    COUNTED,
    AliasKind,
    Event,
    EventKind,
    Household,
    Relation,
    Resident,
    State,
    Stay,
    StayKind,
)


def void_event(*, by: Viewer, event_id: UUID, version: int) -> Event:
    """Undo an event entered by mistake.

    Only the last standing event of a resident can be undone, so that what it restores is what was there before it.
    """
    with action() as action_id:
        event = Event.objects.select_for_update().filter(pk=event_id).first()
        if event is None:
            raise NotFound(_("Không có sự kiện này trong phạm vi của bạn."))
        resident = locked(event.resident_id, version)
        policies.check_edit(by, resident)
        _check_last(event)
        keep_reach(resident.id)
        if event.before == {"state": State.VOID.value}:
            staying = _take_out(resident, event, by, action_id)
        else:
            keep_lines(event.before["place"])
            staying = _put_back(resident, event, by, action_id)
        for line in event.lines:
            if stored(line).record not in staying:
                void(line, actor=by.staff_id, office=by.office_id, purpose=by.purpose, action=action_id)
        if event.kind == EventKind.DEATH:
            life.revived(by, resident.id, event.before.get("rooms", {}))
        event.voided_by = action_id
        event.save(update_fields=["voided_by"])
    return event


def _check_last(event: Event) -> None:
    if event.voided_by is not None:
        raise Conflict(_("Sự kiện này đã được hủy trước đó."))
    standing = Event.objects.filter(resident_id=event.resident_id, voided_by=None)
    # By the numbers of their lines, not by the clock, which may have been set back.
    if any(max(other, default=0) > max(event.lines, default=0) for other in standing.values_list("lines", flat=True)):
        raise Invalid(_("Hãy hủy sự kiện được ghi sau trước đã."))


def _put_back(resident: Resident, event: Event, by: Viewer, action_id: UUID) -> set[UUID]:
    """The resident, their stays and household as before; the households whose opening line goes on standing."""
    before = event.before
    if before.get("stay_opened"):
        Stay.objects.filter(pk=before["stay_opened"]).update(ends=event.day, closed=True)
    for stay_id, ends, *closed in before.get("stays_ended", []):
        found = Stay.objects.filter(pk=stay_id)
        found.update(ends=ends, closed=any(closed))
        for place in found.values_list("place", flat=True):
            keep_lines(place)  # the line that closed a stay elsewhere
    columns = {name: before[name] for name in RESTORED[event.kind] if name in before}
    for name, read in (("death_date", date.fromisoformat), ("household_id", UUID)):
        if columns.get(name):
            columns[name] = read(columns[name])
    save(resident, **columns)  # first: it is what shows the household they come back to
    for household in Household.objects.select_for_update().filter(head_id=resident.id):
        if household.id != resident.household_id:
            save(household, head_id=None)
    if resident.state in COUNTED:
        _come_home(resident, before.get("headed"), by, action_id)
        follow_stays(resident)
    return _close_opened(before.get("household_opened"), resident)


def _come_home(resident: Resident, headed: str | None, by: Viewer, action_id: UUID) -> None:
    """A household that was closed since is opened again; a head whose place was taken since becomes a member."""
    if resident.household_id is None:
        return
    household = locked_household(resident.household_id)
    if household.closed_on is not None:
        save(household, closed_on=None)
        append([plain_line("people.household_opened", household.id, household.place, by, action_id)])
    if headed == str(household.id) and household.head_id is None:
        save(household, head_id=resident.id)
    if resident.relation == Relation.HEAD and household.head_id != resident.id:
        save(resident, relation=Relation.OTHER)


def _take_out(resident: Resident, event: Event, by: Viewer, action_id: UUID) -> set[UUID]:
    """The person was entered by mistake: the row stays, marked, and frees its number, stays and household."""
    if merged_into(resident.id):
        raise Invalid(_("Có hồ sơ đã gộp vào hồ sơ này; hãy tách ra trước khi hủy."))
    if resident.id_no:
        note_alias(resident.id, AliasKind.NUMBER, resident.id_no)
    for stay in Stay.objects.select_for_update().filter(Q(ends=None) | Q(closed=False), resident_id=resident.id):
        if not stay.closed and stay.kind != StayKind.PERMANENT:
            append([closing_line(resident.id, stay, by, action_id, today())])
        reaches = event.day if stay.ends is None else min(stay.ends, event.day)
        stay.ends, stay.closed = max(stay.starts, reaches), True
        stay.save(update_fields=["ends", "closed"])
    for household in Household.objects.select_for_update().filter(head_id=resident.id):
        save(household, head_id=None)
    save(resident, state=State.VOID, id_no=None, household_id=None, present_place=None)
    return _close_opened(event.detail.get("opened"), resident)


def _close_opened(household_id: str | None, leaving: Resident) -> set[UUID]:
    """A household that the event opened ends with it, unless others live there by now or it was closed by itself;
    returns it where its opening line goes on standing."""
    if not household_id:
        return set()
    household = locked_household(UUID(household_id))
    others = Resident.objects.filter(household_id=household.id).exclude(pk=leaving.id)
    if household.closed_on is not None or others.exists():
        return {household.id}
    save(household, head_id=None, closed_on=today())
    return set()
