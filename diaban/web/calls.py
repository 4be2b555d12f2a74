"""What the rooms' `api.py` share: pages by cursor, versions of records, and both versions where two people wrote.

A record's ETag is "v<version>.<digest of what was shown>": it changes with anything in the answer, while If-Match
compares the version alone, which every write of the record counts up.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.core.errors import DiabanError, Invalid

if TYPE_CHECKING:
    from pydantic import BaseModel

_ETAG = re.compile(r'"v(\d{1,9})\.[0-9a-f]{16}"')


#: What an operation whose answer is a file says of it in the document.
BINARY: dict[str, Any] = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


class Unusable(Invalid):
    """The call can't be taken as it is."""


class WrongKind(DiabanError):
    """A body of another kind than JSON."""

    status = 415


class Unreadable(DiabanError):
    """A body that isn't what it says."""

    status = 400


class TooLarge(DiabanError):
    """A body past the limit."""

    status = 413


class NoVersion(DiabanError):
    """A write that doesn't say which version it was made from."""

    status = 428


# --- pages -----------------------------------------------------------------------------------------------------------


@cache
def _box() -> Any:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(sha256(b"diaban.cursor:" + settings.SECRET_KEY.encode()).digest()))


def _list_of(request: HttpRequest) -> str:
    """What a cursor belongs to: the address with its filters, and whoever asked."""
    filters = sorted((name, value) for name, value in request.GET.items() if name not in ("cursor", "limit", "count"))
    whose = getattr(getattr(request, "viewer", None), "counted_as", "")
    return blake2b(repr((request.path, filters, whose)).encode(), digest_size=12).hexdigest()


def edge(request: HttpRequest, cursor: str) -> list[Any] | None:
    """The sort values and id to go on from; None for the first page.

    A cursor is sealed, so the names in it stay out of addresses and logs; it belongs to one list of one caller, and
    goes on from the same point when rows before it came or went. Raises Invalid for anything else.
    """
    if not cursor:
        return None
    from cryptography.fernet import InvalidToken

    try:
        whose, *found = json.loads(_box().decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        whose, found = "", []
    if whose != _list_of(request):
        sentence = _("Con trỏ trang không đọc được hoặc thuộc về lời gọi khác; hãy đọc lại từ trang đầu.")
        raise Invalid(sentence, {"cursor": sentence})
    values: list[Any] = found
    return values


def next_page(request: HttpRequest, values: Sequence[Any] | None) -> str | None:
    """The address of the next page, which goes on after a row with these sort values and id; None for the last."""
    if values is None:
        return None
    sealed = _box().encrypt(json.dumps([_list_of(request), *values], default=str).encode()).decode()
    query = [(name, value) for name, value in request.GET.items() if name not in ("cursor", "count")]
    return f"{request.path}?{urlencode([*query, ('cursor', sealed)])}"


# --- versions --------------------------------------------------------------------------------------------------------


def finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with the ETag of the record it shows; 304 where the caller has it already.

    The look-up was logged by then: who asks whether a person changed has looked that person up.
    """
    version = getattr(request, "shown_version", None)
    if version is None or answer.status_code != 200:
        return answer
    tag = f'"v{version}.{blake2b(answer.content, digest_size=8).hexdigest()}"'
    if request.method == "GET" and _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        answer = HttpResponse(status=304)
        del answer["Content-Type"]
    answer["ETag"] = tag
    return answer


def _matches(header: str, tag: str) -> bool:
    return bool(header) and (
        header.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in header.split(",")]
    )


def show_version(request: HttpRequest, version: int) -> None:
    """Say which version of a record the answer shows."""
    request.shown_version = version  # type: ignore[attr-defined]


def changes(
    request: HttpRequest, body: BaseModel, stored: Callable[[], BaseModel], shown_as: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the caller sends, with the `version` it was made from: If-Match, or `version` in the body.

    `stored` reads the record as it is now, for the answer where it is newer; `shown_as` maps a field's name to the
    record's where they differ. Raises NoVersion without either, Invalid
    where the two differ or If-Match is none of our ETags.
    """
    sent = dict(body)
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    version = sent.get("version")
    if given:
        found = _ETAG.fullmatch(given)
        told = int(found[1]) if found else None
        if told is None or version not in (None, told):
            sentence = _("If-Match phải là ETag của lần đọc hồ sơ, và khớp với “version” nếu có gửi; chưa ghi gì.")
            raise Invalid(sentence, {"If-Match": sentence})
        version = told
    if version is None:
        raise NoVersion(_("Hãy gửi If-Match với ETag của lần đọc hồ sơ, để không ghi đè việc của người khác."))
    request.both = (sent, stored, shown_as or {})  # type: ignore[attr-defined]
    return sent | {"version": version}


def both_versions(request: HttpRequest) -> dict[str, Any] | None:
    """Yours, the stored one and the fields in which they differ; None where the call was no write of a record."""
    kept: tuple[Mapping[str, Any], Callable[[], BaseModel], Mapping[str, str]] | None = getattr(request, "both", None)
    if kept is None:
        return None
    sent, read, shown_as = kept
    stored = json.loads(read().model_dump_json())
    yours = {name: _plain(value) for name, value in sent.items() if name != "version" and value is not None}
    pairs = [(name, value, stored.get(shown_as.get(name, name), _plain)) for name, value in yours.items()]
    differ = [
        {"field": name, "yours": value, "stored": now} for name, value, now in pairs if now not in (_plain, value)
    ]
    return {"yours": yours, "stored": stored, "differences": differ}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
