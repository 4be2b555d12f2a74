"""Who looked at whom: an auditor reads every look-up, everyone else their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.access import purposes
from diaban.access import queries as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.console.telling import record_link
from diaban.console.views.base import viewer_of
from diaban.ledger import queries as ledger
from diaban.web.lists import Column, Listing, list_page
from diaban.web.paging import Ask, Found


@dataclass(frozen=True)
class Looked:
    """One look-up as the page writes it."""

    pk: int
    at: datetime
    what: Any
    actor: str
    office: str
    purpose: str
    reference: str


def kinds() -> dict[str, str]:
    """What was asked, in words."""
    return {
        "name": _("Tìm theo tên"),
        "number": _("Tìm theo số"),
        "exact": _("Tìm theo đúng số"),
        "household": _("Mở hộ"),
        "list": _("Xem danh sách"),
        "export": _("Xuất danh sách"),
    }


def described(rows: list[ledger.LookupRow], viewer: Viewer) -> list[Looked]:
    """Look-ups with names in place of ids; no resident is named."""
    actors = access.staff_names(sorted({row.actor for row in rows}))
    offices = access.office_names(sorted({row.office for row in rows if row.office is not None}))
    titles = {purpose.code: purpose.title for purpose in purposes.catalogue()}
    return [
        Looked(
            row.id,
            row.at,
            _what(row, viewer),
            actors.get(row.actor, str(row.actor)),
            offices.get(row.office or 0, ""),
            titles.get(row.purpose, row.purpose),
            row.reference or "",
        )
        for row in rows
    ]


def _what(row: ledger.LookupRow, viewer: Viewer) -> Any:
    if row.record is not None:
        return record_link("resident", row.record, viewer)
    said = kinds().get(row.query_kind, row.query_kind)
    return _("%(asked)s: hiện %(n)s người") % {"asked": said, "n": len(row.shown)}


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Lúc"), "at"),
        Column(_("Đã xem"), "what"),
        Column(_("Người xem"), "actor"),
        Column(_("Đơn vị"), "office"),
        Column(_("Mục đích"), "purpose"),
        Column(_("Số hồ sơ"), "reference"),
    )


def lookups(request: HttpRequest) -> HttpResponse:
    """GET /tra-cuu/"""
    viewer = viewer_of(request)
    everyone = viewer.can(Permission.LOOKUPS_READ)

    def source(ask: Ask) -> Found:
        after = int(ask.after) if ask.after.isdecimal() and len(ask.after) < 19 else None
        rows = ledger.lookups(actor=None if everyone else viewer.staff_id, before=after, limit=ask.limit + 1)
        return Found(described(rows[: ask.limit], viewer), later=len(rows) > ask.limit)

    lead = (
        _("Mọi lần tìm và mở hồ sơ cư dân, với mục đích đã nêu.")
        if everyone
        else _("Những lần chính bạn đã tìm và mở hồ sơ cư dân. Người được xem có quyền biết.")
    )
    listing = Listing(
        _("Nhật ký tra cứu") if everyone else _("Tôi đã tra cứu"),
        "tra-cuu",
        columns(),
        source,
        empty=_("Chưa có lần tra cứu nào."),
    )
    return list_page(request, listing, lead=lead)


def of_record(request: HttpRequest, record_id: Any) -> HttpResponse:
    """GET /tra-cuu/<uuid>/: who searched up or opened one record, for an auditor."""
    viewer = viewer_of(request, Permission.LOOKUPS_READ)

    def source(ask: Ask) -> Found:
        after = int(ask.after) if ask.after.isdecimal() and len(ask.after) < 19 else None
        rows = ledger.lookups_of(record_id, before=after, limit=ask.limit + 1)
        return Found(described(rows[: ask.limit], viewer), later=len(rows) > ask.limit)

    listing = Listing(
        _("Ai đã xem hồ sơ …%s") % str(record_id)[-4:], "tra-cuu", columns(), source, empty=_("Chưa ai xem hồ sơ này.")
    )
    return list_page(request, listing)
