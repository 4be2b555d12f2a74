"""A death, a move in, a move out, a temporary residence made permanent: each ends stays, and can be voided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.ledger.lines import Line
from diaban.people import life, policies
from diaban.people.actions.base import (
    action,
    befores,
    check_day,
    keep_reach,
    locked,
    locked_household,
    person_line,
    record_event,
    save,
)
from diaban.people.actions.households import new_household
from diaban.people.actions.stays import end_stays
from diaban.people.models import (
    COUNTED,
    Event,
    EventKind,
    Household,
    Relation,
    Resident,
    State,
    Stay,
    StayKind,
)


def record_death(*, by: Viewer, resident_id: UUID, version: int, day: date) -> Event:
    """Someone died on `day`: stays end that day, the household is left without a head if it was theirs, and in other
    rooms ends what ends with them."""
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_live(by, resident)
        check_day(day, resident.birth_date)
        ended, closing = end_stays(resident, day, by, action_id)
        before = befores(resident, EventKind.DEATH) | ended | _free_head(resident)
        save(resident, state=State.DEAD, death_date=day, present_place=None)
        if rooms := life.died(by, resident.id, day):
            before["rooms"] = rooms
        line = person_line("people.died", resident, by, action_id, day=day, quantity=-1)
        return record_event(resident, EventKind.DEATH, day, action_id, [line, *closing], before)


def move_out(*, by: Viewer, resident_id: UUID, version: int, day: date, destination: str) -> Event:
    """Someone left for a place that this register doesn't keep; `destination` is what they stated."""
    destination = tidy(destination)
    if not destination:
        raise Invalid(_("Nhập nơi chuyển đến."), {"destination": _("Nhập nơi chuyển đến.")})
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_live(by, resident)
        check_day(day, resident.birth_date)
        ended, closing = end_stays(resident, day, by, action_id)
        before = befores(resident, EventKind.MOVE_OUT) | ended | _free_head(resident)
        save(resident, state=State.MOVED, present_place=None)
        line = person_line("people.moved_out", resident, by, action_id, day=day, quantity=-1)
        lines = [line, *closing]
        return record_event(resident, EventKind.MOVE_OUT, day, action_id, lines, before, destination=destination)


def move_in(
    *, by: Viewer, resident_id: UUID, version: int, day: date, place: int, household_id: UUID | None, address: str = "",
    relation: str = Relation.OTHER,
) -> Event:  # fmt: skip
    """Someone known to the register settles in one's own area; where they were counted before, they leave that day."""
    policies.check_add(by, place)
    with action() as action_id:
        resident = locked(resident_id, version)
        if resident.state in (State.DEAD, State.VOID):
            raise Invalid(_("Bản ghi này đã kết thúc (đã mất hoặc ghi nhầm) nên không chuyển đến được."))
        if resident.place == place and resident.state in COUNTED:
            raise Invalid(_("Người này đang cư trú ở chính địa bàn này."), {"place": _("Chọn địa bàn khác.")})
        check_day(day, resident.birth_date)
        keep_reach(resident.id)  # who stays here for a time is seen without it, but not the household they leave
        ended, closing = end_stays(resident, day, by, action_id)
        before = befores(resident, EventKind.MOVE_IN) | ended | _free_head(resident)
        lines = closing
        if resident.state in COUNTED:
            lines.append(person_line("people.moved_out", resident, by, action_id, day=day, quantity=-1))
        before |= _settle(resident, by, place, household_id, tidy(address), relation, day, action_id, lines)
        lines.append(person_line("people.moved_in", resident, by, action_id, day=day))
        return record_event(resident, EventKind.MOVE_IN, day, action_id, lines, before, origin=before["place"])


def make_permanent(
    *, by: Viewer, resident_id: UUID, version: int, day: date, household_id: UUID | None = None, address: str = "",
    relation: str = Relation.OTHER,
) -> Event:  # fmt: skip
    """Someone who is counted at a place by a temporary residence is registered there permanently from `day` on.

    They go on being counted once; they stay in their household unless another of the same place is named. Raises
    Invalid for one who is permanently registered already, or for a household elsewhere.
    """
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_live(by, resident)
        if at_home(resident):
            raise Invalid(_("Người này đã đăng ký thường trú ở nơi đang cư trú; đổi hộ thì tách hoặc nhập hộ."))
        check_day(day, resident.birth_date)
        home = household_id or resident.household_id
        ended, lines = end_stays(resident, day, by, action_id)
        before = befores(resident, EventKind.SETTLE) | ended
        before |= _free_head(resident) if home != resident.household_id else {"headed": None}
        before |= _settle(resident, by, resident.place, home, tidy(address), relation, day, action_id, lines)
        lines.append(person_line("people.settled", resident, by, action_id, day=day))
        return record_event(resident, EventKind.SETTLE, day, action_id, lines, before)


def at_home(resident: Resident) -> bool:
    """Whether someone has an open permanent residence where they are counted."""
    open_ = Stay.objects.filter(resident_id=resident.id, kind=StayKind.PERMANENT, ends=None, place=resident.place)
    return open_.exists()


def _settle(
    resident: Resident, by: Viewer, place: int, household_id: UUID | None, address: str, relation: str, day: date,
    action_id: UUID, lines: list[Line],
) -> dict[str, Any]:  # fmt: skip
    """Put a resident at their new place and household; returns what voiding must take away again."""
    if household_id is None:
        household, line = new_household(by, place=place, address=address, code="", action_id=action_id)
        lines.append(line)
        relation = Relation.HEAD
    elif household_id == resident.household_id and resident.place == place and resident.state in COUNTED:
        household, relation = locked_household(household_id), resident.relation
    else:
        household = locked_household(household_id)
        if household.place != place or household.closed_on is not None:
            raise Invalid(_("Hộ này ở địa bàn khác hoặc đã thôi tồn tại."), {"household": _("Chọn hộ khác.")})
        if relation == Relation.HEAD and household.head_id is not None:
            raise Invalid(_("Hộ đã có chủ hộ; chọn quan hệ khác."), {"relation": _("Hộ đã có chủ hộ.")})
    save(
        resident,
        place=place,
        present_place=None,
        state=State.PRESENT,
        household_id=household.id,
        relation=relation,
        address=address or household.address,
        office=by.office_id,
    )
    if relation == Relation.HEAD:
        save(household, head_id=resident.id)
    stay = Stay.objects.create(
        resident_id=resident.id, kind=StayKind.PERMANENT, place=place, address=resident.address, starts=day
    )
    return {
        "stay_opened": str(stay.id),
        "household_opened": str(household.id) if household_id is None else None,
    }


def _free_head(resident: Resident) -> dict[str, Any]:
    """If they headed their household it has no head now; returns which, for undoing."""
    household = Household.objects.select_for_update().filter(head_id=resident.id).first()
    if household is None:
        return {"headed": None}
    save(household, head_id=None)
    return {"headed": str(household.id)}
