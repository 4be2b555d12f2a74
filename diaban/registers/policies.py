"""Who may see, keep and bring in registers. `check_x` raises with the sentence that reaches the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.registers.models import Row, State


def check_list(viewer: Viewer) -> None:
    """Lists of registers, and the quality of their rows."""
    access.check_permission(viewer, Permission.REGISTERS_LIST)


def check_browse(viewer: Viewer) -> None:
    """Rows name persons, so a purpose is stated and logged."""
    check_list(viewer)
    access.check_purpose(viewer)


def check_open(viewer: Viewer) -> None:
    """A record says what a person is entitled to; opening one is logged with its purpose."""
    access.check_permission(viewer, Permission.REGISTERS_OPEN)
    access.check_purpose(viewer)


def check_keep(viewer: Viewer, place: int) -> None:
    """A register is kept by the office of its place."""
    access.check_permission(viewer, Permission.REGISTERS_EDIT)
    if place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn; cơ quan ở địa bàn đó mới được ghi."))


def check_edit(viewer: Viewer, row: Row) -> None:
    """Rows in the register are changed; those that left stay as they were."""
    check_keep(viewer, row.place)
    if row.state != State.ACTIVE:
        raise Refused(_("Dòng này đã ra khỏi danh sách nên không sửa được nữa."))


def check_settle(viewer: Viewer, row: Row) -> None:
    """Who a row is, is decided by who keeps it, and by the level above where the person lives elsewhere; neither
    changes what the paper says."""
    access.check_permission(viewer, Permission.REVIEW_DECIDE)
    access.check_purpose(viewer)
    if row.place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn; cơ quan ở địa bàn đó mới được ghi."))
    if row.state != State.ACTIVE:
        raise Refused(_("Dòng này đã ra khỏi danh sách nên không sửa được nữa."))


def check_import(viewer: Viewer) -> None:
    """Bringing in workbooks is for those who keep registers."""
    access.check_permission(viewer, Permission.REGISTERS_IMPORT)


def check_into(viewer: Viewer, place: int) -> None:
    """… of the place that the workbook is for."""
    check_import(viewer)
    check_keep(viewer, place)


def check_define(viewer: Viewer) -> None:
    """What registers there are is kept with the settings."""
    access.check_permission(viewer, Permission.SETTINGS_MANAGE)


def can_define(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.SETTINGS_MANAGE)


def can_list(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.REGISTERS_LIST)


def can_import(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.REGISTERS_IMPORT)


def can_edit(viewer: Viewer, row: Row) -> bool:
    try:
        check_edit(viewer, row)
    except Refused:
        return False
    return True
