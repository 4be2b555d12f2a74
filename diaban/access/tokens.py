"""The verbs of access tokens: make, rotate, revoke. How a call proves itself by one is in `bearer`."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diaban.access import policies, queries, records
from diaban.access.models import Office, Posting, Staff, Token
from diaban.access.scope import Viewer
from diaban.access.token_scopes import SCOPES
from diaban.core.errors import Invalid, NotFound, Refused
from diaban.core.text import fold, sort_key, tidy
from diaban.core.time import ZONE, now, today

#: A token lives a year at most; so many days before its end everyone is told.
LONGEST, WARNED = timedelta(days=366), timedelta(days=30)
#: Both tokens of a rotation work for so long.
OVERLAP = timedelta(days=7)
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
MARK = "dbn"


def tokens(viewer: Viewer) -> QuerySet[Token]:
    """Tokens of the offices that the viewer administers, the latest first."""
    here = Token.objects.filter(queries.administered(viewer, "posting__office__unit_id"))
    return here.select_related("posting__office", "posting__staff", "made_by").order_by("-id")


def token(viewer: Viewer, token_id: int) -> Token:
    """One of `tokens`. Raises NotFound otherwise."""
    found = tokens(viewer).filter(pk=token_id).first()
    if found is None:
        raise NotFound(_("Không có mã truy cập này trong địa bàn bạn quản trị."))
    return found


def any_stands() -> bool:
    """Whether any token of any office works now."""
    return Token.objects.filter(revoked_at=None, expires_at__gt=now()).exists()


def ending(viewer: Viewer) -> int:
    """How many of `tokens` work now and end within the days of warning."""
    return tokens(viewer).filter(revoked_at=None, expires_at__gt=now(), expires_at__lt=now() + WARNED).count()


@transaction.atomic
def make(
    *, by: Viewer, office_id: int, name: str, role: str, scopes: Sequence[str], expires_on: date,
    networks: Sequence[str] = (), unit_id: int | None = None,
) -> tuple[Token, str]:  # fmt: skip
    """Make a token for an office; returns it and its secret, which is nowhere kept.

    `expires_on` is the last day on which it works; `networks` are CIDR ranges (empty: from anywhere); `unit_id` narrows
    the ground. Raises Refused where the viewer doesn't administer the office or the role doesn't fit, Invalid for
    scopes, days and ranges that can't be taken.
    """
    policies.check_manage(by)
    office = queries.office(by, office_id)
    policies.check_token_role(office, role, unit_id, today())
    return _make(by, office, tidy(name), role, unit_id, _scopes(scopes), networks_of(networks), _end_of(expires_on))


def _make(
    by: Viewer, office: Office, name: str, role: str, unit_id: int | None, scopes: list[str], networks: list[str],
    expires: datetime, replaces: Token | None = None,
) -> tuple[Token, str]:  # fmt: skip
    if not name:
        raise Invalid(_("Chưa cấp: mã truy cập cần một tên."), {"name": _("Ghi tên phần mềm dùng mã này.")})
    prefix = "".join(secrets.choice(_LETTERS) for _n in range(10))
    secret = f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    shown = f"{name} ({prefix})"
    staff = Staff.objects.create(
        number=f"API-{prefix}".upper(), full_name=shown, fold=fold(shown), sort_key=sort_key(shown), is_system=True
    )
    posting = Posting.objects.create(
        staff=staff, office=office, post=_("Phần mềm"), role=role, unit_id=unit_id, valid_from=today()
    )
    made = Token.objects.create(
        prefix=prefix, digest=digest(secret), name=name, posting=posting, scopes=scopes, networks=networks,
        made_by_id=by.staff_id, made_at=now(), expires_at=expires, replaces=replaces,
    )  # fmt: skip
    _line("token_made", made, by)
    return made, secret


@transaction.atomic
def rotate(*, by: Viewer, token_id: int, expires_on: date) -> tuple[Token, str]:
    """A new token with the rights of this one, which goes on for a week; returns the new one and its secret."""
    policies.check_manage(by)
    old = token(by, token_id)
    if old.revoked_at is not None or old.expires_at <= now():
        raise Refused(_("Chưa đổi: mã này không còn hiệu lực; hãy cấp mã mới."))
    policies.check_token_role(old.posting.office, old.posting.role, old.posting.unit_id, today())
    made = _make(
        by, old.posting.office, old.name, old.posting.role, old.posting.unit_id, old.scopes, old.networks,
        _end_of(expires_on), old,
    )  # fmt: skip
    old.expires_at = min(old.expires_at, now() + OVERLAP)
    old.save(update_fields=["expires_at"])
    return made


@transaction.atomic
def revoke(*, by: Viewer, token_id: int) -> Token:
    """The token stops working at once; what was done with it stays told. A second time changes nothing."""
    policies.check_manage(by)
    found = token(by, token_id)
    if found.revoked_at is None:
        found.revoked_at = now()
        found.save(update_fields=["revoked_at"])
        _line("token_revoked", found, by)
    return found


def digest(secret: str) -> bytes:
    """What is kept of a secret. It holds 256 random bits, so a slow hash would protect nothing more."""
    return sha256(secret.encode()).digest()


def _scopes(given: Sequence[str]) -> list[str]:
    chosen = [code for code in SCOPES if code in set(given)]
    wrong = ""
    if not chosen or len(chosen) != len(set(given)):
        wrong = _("Chọn ít nhất một phạm vi trong danh mục.")
    for code in chosen:
        if SCOPES[code].needs and SCOPES[code].needs not in chosen:
            wrong = _("“%(scope)s” cần có cả “%(needs)s”.") % {
                "scope": SCOPES[code].title, "needs": SCOPES[SCOPES[code].needs].title,
            }  # fmt: skip
    if wrong:
        raise Invalid(wrong, {"scopes": wrong})
    return chosen


def networks_of(given: Sequence[str]) -> list[str]:
    """Ranges as they are kept. Raises Invalid naming the first that isn't one."""
    found = []
    for text in given:
        try:
            found.append(str(ipaddress.ip_network(text.strip(), strict=False)))
        except ValueError:
            wrong = _("“%(text)s” không phải một dải địa chỉ; ví dụ 10.1.0.0/16 hoặc 203.113.1.5.") % {"text": text}
            raise Invalid(wrong, {"networks": wrong}) from None
    return found


def _end_of(day: date) -> datetime:
    """The moment after the last day."""
    end = datetime.combine(day + timedelta(days=1), time(), ZONE)
    if end <= now() or end - now() > LONGEST:
        wrong = _("Ngày hết hạn phải từ hôm nay và trong vòng một năm.")
        raise Invalid(wrong, {"expires_on": wrong})
    return end


def _line(what: str, made: Token, by: Viewer) -> None:
    office = made.posting.office
    records.write(what, record=office.pk, place=office.unit_id, office=office.pk, actor=by.staff_id,
                  dims={"token": made.pk})  # fmt: skip
