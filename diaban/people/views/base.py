"""What the room's views share: the viewer of a request, and the page that asks for a purpose first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.web.pages import Crumb

View = Callable[..., HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in viewer; the middleware lets nobody else this far."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Refused(_("Hãy đăng nhập trước."))
    return viewer


def purposeful(view: View) -> View:
    """Persons are shown to who has stated a purpose; others state one first and come back."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if viewer_of(request).purpose:
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse("people:search")
        return redirect(f"{reverse('access:purpose')}?{urlencode({'next': back})}")

    return asked


def people_crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Cư dân"), reverse("people:residents")), *more]
