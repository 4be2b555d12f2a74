"""What the console's views share: the viewer of a request, and permission asked in one line."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from diaban.access.policies import check_permission
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused


def viewer_of(request: HttpRequest, permission: Permission | None = None) -> Viewer:
    """The signed-in viewer, who holds the permission where one is named. Raises Refused."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Refused(_("Hãy đăng nhập trước."))
    if permission is not None:
        check_permission(viewer, permission)
    return viewer
