"""Who may change the map: `check_…` raises Refused with a sentence, `can_…` asks."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from diaban.core.errors import Refused

#: The permission's code in `access.roles`, a room to the right of this one.
EDIT = "areas.edit"


class Actor(Protocol):
    """Who acts: what this room needs to know of a viewer."""

    @property
    def staff_id(self) -> int: ...
    @property
    def office_id(self) -> int: ...
    @property
    def scope(self) -> Any: ...
    def can(self, permission: Any) -> bool: ...


def check_edit(by: Actor, *unit_ids: int) -> None:
    """May change hamlets, boundaries and reforms of these units. An administrator without a ground may everywhere."""
    if not by.can(EDIT):
        raise Refused(_("Vai trò hiện tại không được sửa địa bàn; việc này do quản trị hệ thống làm."))
    if by.scope.places and not by.scope.everywhere and not set(unit_ids) <= set(by.scope.places):
        raise Refused(_("Đơn vị này ở ngoài phạm vi được giao; chưa có gì thay đổi."))


def can_edit(by: Actor, *unit_ids: int) -> bool:
    """Whether `check_edit` passes."""
    try:
        check_edit(by, *unit_ids)
    except Refused:
        return False
    return True
