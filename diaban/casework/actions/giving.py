"""Who has a case: a member of staff, the office, the office above, another office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.access.scope import Viewer, postings_in_force
from diaban.casework import policies
from diaban.casework.actions.base import line, write
from diaban.casework.actions.opening import keep_reach
from diaban.casework.cases import Case, locked
from diaban.core.errors import Conflict, Invalid
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.ledger.lines import Line


def assign(*, by: Viewer, case_id: UUID, staff_id: int, version: int | None = None, lines: Sequence[Line] = ()) -> Case:
    """Give a case to someone who works at its office today. Raises Invalid for anyone else."""

    def given(case: Case) -> Case:
        if not any(row.office_id == case.office_id for row in postings_in_force(staff_id, today())):
            sentence = _("Người này hiện không công tác tại cơ quan đang giữ việc; chưa lưu gì.")
            raise Invalid(sentence, {"staff_id": sentence})
        if case.assignee_id == staff_id:
            raise Conflict(_("Việc này đã giao cho người đó rồi; chưa lưu gì."))
        return replace(case, assignee_id=staff_id)

    return _given("casework.assigned", given, by, case_id, version, lines)


def return_(*, by: Viewer, case_id: UUID, version: int | None = None, lines: Sequence[Line] = ()) -> Case:
    """Give a case back to its office, to be assigned anew."""

    def back(case: Case) -> Case:
        if case.assignee_id is None:
            raise Conflict(_("Việc này chưa giao cho ai; chưa lưu gì, hãy tải lại trang."))
        return replace(case, assignee_id=None)

    return _given("casework.returned", back, by, case_id, version, lines)


def escalate(*, by: Viewer, case_id: UUID, version: int | None = None, lines: Sequence[Line] = ()) -> Case:
    """Pass a case on to the office above its own. Raises Conflict where there is none."""

    def up(case: Case) -> Case:
        above = Office.objects.filter(pk=case.office_id).values_list("parent_id", flat=True).first()
        if above is None:
            raise Conflict(_("Cơ quan đang giữ việc không có cấp trên trong hệ thống; chưa lưu gì."))
        return replace(case, office_id=_standing(above), assignee_id=None)

    return _given("casework.escalated", up, by, case_id, version, lines)


def hand_over(
    *, by: Viewer, case_id: UUID, office_id: int, version: int | None = None, lines: Sequence[Line] = ()
) -> Case:
    """Hand a case over to another office, which has to assign it. Raises Invalid for one that has closed."""

    def over(case: Case) -> Case:
        if case.office_id == office_id:
            raise Conflict(_("Việc này đang ở chính cơ quan đó; chưa lưu gì."))
        return replace(case, office_id=_standing(office_id), assignee_id=None)

    return _given("casework.handed_over", over, by, case_id, version, lines)


def _standing(office_id: int) -> int:
    """The office, if it is open today."""
    found = Office.objects.filter(pk=office_id).values_list("valid_from", "valid_to").first()
    if found is None or found[0] > today() or (found[1] is not None and found[1] <= today()):
        sentence = _("Cơ quan nhận việc không hoạt động hôm nay; chưa lưu gì.")
        raise Invalid(sentence, {"office_id": sentence})
    return office_id


def _given(
    kind: str, give: Callable[[Case], Case], by: Viewer, case_id: UUID, version: int | None, lines: Sequence[Line]
) -> Case:
    with transaction.atomic():
        case = locked(case_id, version)
        policies.check_work(by, case)
        policies.check_still_open(case)
        changed = give(case)
        if changed.office_id != case.office_id:
            keep_reach(case.id)
        return write(case, changed, [line(kind, case, by, uuid7()), *lines])
