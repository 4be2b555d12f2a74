"""What the room's views share."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Refused


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in viewer; the middleware lets nobody else this far."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Refused(_("Hãy đăng nhập trước."))
    return viewer
