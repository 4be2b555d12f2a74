"""A call that proves itself by an access token: found by its prefix, compared in constant time, in one statement.

The same statement reads the posting, the office, the map's version and the purpose, so a call by token costs fewer
round trips than one by session.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diaban.access import limits, purposes
from diaban.access.scope import PostingRow, Viewer
from diaban.access.tokens import MARK, WARNED, digest
from diaban.access.viewers import viewer_of_token
from diaban.core import sql
from diaban.core.errors import DiabanError, Refused
from diaban.core.time import now, today

_SHAPE = re.compile(rf"{MARK}_([a-z2-9]{{10}})_[A-Za-z0-9_-]{{43}}")
_NOBODY = b"\0" * 32
#: `last_used_at` is written at most so often.
_USED_EVERY = 300.0

_FIND = """
select t.digest, t.id, t.scopes, t.networks, t.expires_at, t.revoked_at is not null, t.last_used_at,
  o.valid_from <= %(day)s and (o.valid_to is null or o.valid_to > %(day)s) and p.valid_from <= %(day)s
    and (p.valid_to is null or p.valid_to > %(day)s) and (u.valid_to is null or u.valid_to > %(day)s),
  g.title, g.title_en, g.needs_reference,
  p.id, p.post, p.role, coalesce(p.unit_id, o.unit_id), u.level, o.id, o.name, s.id, s.full_name,
  (select max(version) from areas_state)
from access_token t join access_posting p on p.id = t.posting_id join access_office o on o.id = p.office_id
  join access_staff s on s.id = p.staff_id join areas_unit u on u.id = coalesce(p.unit_id, o.unit_id)
  left join access_purpose g on g.code = %(purpose)s and g.valid_from <= %(day)s
    and (g.valid_to is null or g.valid_to > %(day)s)
where t.prefix = %(prefix)s
"""


class NotKnown(DiabanError):
    """The call doesn't prove who it is; nothing was done."""

    status = 401


@dataclass(frozen=True, slots=True)
class Found:
    """A token that was given, as the database knows it."""

    digest: bytes
    token_id: int
    scopes: list[str]
    networks: list[str]
    expires_at: datetime
    revoked: bool
    last_used_at: datetime | None
    stands: bool
    purpose_title: str | None
    purpose_title_en: str | None
    needs_reference: bool | None


def given(request: HttpRequest) -> str | None:
    """The token in the Authorization header; None where there is none. No other place is looked at."""
    kind, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def viewer_by(request: HttpRequest, secret: str) -> Viewer:
    """Who calls, with the purpose stated in X-Purpose and X-Reference.

    Raises NotKnown (the same for every reason that a stranger could learn from), Refused for a purpose that can't be
    taken, TooOften for an address that guesses.
    """
    address = address_of(request)
    shape = _SHAPE.fullmatch(secret)
    stated = header(request, "HTTP_X_PURPOSE")
    row = None
    if shape is not None:
        limits.check("bad-token", address)
        row = sql.one(_FIND, {"prefix": shape[1], "day": today(), "purpose": stated})
    found = Found(bytes(row[0]), *row[1:11]) if row is not None else None
    if not hmac.compare_digest(found.digest if found else _NOBODY, digest(secret)) or found is None or row is None:
        limits.take("bad-token", address)
        raise NotKnown(_("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."))
    _check(found, address)
    reference = _purpose(found, stated, header(request, "HTTP_X_REFERENCE"))
    _note_use(found)
    if found.expires_at - now() < WARNED:
        request.token_expires = found.expires_at  # type: ignore[attr-defined]
    english = (get_language() or "vi").startswith("en")
    return viewer_of_token(
        PostingRow(*row[11:]), found.token_id, tuple(found.scopes), purpose=stated or None, reference=reference,
        purpose_title=(found.purpose_title_en if english else found.purpose_title) or "",
    )  # fmt: skip


def _check(found: Found, address: str) -> None:
    """Whoever holds the secret is told what is wrong with the token."""
    if found.revoked or found.expires_at <= now():
        raise NotKnown(_("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."))
    if not found.stands:
        raise NotKnown(_("Đơn vị của mã truy cập này đã kết thúc hoạt động hoặc đã sáp nhập; hãy xin mã mới."))
    if found.networks and not _inside(address, found.networks):
        raise Refused(_("Mã truy cập này không được dùng từ địa chỉ mạng của bạn."))


def _inside(address: str, networks: list[str]) -> bool:
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(place in ipaddress.ip_network(network) for network in networks)


def _purpose(found: Found, stated: str, reference: str) -> str:
    if stated and found.purpose_title is None:
        raise Refused(_("Không có mục đích này trong danh mục; GET /api/v1/purposes kể các mục đích."))
    return purposes.checked_reference(bool(found.needs_reference), reference) if stated else ""


def _note_use(found: Found) -> None:
    moment = now()
    if found.last_used_at is None or (moment - found.last_used_at).total_seconds() > _USED_EVERY:
        sql.execute("update access_token set last_used_at = %s where id = %s", [moment, found.token_id])


def header(request: HttpRequest, name: str) -> str:
    """A header's text; servers hand UTF-8 over as Latin-1."""
    text: str = request.META.get(name, "").strip()
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def address_of(request: HttpRequest) -> str:
    """The caller's address, past as many proxies as the settings trust."""
    from allauth.core.internal.httpkit import get_client_ip

    found: Any = get_client_ip(request)
    return str(found or "")
