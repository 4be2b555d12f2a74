"""Households: opened, joined, given another head, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import rows
from diaban.core.text import tidy
from diaban.core.time import today
from diaban.ledger.actions import append, void_written
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


@dataclass(frozen=True, slots=True)
class Home:
    """Where someone lived in a household before they left it; `headed`: they were its head."""

    household_id: UUID | None
    relation: str
    address: str
    headed: bool


def home_of(resident: Resident) -> Home:
    """Where someone lives now, as `undo_split` takes it."""
    headed = Household.objects.filter(pk__in=[resident.household_id], head_id=resident.id).exists()
    return Home(resident.household_id, resident.relation, resident.address, headed)


def undo_split(*, by: Viewer, household_id: UUID, version: int, back: Home) -> Resident:
    """A split entered by mistake: its head lives where they lived before, the household ends and its lines are void.

    `version` is the head's. Raises Conflict where others live in the household by now, its head left it, or where
    they came from has ended.
    """
    with action() as action_id:
        household = locked_household(household_id)
        head = locked(household.head_id, version) if household.head_id else None
        others = Resident.objects.filter(household_id=household.id, state__in=COUNTED)
        if head is None or household.closed_on is not None or [row.id for row in others] != [head.id]:
            raise Conflict(_("Hộ mới tách đã có thay đổi (thêm người, đổi chủ hộ hoặc đã xóa) nên không hủy được."))
        policies.check_live(by, head)
        home = locked_household(back.household_id) if back.household_id else None
        if home is None or home.closed_on is not None or home.place != head.place:
            raise Conflict(_("Hộ cũ không còn hoặc ở địa bàn khác nên không hủy tách hộ được; hãy dùng nhập hộ."))
        void_written(records=[household.id, home.id], actions=_written_by(household.id), office=by.office_id,
                     actor=by.staff_id, purpose=by.purpose, action=action_id)  # fmt: skip
        save(household, head_id=None, closed_on=today())
        heads = back.headed and home.head_id is None
        relation = Relation.HEAD if heads else Relation.OTHER if back.relation == Relation.HEAD else back.relation
        save(head, household_id=home.id, relation=relation, address=back.address)
        if heads:
            save(home, head_id=head.id)
    return head


_OPENED_BY = """
select l.action_id from ledger_standing l join ledger_kind k on k.id = l.kind_id
where l.record_id = %s and k.code = 'people.household_opened'
"""


def _written_by(household_id: UUID) -> list[UUID]:
    """The actions that opened a household."""
    return [row[0] for row in rows(_OPENED_BY, [household_id])]


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
