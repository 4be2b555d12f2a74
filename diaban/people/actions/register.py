"""A person enters the register: found living here, or born."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.people import policies
from diaban.people.actions.base import action, check_day, locked_household, person_line, plain_line, told
from diaban.people.actions.entering import Entry, enter
from diaban.people.data import PersonData
from diaban.people.models import Event, EventKind, Household, Relation, Resident, Stay, StayKind


def register(
    *,
    by: Viewer,
    person: PersonData,
    place: int,
    household_id: UUID | None,
    since: date,
    kind: str = StayKind.PERMANENT,
) -> Resident:
    """Write someone who lives here and isn't in any register; without a household a new one is opened for them.

    `since`: first day of the stay; the ledger counts the person from today, the day the office came to know.
    """
    person = person.checked()
    policies.check_add(by, place)
    check_day(since, field="since")
    if kind not in (StayKind.PERMANENT, StayKind.TEMPORARY):
        raise Invalid(
            _("Người ghi vào sổ phải là thường trú hoặc tạm trú."),
            {"kind": _("Chọn thường trú hoặc tạm trú.")},
        )
    resident, opened = _new(by, person, place, household_id)
    stay = Stay(resident_id=resident.id, kind=kind, place=place, address=person.address, starts=since)
    event = _event(resident, EventKind.REGISTER, today(), stay=kind, opened=str(opened.id) if opened else None)
    with told():
        enter(_entry("people.registered", by, resident, stay, event, opened))
    return resident


def record_birth(*, by: Viewer, person: PersonData, household_id: UUID, birth_day: date) -> tuple[Resident, Event]:
    """Write a new-born into a household of one's own area; the ledger counts the child on the day of birth."""
    person = person.checked()
    check_day(birth_day, field="birth_date")
    with action() as action_id:
        household = locked_household(household_id)
        policies.check_add(by, household.place)
        resident, opened = _new(by, person, household.place, household_id)
        stay = Stay(
            resident_id=resident.id,
            kind=StayKind.PERMANENT,
            place=resident.place,
            address=household.address,
            starts=birth_day,
        )
        event = _event(resident, EventKind.BIRTH, birth_day)
        event.action_id = action_id
        enter(_entry("people.born", by, resident, stay, event, opened))
    return resident, event


def _new(by: Viewer, person: PersonData, place: int, household_id: UUID | None) -> tuple[Resident, Household | None]:
    """The resident's row, and the household that is opened with them as its head where they join none."""
    columns = person.columns()
    opened = None
    if household_id is None:
        opened = Household(place=place, address=person.address, office=by.office_id)
        household_id, columns["relation"] = opened.id, Relation.HEAD
    resident = Resident(place=place, household_id=household_id, office=by.office_id, **columns)
    if opened is not None:
        opened.head_id = resident.id
    return resident, opened


def _event(resident: Resident, kind: str, day: date, **detail: object) -> Event:
    return Event(
        resident_id=resident.id, kind=kind, day=day, detail=detail, before={"state": "void"}, action_id=uuid7()
    )


def _entry(kind: str, by: Viewer, resident: Resident, stay: Stay, event: Event, opened: Household | None) -> Entry:
    """Everything to be written, with a line of the household where one is opened and one of the person."""
    lines = [person_line(kind, resident, by, event.action_id, day=event.day)]
    if opened is not None:
        lines.insert(0, plain_line("people.household_opened", opened.id, opened.place, by, event.action_id))
    return Entry(resident, stay, event, lines, opened)
