"""The same console as typed JSON, for other programs: /api/v1/, by session or by an office's access token.

Nothing here is imported before the first call: `door` stands in the addresses and loads the rest when it is opened,
so that the console's first page doesn't pay for it. Rooms add their routes in `api.py` as `router`; `gate` holds what
every call has in common, `described` the OpenAPI document.

    python -m diaban.api            print the OpenAPI document
    python -m diaban.api --write    write it to docs/openapi.json, which a test compares
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ninja import NinjaAPI, Router

PREFIX = "api/v1/"


def door(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Every address under /api/v1/: finds the operation and runs it."""
    from diaban.api import gate

    return gate.enter(request, rest)


@cache
def resolver() -> URLResolver:
    """The API's own addresses."""
    return URLResolver(RegexPattern(r"^"), api().urls[0])


@cache
def api() -> NinjaAPI:
    """The API with every room's routes."""
    from ninja import NinjaAPI
    from ninja.errors import HttpError, ValidationError

    from diaban.api import gate
    from diaban.core.errors import DiabanError
    from diaban.web import errors

    made = NinjaAPI(
        title="Diaban", version="1.0.0", docs_url=None, openapi_url=None, urls_namespace="api", parser=gate.Reader(),
        renderer=gate.Writer(),
    )  # fmt: skip

    @made.exception_handler(DiabanError)
    def told(request: HttpRequest, error: DiabanError) -> HttpResponse:
        return gate.told(request, error)

    @made.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        # A body is one parameter, whose own name says nothing to the caller.
        fields = {".".join(str(step) for step in found["loc"][1:]): found["msg"] for found in error.errors}
        return errors.answer(request, 422, _("Tham số của lời gọi chưa dùng được."), fields=fields)

    @made.exception_handler(HttpError)
    def unparsed(request: HttpRequest, error: HttpError) -> HttpResponse:
        return errors.answer(request, error.status_code, _("Nội dung gửi lên không phải JSON đọc được; chưa ghi gì."))

    for router in _routers():
        made.add_router("", router)
    return made


def _routers() -> Iterable[Router]:
    """Every room's routes, in the order in which addresses are looked for."""
    from diaban.cards.api import router as cards
    from diaban.casework.api import router as casework
    from diaban.console.api import router as console
    from diaban.console.api_exports import router as exports
    from diaban.incidents.api import router as incidents
    from diaban.onestop.api import router as onestop
    from diaban.people.api_papers import router as people
    from diaban.people.importing.api import router as imports
    from diaban.registers.api import router as registers
    from diaban.reports.api import router as reports
    from diaban.targets.api import router as targets

    return console, people, casework, exports, imports, reports, incidents, onestop, registers, targets, cards


def routes() -> list[tuple[str, str]]:
    """(method, address) of every operation, for tests that must know them all."""
    found = []
    for path, operations in document()["paths"].items():
        found += [(method.upper(), path) for method in operations]
    return sorted(found)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, made once: in the language of the first who asks. Not to be changed."""
    from diaban.api.described import made

    return made()
