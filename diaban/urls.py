"""Every address of the console. A room's own addresses live in its `urls`; the API is loaded when first asked."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

#: Rooms that have pages, in the order in which addresses are looked for.
_ROOMS = ("diaban.access", "diaban.web", "diaban.people", "diaban.people.importing", "diaban.console", "diaban.console.staff")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls")) for room in _ROOMS if find_spec(f"{room}.urls") is not None
]

handler400 = "diaban.web.errors.bad_request"
handler403 = "diaban.web.errors.forbidden"
handler404 = "diaban.web.errors.not_found"
handler500 = "diaban.web.errors.broken"
