"""Who sets targets, and over which ground."""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.access.policies import check_permission
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused


def check_set(viewer: Viewer, unit_id: int | None = None) -> None:
    """The role sets targets and the area lies in the viewer's ground. Raises Refused."""
    check_permission(viewer, Permission.TARGETS_SET)
    if unit_id is not None and not viewer.scope.everywhere and unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này ngoài phạm vi của bạn nên bạn không giao chỉ tiêu cho nó được."))


def can_set(viewer: Viewer, unit_id: int | None = None) -> bool:
    try:
        check_set(viewer, unit_id)
    except Refused:
        return False
    return True
