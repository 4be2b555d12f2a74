"""Who may see and work on cases. `check_x` raises with the sentence that reaches the screen; `can_x` asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.casework import registry
from diaban.casework.cases import Case
from diaban.casework.registry import CaseKind, Transition
from diaban.core.errors import Conflict, DiabanError, Invalid, NotFound, Refused

T = TypeVar("T")


def seen_kinds(viewer: Viewer) -> list[str]:
    """The kinds of case that the viewer's role may see as work: those that another case drives are none."""
    return [kind.code for kind in registry.kinds().values() if viewer.can(kind.read) and not kind.driven]


def check_inbox(viewer: Viewer) -> None:
    """The inbox is for those who work on some kind of case."""
    if not seen_kinds(viewer):
        raise Refused(_("Vị trí công tác của bạn không xử lý loại việc nào."))


def can_inbox(viewer: Viewer) -> bool:
    return _allowed(lambda: check_inbox(viewer))


def check_see(viewer: Viewer, case: Case) -> None:
    """The case is of a kind that the role sees, in its ground or at its office. Raises NotFound."""
    if case.kind not in registry.kinds() or not viewer.can(case.declared.read) or not within(viewer, case):
        raise NotFound(_("Không có việc này trong phạm vi của bạn."))


def can_see(viewer: Viewer, case: Case) -> bool:
    return _allowed(lambda: check_see(viewer, case))


def within(viewer: Viewer, case: Case) -> bool:
    """Whether a case lies in the viewer's ground or at their office."""
    return case.office_id == viewer.office_id or case.place in viewer.scope.person_places


def check_work(viewer: Viewer, case: Case, permission: Permission | None = None) -> None:
    """The viewer may work on this case, or do the one thing that `permission` names."""
    check_see(viewer, case)
    access.check_permission(viewer, permission or case.declared.write)


def can_work(viewer: Viewer, case: Case) -> bool:
    return _allowed(lambda: check_work(viewer, case))


def check_open_case(viewer: Viewer, kind: CaseKind, place: int) -> None:
    """The viewer may open a case of a kind at a place of their own ground."""
    access.check_permission(viewer, kind.write)
    if place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn; cơ quan ở địa bàn đó mới được ghi."))


def check_still_open(case: Case) -> None:
    """Only an open case is given to someone, paused or handed over."""
    if not case.open:
        raise Conflict(_("Việc này đã kết thúc; chưa lưu gì, hãy tải lại trang."))


def check_step(viewer: Viewer, case: Case, code: str) -> Transition:
    """The step that a case may take from where it stands, and by this viewer. Raises Conflict, Refused."""
    step = case.declared.step(case.state, code)
    if step is None:
        state = case.declared.state(case.state).title
        raise Conflict(_("Việc đang ở bước “%s” nên không làm được việc này; hãy tải lại trang.") % state)
    check_work(viewer, case, step.permission)
    return step


def can_step(viewer: Viewer, case: Case, code: str) -> bool:
    return _allowed(lambda: check_step(viewer, case, code))


def check_calendar(viewer: Viewer) -> None:
    """The working calendar is a setting of the whole install."""
    access.check_permission(viewer, Permission.SETTINGS_MANAGE)


def can_calendar(viewer: Viewer) -> bool:
    return _allowed(lambda: check_calendar(viewer))


def needed(value: T | None, field: str) -> T:
    """What a verb can't do without. Raises Invalid where it isn't given."""
    if value is None:
        sentence = _("Việc này cần thêm “%s”; chưa lưu gì.") % field
        raise Invalid(sentence, {field: sentence})
    return value


def reason(check: Callable[[], object]) -> str:
    """The sentence of a refusal, or an empty string where it is allowed."""
    try:
        check()
    except DiabanError as refused:
        return str(refused)
    return ""


def _allowed(check: Callable[[], object]) -> bool:
    return reason(check) == ""
