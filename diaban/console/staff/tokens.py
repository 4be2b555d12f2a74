"""Access tokens: list, record, make, renew, revoke. A secret is shown on one page, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diaban.access import queries, tokens
from diaban.access.models import Office, Token
from diaban.access.roles import ROLES, Permission
from diaban.access.token_scopes import SCOPES
from diaban.console.staff.forms import ExpiryForm, TokenForm
from diaban.console.views.base import viewer_of
from diaban.core.time import now, today
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, page
from diaban.web.paging import from_queryset
from diaban.web.records import Chip, Fact, Record, Section, record_page

#: How long a new token lasts unless someone says otherwise.
USUAL = timedelta(days=180)


def token_url(token: Token) -> str:
    return reverse("staff:token", args=[token.pk])


def crumbs() -> list[Crumb]:
    """The way to a page about tokens."""
    return [Crumb(_("Quản trị"), reverse("console:administration")), Crumb(_("Mã truy cập"), reverse("staff:tokens"))]


def state(token: Token) -> Chip:
    """What a token can still do, in words."""
    if token.revoked_at is not None:
        return Chip(_("Đã thu hồi"), "bad")
    if token.expires_at <= now():
        return Chip(_("Đã hết hạn"))
    office = token.posting.office
    if office.valid_to is not None and office.valid_to <= today():
        return Chip(_("Hết cùng đơn vị"))
    left = (token.expires_at - now()).days
    if left < tokens.WARNED.days:
        return Chip(_("Còn %(n)s ngày") % {"n": left}, "warn")
    return Chip(_("Đang dùng được"), "good")


def listed(request: HttpRequest) -> HttpResponse:
    """Every token of the offices one administers."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    columns = (
        Column(_("Tên"), "name", url=token_url),
        Column(_("Đơn vị"), "posting.office.name"),
        Column(_("Tình trạng"), lambda token: state(token).text, chip=lambda token: state(token).kind),
        Column(_("Hết hạn lúc"), "expires_at", sort="expires"),
        Column(_("Dùng lần cuối"), "last_used_at"),
    )
    source = from_queryset(tokens.tokens(viewer), sorts={"expires": "expires_at"})
    listing = Listing(
        _("Mã truy cập"), "ma-truy-cap", columns, source,
        empty=_("Chưa có mã truy cập nào. Cấp mã từ trang của một đơn vị."),
    )  # fmt: skip
    lead = _("Phần mềm khác làm việc thay một đơn vị bằng mã truy cập, trong đúng địa bàn và phạm vi của mã.")
    return list_page(request, listing, crumbs=crumbs()[:1], lead=lead)


def one(request: HttpRequest, token_id: int) -> HttpResponse:
    """One token: what it may do, from where, until when. Its secret is not here."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    token = tokens.token(viewer, token_id)
    record = Record(
        title=token.name, kind=_("Mã truy cập"), chips=[state(token)], identity=_identity(token),
        sections=[Section(_("Được làm gì"), _rights(token)), Section(_("Từ đâu đến"), _origin(token))],
        actions=_actions(token),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _identity(token: Token) -> list[Fact]:
    office = token.posting.office
    return [
        Fact(_("Bắt đầu bằng"), f"{tokens.MARK}_{token.prefix}"),
        Fact(_("Đơn vị"), office.name, reverse("staff:office", args=[office.pk])),
        Fact(_("Hết hạn lúc"), token.expires_at),
        Fact(_("Dùng lần cuối"), token.last_used_at or _("chưa dùng")),
    ]


def _rights(token: Token) -> list[Fact]:
    role = token.posting.role
    scopes = ", ".join(str(SCOPES[code].title) for code in token.scopes if code in SCOPES)
    return [
        Fact(_("Vai trò"), ROLES[role].title if role in ROLES else role),
        Fact(_("Phạm vi"), scopes),
        Fact(_("Mạng được dùng"), ", ".join(token.networks) or _("mọi nơi")),
    ]


def _origin(token: Token) -> list[Fact]:
    facts = [Fact(_("Người cấp"), token.made_by.full_name), Fact(_("Cấp lúc"), token.made_at)]
    if token.replaces_id is not None:
        facts.append(Fact(_("Thay cho"), f"#{token.replaces_id}", reverse("staff:token", args=[token.replaces_id])))
    if token.revoked_at is not None:
        facts.append(Fact(_("Thu hồi lúc"), token.revoked_at))
    return facts


def _actions(token: Token) -> list[Action]:
    if token.revoked_at is not None or token.expires_at <= now():
        return []
    confirm = _("Phần mềm dùng mã này sẽ ngừng ngay. Thu hồi?")
    return [
        Action(_("Đổi mã"), reverse("staff:rotate_token", args=[token.pk]), "main"),
        Action(_("Thu hồi"), reverse("staff:revoke_token", args=[token.pk]), "danger", post=True, confirm=confirm),
    ]


def new(request: HttpRequest, office_id: int) -> HttpResponse:
    """Make a token for an office."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    office = queries.office(viewer, office_id)
    shown: list[tuple[Token, str]] = []
    response = form_page(
        request, TokenForm, title=_("Cấp mã truy cập"), lead=office.name, crumbs=crumbs(), button=_("Cấp"),
        cancel=reverse("staff:office", args=[office_id]), form_kwargs={"office": office},
        initial={"expires_on": today() + USUAL},
        save=lambda data: shown.append(tokens.make(by=viewer, office_id=office_id, **data)),
        done=lambda _saved: ("", reverse("staff:tokens")),
    )  # fmt: skip
    return secret_page(request, *shown[0]) if shown else response


def rotate(request: HttpRequest, token_id: int) -> HttpResponse:
    """A new secret with the same rights; the old one goes on for a week."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    token = tokens.token(viewer, token_id)
    shown: list[tuple[Token, str]] = []
    response = form_page(
        request, ExpiryForm, title=_("Đổi mã"), crumbs=crumbs(), button=_("Đổi"), cancel=token_url(token),
        lead=_("Mã mới có cùng quyền. Mã cũ còn dùng được bảy ngày để kịp thay."),
        initial={"expires_on": today() + USUAL},
        save=lambda data: shown.append(tokens.rotate(by=viewer, token_id=token_id, **data)),
        done=lambda _saved: ("", token_url(token)),
    )  # fmt: skip
    return secret_page(request, *shown[0]) if shown else response


@never_cache
def secret_page(request: HttpRequest, token: Token, secret: str) -> HttpResponse:
    """The token whole: this page is the only place where it is ever seen."""
    return page(
        request, "console/staff/token.html", title=_("Mã truy cập mới"), crumbs=crumbs(), token=token, secret=secret,
        back=token_url(token),
    )  # fmt: skip


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Stop a token at once."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    token = tokens.revoke(by=viewer, token_id=token_id)
    messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect(token_url(token))


def of_office(office: Office) -> Any:
    """The action that leads from an office's page to a new token."""
    return Action(_("Cấp mã truy cập"), reverse("staff:new_token", args=[office.pk]))
