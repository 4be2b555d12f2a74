"""Households: opened, joined, given another head, closed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.core.time import today
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.people import policies
from diaban.people.actions.base import action, locked, locked_household, plain_line, save
from diaban.people.models import COUNTED, Household, Relation, Resident


def new_household(by: Viewer, *, place: int, address: str, code: str, action_id: UUID) -> tuple[Household, Line]:
    """The row and its line, for verbs that open a household on the way."""
    household = Household.objects.create(place=place, address=address, code=code, office=by.office_id)
    return household, plain_line("people.household_opened", household.id, place, by, action_id)


def open_household(*, by: Viewer, head_id: UUID, version: int, address: str, code: str = "") -> Household:
    """A resident leaves their household and heads a new one at the same place (household split)."""
    with action() as action_id:
        head = locked(head_id, version)
        policies.check_live(by, head)
        left = _leave(head)
        household, line = new_household(
            by, place=head.place, address=tidy(address), code=tidy(code), action_id=action_id
        )
        save(household, head_id=head.id)
        save(head, household_id=household.id, relation=Relation.HEAD, address=tidy(address))
        append([line, *(plain_line("people.household_changed", h, head.place, by, action_id) for h in left)])
    return household


def join_household(*, by: Viewer, resident_id: UUID, version: int, household_id: UUID, relation: str) -> Resident:
    """A resident becomes a member of another household of the same area."""
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_live(by, resident)
        household = locked_household(household_id)
        policies.check_add(by, household.place)
        if household.closed_on is not None or household.id == resident.household_id:
            raise Invalid(_("Chọn một hộ khác còn tồn tại."), {"household": _("Chọn hộ khác.")})
        if relation == Relation.HEAD:
            raise Invalid(_("Đổi chủ hộ ở trang của hộ."), {"relation": _("Chọn quan hệ khác.")})
        if household.place != resident.place:
            raise Invalid(_("Hộ ở địa bàn khác; hãy dùng chuyển đến."), {"household": _("Chọn hộ cùng địa bàn.")})
        left = _leave(resident)
        save(resident, household_id=household.id, relation=relation, address=household.address)
        append(
            [plain_line("people.household_changed", h, resident.place, by, action_id) for h in [household.id, *left]]
        )
    return resident


def change_head(*, by: Viewer, household_id: UUID, version: int, head_id: UUID) -> Household:
    """Another member becomes head; the former head stays as a member whose relation is to be told again."""
    with action() as action_id:
        household = locked_household(household_id, version)
        policies.check_add(by, household.place)
        head = locked(head_id)
        if head.household_id != household.id or head.state not in COUNTED:
            raise Invalid(_("Chủ hộ phải là thành viên đang cư trú của hộ."), {"head": _("Chọn thành viên khác.")})
        if household.head_id is not None and household.head_id != head.id:
            save(locked(household.head_id), relation=Relation.OTHER)
        save(head, relation=Relation.HEAD)
        save(household, head_id=head.id)
        append([plain_line("people.household_changed", household.id, household.place, by, action_id)])
    return household


def close_household(*, by: Viewer, household_id: UUID, version: int, day: date | None = None) -> Household:
    """A household in which nobody lives any more ends."""
    with action() as action_id:
        household = locked_household(household_id, version)
        policies.check_add(by, household.place)
        if Resident.objects.filter(household_id=household.id, state__in=COUNTED).exists():
            raise Invalid(_("Hộ còn người đang cư trú; chuyển họ sang hộ khác trước khi xóa hộ."))
        if household.closed_on is not None:
            raise Invalid(_("Hộ này đã thôi tồn tại."))
        save(household, closed_on=day or today())
        line = plain_line("people.household_closed", household.id, household.place, by, action_id, quantity=-1)
        append([line])
    return household


def _leave(resident: Resident) -> list[UUID]:
    """Take a resident out of their household; a household whose head left has none until one is named."""
    if resident.household_id is None:
        return []
    old = locked_household(resident.household_id)
    if old.head_id == resident.id:
        save(old, head_id=None)
    return [old.id]
