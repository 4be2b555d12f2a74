"""Who may see and change residents. `check_x` raises with the sentence that reaches the screen; `can_x` asks."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.people.models import COUNTED, Resident, State


def check_list(viewer: Viewer) -> None:
    """Lists of persons are for those who work with persons."""
    access.check_permission(viewer, Permission.PEOPLE_LIST)


def check_browse(viewer: Viewer) -> None:
    """A list shows persons as a search does: its rows are logged with a purpose."""
    check_list(viewer)
    access.check_purpose(viewer)


def check_open(viewer: Viewer) -> None:
    """Opening a person needs a stated purpose, which is logged and which the person may later read."""
    access.check_permission(viewer, Permission.PEOPLE_OPEN)
    access.check_purpose(viewer)


def check_search(viewer: Viewer) -> None:
    """A search over people shows people, so it needs a purpose as opening one does."""
    access.check_permission(viewer, Permission.PEOPLE_SEARCH)
    access.check_purpose(viewer)


def check_reach(viewer: Viewer) -> None:
    """Beyond one's own area only an exact number finds anyone."""
    access.check_permission(viewer, Permission.PEOPLE_REACH)
    access.check_purpose(viewer)


def sees_numbers(viewer: Viewer) -> bool:
    """Whether identity numbers are shown whole; others see the last four digits."""
    return viewer.can(Permission.PEOPLE_NUMBERS)


def check_adder(viewer: Viewer) -> None:
    """Only who keeps residents writes any."""
    access.check_permission(viewer, Permission.PEOPLE_EDIT)


def check_add(viewer: Viewer, place: int) -> None:
    """Only who keeps the residents of a place may add to them."""
    check_adder(viewer)
    if place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn; cơ quan ở địa bàn đó mới được ghi."))


def check_edit(viewer: Viewer, resident: Resident) -> None:
    """A resident is changed by the office of the place they are counted at."""
    check_add(viewer, resident.place)
    if resident.state == State.VOID:
        raise Refused(_("Bản ghi này đã được đánh dấu ghi nhầm nên không sửa được nữa."))


def check_merge(viewer: Viewer, resident: Resident) -> None:
    """Records are merged and un-merged by who answers for the places of both: a commune for its own, a province for
    those of two communes."""
    access.check_permission(viewer, Permission.PEOPLE_MERGE)
    access.check_purpose(viewer)
    if resident.place not in viewer.scope.person_places:
        raise Refused(_("Một trong hai hồ sơ ở ngoài địa bàn của bạn; cấp quản lý cả hai địa bàn mới gộp, tách được."))


def check_live(viewer: Viewer, resident: Resident) -> None:
    """Moves and stays are for those who are counted here now."""
    check_edit(viewer, resident)
    if resident.state not in COUNTED:
        raise Refused(_("Người này không còn cư trú ở đây (đã mất hoặc đã chuyển đi)."))


def can_merge(viewer: Viewer, resident: Resident) -> bool:
    return _allowed(lambda: check_merge(viewer, resident))


def can_edit(viewer: Viewer, resident: Resident) -> bool:
    return _allowed(lambda: check_edit(viewer, resident))


def can_live(viewer: Viewer, resident: Resident) -> bool:
    return _allowed(lambda: check_live(viewer, resident))


def can_add(viewer: Viewer) -> bool:
    return _allowed(lambda: check_adder(viewer))


def reason(check: Callable[..., None], *args: object) -> str:
    """The sentence of the refusal, or an empty string where it is allowed: what a disabled button says."""
    try:
        check(*args)
    except Refused as refused:
        return str(refused)
    return ""


def _allowed(check: Callable[[], None]) -> bool:
    return reason(check) == ""
