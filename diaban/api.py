"""The same console as typed JSON, for other programs: /api/v1/, signed in like the pages, read with the same rights.

Nothing here is imported before the first call: `door` stands in the addresses and loads the rest when it is opened,
so that the console's first page doesn't pay for it. Rooms add their routes in `api.py` as `router`.

    python -m diaban.api            print the OpenAPI document
    python -m diaban.api --write    write it to docs/openapi.json, which a test compares
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ninja import NinjaAPI

PREFIX = "api/v1/"
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def door(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Every address under /api/v1/: finds the operation and runs it."""
    try:
        match = resolver().resolve(rest)
    except Resolver404:
        raise Http404 from None
    request.resolver_match = match
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


@cache
def resolver() -> URLResolver:
    """The API's own addresses."""
    return URLResolver(RegexPattern(r"^"), api().urls[0])


@cache
def api() -> NinjaAPI:
    """The API with every room's routes."""
    from ninja import NinjaAPI
    from ninja.errors import ValidationError

    from diaban.console.api import router as console
    from diaban.core.errors import DiabanError
    from diaban.people.api import router as people
    from diaban.people.api_writes import router as people_verbs
    from diaban.web import errors

    made = NinjaAPI(
        title="Diaban", version="1.0.0", docs_url=None, openapi_url=None, urls_namespace="api",
        description="Works with the rights of the account signed in. Persons need a purpose; look-ups are logged.",
    )  # fmt: skip

    @made.exception_handler(DiabanError)
    def told(request: HttpRequest, error: DiabanError) -> HttpResponse:
        return errors.of(request, error)

    @made.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(step) for step in found["loc"]): found["msg"] for found in error.errors}
        return errors.answer(request, 422, _("Tham số của lời gọi chưa dùng được."), fields=fields)

    made.add_router("", console)
    made.add_router("", people)
    made.add_router("", people_verbs)
    return made


def routes() -> list[tuple[str, str]]:
    """(method, address) of every operation, for tests that must know them all."""
    found = []
    for path, operations in document()["paths"].items():
        found += [(method.upper(), path) for method in operations]
    return sorted(found)


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    schema: dict[str, Any] = json.loads(json.dumps(api().get_openapi_schema(path_prefix=f"/{PREFIX}"), default=str))
    return schema


def written() -> str:
    """The document as it is committed."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    import os

    import django
    from django.utils.translation import override

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    django.setup()
    with override("en"):
        text = written()
    if "--write" in sys.argv:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
