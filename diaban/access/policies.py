"""Rules of access, in pairs: `check_x` raises Refused with the sentence shown to the user, `can_x` asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.roles import PERMISSION_TITLES, ROLES, Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused


def _asks(check: Callable[..., None], *args: Any) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


def check_permission(viewer: Viewer | None, permission: Permission) -> None:
    """The viewer's role allows it; the sentence names the roles that do."""
    if viewer is not None and viewer.can(permission):
        return
    holders = ", ".join(str(role.title) for role in ROLES.values() if role.may(permission))
    raise Refused(
        _("Vị trí công tác của bạn không được: %(what)s. Vai trò được phép: %(who)s.")
        % {"what": PERMISSION_TITLES[permission], "who": holders or "–"}
    )


def can(viewer: Viewer | None, permission: Permission) -> bool:
    return _asks(check_permission, viewer, permission)


def check_purpose(viewer: Viewer) -> None:
    """Persons are searched for and opened with a stated purpose."""
    if not viewer.purpose:
        raise Refused(_("Hãy nêu mục đích tra cứu trước khi tìm hoặc mở hồ sơ cư dân."))


def can_purpose(viewer: Viewer) -> bool:
    return _asks(check_purpose, viewer)


def check_open_persons(viewer: Viewer) -> None:
    """A resident's record may be opened: by the role, and with a purpose."""
    check_permission(viewer, Permission.PEOPLE_OPEN)
    check_purpose(viewer)


def can_open_persons(viewer: Viewer) -> bool:
    return _asks(check_open_persons, viewer)


def check_manage(viewer: Viewer) -> None:
    """Offices, staff and accounts are the system administrator's."""
    check_permission(viewer, Permission.ACCESS_MANAGE)


def can_manage(viewer: Viewer) -> bool:
    return _asks(check_manage, viewer)


def check_within(viewer: Viewer, unit_id: int) -> None:
    """The unit is inside the viewer's ground. Says the same of a unit that does not exist."""
    if unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này nằm ngoài phạm vi của bạn."))


def can_within(viewer: Viewer, unit_id: int) -> bool:
    return _asks(check_within, viewer, unit_id)
