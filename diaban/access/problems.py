"""A failure as programs read it: `application/problem+json` (RFC 9457), one sentence, nothing of the inside."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse

TYPE = "application/problem+json"


def problem(
    status: int, sentence: object, *, fields: Mapping[str, object] | None = None, code: str = "", **more: Any
) -> HttpResponse:
    """`detail` is the sentence in the caller's language; `fields` names parameters, each with its own.

    `code` is what to quote of a defect, `title` the status's English name; `more` is told beside them.
    """
    body = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(sentence),
        "fields": {name: str(text) for name, text in (fields or {}).items()}, "code": code, **more,
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
