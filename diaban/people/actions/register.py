"""A person enters the register: found living here, or born."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.ledger.lines import Line
from diaban.people import policies
from diaban.people.actions.base import action, check_day, locked_household, person_line, record_event, save
from diaban.people.actions.households import new_household
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
    from diaban.core.time import today

    with action() as action_id:
        resident, lines, household = _enter(by, person, place, household_id, action_id)
        Stay.objects.create(resident_id=resident.id, kind=kind, place=place, address=person.address, starts=since)
        lines.append(person_line("people.registered", resident, by, action_id, day=today()))
        opened = str(household.id) if household_id is None else None
        record_event(
            resident,
            EventKind.REGISTER,
            today(),
            action_id,
            lines,
            {"state": "void"},
            stay=kind,
            opened=opened,
        )
    return resident


def record_birth(*, by: Viewer, person: PersonData, household_id: UUID, birth_day: date) -> tuple[Resident, Event]:
    """Write a new-born into a household of one's own area; the ledger counts the child on the day of birth."""
    person = person.checked()
    check_day(birth_day, field="birth_date")
    with action() as action_id:
        household = locked_household(household_id)
        policies.check_add(by, household.place)
        resident, lines, _household = _enter(by, person, household.place, household_id, action_id)
        Stay.objects.create(
            resident_id=resident.id,
            kind=StayKind.PERMANENT,
            place=resident.place,
            address=household.address,
            starts=birth_day,
        )
        lines.append(person_line("people.born", resident, by, action_id, day=birth_day))
        event = record_event(resident, EventKind.BIRTH, birth_day, action_id, lines, {"state": "void"})
    return resident, event


def _enter(
    by: Viewer, person: PersonData, place: int, household_id: UUID | None, action_id: UUID
) -> tuple[Resident, list[Line], Household]:
    """The resident's row and its household, with the lines so far."""
    lines: list[Line] = []
    columns = person.columns()
    if household_id is None:
        household, line = new_household(by, place=place, address=person.address, code="", action_id=action_id)
        lines.append(line)
        columns["relation"] = Relation.HEAD
    else:
        household = locked_household(household_id)
        if household.place != place:
            raise Invalid(
                _("Hộ này ở địa bàn khác; chọn hộ ở đúng thôn, tổ dân phố."),
                {"household": _("Chọn hộ khác.")},
            )
        if household.closed_on is not None:
            raise Invalid(_("Hộ này đã thôi tồn tại; chọn hộ khác."), {"household": _("Chọn hộ khác.")})
        if columns["relation"] == Relation.HEAD and household.head_id is not None:
            raise Invalid(_("Hộ đã có chủ hộ; chọn quan hệ khác."), {"relation": _("Hộ đã có chủ hộ.")})
    resident = Resident.objects.create(place=place, household_id=household.id, office=by.office_id, **columns)
    if columns["relation"] == Relation.HEAD:
        save(household, head_id=resident.id)
    return resident, lines, household
