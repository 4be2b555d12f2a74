"""What every call has in common: known parameters, bodies of a known kind and size, limits, versions, calls sent twice.

An operation says in `openapi_extra` what holds for it: `x-limit` (which limit it counts on), `x-versioned` (a write
that needs If-Match) and `x-once` (may carry an Idempotency-Key); the document tells callers the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import SuspiciousOperation
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, ResolverMatch
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from diaban.access import limits, once
from diaban.access.problems import problem
from diaban.access.scope import Viewer
from diaban.core.errors import DiabanError, NotFound, Stale
from diaban.web import calls, errors

if TYPE_CHECKING:
    from ninja.operation import Operation

#: Bytes of a body, and how deep its lists and objects may be nested. Nothing here needs a tenth of either.
LARGEST, DEEPEST = 2**20, 16
_CONVERTER = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")


@dataclass(frozen=True)
class Door:
    """What an operation asks of its caller. `file`: it takes a form with a file of so many bytes, 0 for JSON."""

    query: frozenset[str]
    limit: str
    once: bool
    file: int
    parts: frozenset[str]


@cache
def doors() -> dict[str, dict[str, Door]]:
    """Address with bare parameters → method → operation."""
    from diaban.api import api

    found: dict[str, dict[str, Door]] = {}
    for _prefix, router in api()._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                kept = found.setdefault(_CONVERTER.sub(r"{\1}", path), {})
                kept |= dict.fromkeys(operation.methods, _door(operation))
    return found


def _door(operation: Operation) -> Door:
    told = operation.openapi_extra or {}
    query, parts = _names(operation, "query"), _names(operation, "form", "file")
    return Door(query, told.get("x-limit", ""), bool(told.get("x-once")), int(told.get("x-file", 0)), parts)


def _names(operation: Operation, *sources: str) -> frozenset[str]:
    return frozenset(
        name for model in operation.models if model.__ninja_param_source__ in sources
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    )  # fmt: skip


def enter(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Find the operation, hold the call to what all calls are held to, run it."""
    from diaban.api import resolver

    try:
        match = resolver().resolve(rest)
    except Resolver404:
        return told(request, NotFound(_("Không có lời gọi nào ở địa chỉ này.")))
    request.resolver_match = match
    methods = doors()[_CONVERTER.sub(r"{\1}", match.route.removeprefix("^"))]
    door = methods.get("GET" if request.method == "HEAD" else request.method or "")
    if door is None:
        return _other_method(request, methods)
    try:
        _check(request, door)
        return _run(request, door, match)
    except DiabanError as error:
        return told(request, error)


def _other_method(request: HttpRequest, methods: dict[str, Door]) -> HttpResponse:
    """OPTIONS says which methods there are, and nothing to other sites' pages; all others are refused."""
    asked = request.method == "OPTIONS"
    answer = HttpResponse(status=204) if asked else problem(405, _("Địa chỉ này không nhận cách gọi đó."))
    answer["Allow"] = ", ".join(sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])}))
    return answer


def _check(request: HttpRequest, door: Door) -> None:
    _check_names(set(request.GET), door.query)
    if request.method in ("POST", "PUT"):
        _check_body(request, door)
    viewer: Viewer | None = getattr(request, "viewer", None)
    if door.limit and viewer is not None:
        limits.count(door.limit, viewer)


def _check_names(given: set[str], known: frozenset[str]) -> None:
    unknown = sorted(given - known)
    if unknown:
        sentence = _("Lời gọi này không có tham số như vậy.")
        raise calls.Unusable(sentence, {name[:64]: sentence for name in unknown[:20]})


def _check_body(request: HttpRequest, door: Door) -> None:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > door.file + LARGEST:
        raise calls.TooLarge(_("Nội dung gửi lên lớn quá nên chưa nhận; không có gì thay đổi."))
    if door.file and request.content_type != "multipart/form-data":
        raise calls.WrongKind(_("Tệp phải được gửi dạng multipart/form-data; chưa lưu gì."))
    if not door.file and request.content_type != "application/json" and (length or request.content_type):
        raise calls.WrongKind(_("Nội dung phải là JSON (Content-Type: application/json); chưa ghi gì."))
    if door.file:
        try:
            _check_names({*request.POST, *request.FILES}, door.parts)
        except (MultiPartParserError, SuspiciousOperation) as error:  # broken, or more parts than anyone needs
            raise calls.Unreadable(
                _("Nội dung gửi lên không phải một biểu mẫu có tệp đọc được; chưa lưu gì.")
            ) from error


def _run(request: HttpRequest, door: Door, match: ResolverMatch) -> HttpResponseBase:
    head = request.method == "HEAD"
    if head:
        request.method = "GET"
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    answer: HttpResponseBase
    viewer: Viewer | None = getattr(request, "viewer", None)
    if key and door.once and viewer is not None:
        asked = f"{request.method} {request.path}\n".encode() + request.body
        answer = once.run(viewer, key, asked, lambda: cast(HttpResponse, _answered(request, match)))
    else:
        answer = _answered(request, match)
    if head:
        request.method = "HEAD"
        answer = _without_body(answer)
    return answer


def _without_body(answer: HttpResponseBase) -> HttpResponse:
    if isinstance(answer, HttpResponse):
        answer["Content-Length"] = str(len(answer.content))
        answer.content = b""
        return answer
    if isinstance(answer, FileResponse) and answer.file_to_stream is not None:
        answer.file_to_stream.close()
    return HttpResponse(headers=dict(answer.items()))  # a file's, which told its length


def _answered(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    answer = match.func(request, *match.args, **match.kwargs)
    if isinstance(answer, StreamingHttpResponse):
        return answer  # a file, with its own ETag
    assert isinstance(answer, HttpResponse)
    return calls.finished(request, answer)


def told(request: HttpRequest, error: DiabanError) -> HttpResponse:
    """The answer to an error meant for a person. Where the record is newer than the caller's: both versions."""
    if isinstance(error, Stale):
        both = calls.both_versions(request)
        if both is not None:
            return problem(412, error.sentence, code="stale", **both)
    answer = errors.of(request, error)
    if error.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="diaban"'
    return answer


class Reader(Parser):
    """Reads bodies with the quick reader, and none that are nested past reason."""

    def parse_body(self, request: HttpRequest) -> Any:
        import orjson

        try:
            found = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise HttpError(400, "json") from error
        if _too_deep(found):
            raise HttpError(400, "depth")
        return found


def _too_deep(value: Any, left: int = DEEPEST) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_too_deep(each, left - 1) for each in inside)


class Writer(BaseRenderer):
    """Writes answers with the quick writer."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        import orjson

        return orjson.dumps(data)
