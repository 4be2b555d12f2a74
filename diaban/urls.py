"""Every address of the console. A room's own addresses live in its `urls`; the API is loaded when first asked."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

#: Rooms that have pages, in the order in which addresses are looked for.
_ROOMS = (
    "diaban.access",
    "diaban.web",
    "diaban.web.exports",
    "diaban.people",
    "diaban.people.importing",
    "diaban.casework",
    "diaban.cards",
    "diaban.onestop",
    "diaban.incidents",
    "diaban.incidents.importing",
    "diaban.registers",
    "diaban.targets",
    "diaban.review",
    "diaban.console",
    "diaban.console.staff",
    "diaban.reports",
)


def api_door(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Loads the API when it is first called."""
    from diaban.api import door

    return door(request, rest)


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/<path:rest>", api_door, name="api"),
    *(path("", include(f"{room}.urls")) for room in _ROOMS if find_spec(f"{room}.urls") is not None),
]

handler400 = "diaban.web.errors.bad_request"
handler403 = "diaban.web.errors.forbidden"
handler404 = "diaban.web.errors.not_found"
handler500 = "diaban.web.errors.broken"
