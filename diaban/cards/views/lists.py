"""Lists: applications, who is due, cards by where they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_shown
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.cards import policies, queries
from diaban.cards.forms import Filters, StockFilters, due_filters
from diaban.cards.models import CardState, Reason, Why
from diaban.cards.states import APPLICATION
from diaban.cards.views.records import crumbs
from diaban.core.text import fmt_date
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action
from diaban.web.paging import Ask, Found, Source, from_queryset


def _chip(row: Any) -> str:
    return "bad" if row.late else ("good" if row.state == "handed" else "")


COLUMNS = (
    Column(_("Công dân"), "bearer", url=lambda row: reverse("cards:application", args=[row.pk])),
    Column(_("Lý do"), lambda row: Reason(row.reason).label),
    Column(_("Tiếp nhận"), "received_on", sort="day"),
    Column(_("Bước"), lambda row: APPLICATION.state(row.state).title, chip=_chip),
    Column(_("Hạn"), "due_at"),
    Column(_("Số giấy hẹn"), lambda row: row.slip_no or ""),
)


def listing(viewer: Viewer) -> Listing:
    """Applications of the viewer's scope as a list page shows them."""
    found = from_queryset(
        queries.applications(viewer=viewer), sorts={"day": "received_on"},
        lookups={"trang_thai": "state", "ly_do": "reason", "qua_han": lambda rows, _late: rows.filter(late=True)},
    )  # fmt: skip

    return Listing(
        title=_("Hồ sơ căn cước"), name="ho-so-can-cuoc", columns=COLUMNS, source=_logged(viewer, found),
        filters=Filters, sort="-day", persons=lambda row: row.resident_id,
        empty=_("Chưa có hồ sơ căn cước nào. Mở hồ sơ của cư dân rồi chọn Làm thẻ căn cước."),
    )  # fmt: skip


@purposeful
def applications(request: HttpRequest) -> HttpResponse:
    """GET: applications for cards, the latest first."""
    viewer = viewer_of(request)
    policies.check_read(viewer)
    return list_page(request, listing(viewer), actions=ways(viewer, "cards:applications"))


def ways(viewer: Viewer, here: str) -> list[Action]:
    """To the other pages of the room."""
    found = [("cards:due", _("Đến hạn làm thẻ")), ("cards:stock", _("Thẻ ở đơn vị")), ("cards:batches", _("Lô hồ sơ")),
             ("cards:drives", _("Các đợt cấp"))]  # fmt: skip
    if policies.can_write(viewer):
        found.append(("cards:station", _("Trả thẻ bằng quét")))
    return [Action(name, reverse(page)) for page, name in found if page != here]


def _applied(row: Any) -> Any:
    return _("Đang giải quyết") if row.applied else _("Chưa nộp hồ sơ")


DUE = (
    Column(_("Công dân"), "full_name", url=lambda row: reverse("people:resident", args=[row.pk])),
    Column(_("Ngày sinh"), lambda row: fmt_date(row.birth_date, row.birth_precision)),
    Column(_("Nơi cư trú"), lambda row: areas.label(row.place)),
    Column(_("Điện thoại"), "phone"),
    Column(_("Vì sao"), lambda row: Why(row.why).label),
    Column(_("Từ ngày"), "since", sort="day"),
    Column(_("Có mặt"), lambda row: _("Có mặt") if row.here else _("Đi vắng"),
           chip=lambda row: "" if row.here else "info"),
    Column(_("Hồ sơ"), _applied, chip=lambda row: "info" if row.applied else "warn"),
)  # fmt: skip


def due_listing(viewer: Viewer) -> Listing:
    """Who has to have a card made, to be told hamlet by hamlet."""
    found = from_queryset(
        queries.due(viewer=viewer), sorts={"day": "since"},
        lookups={
            "dia_ban": lambda rows, unit: rows.filter(place__in=areas.places_within(unit)), "ly_do": "why",
            "co_mat": lambda rows, said: rows.filter(here=said == "co"),
            "ho_so": lambda rows, said: rows.filter(applied=said == "dang"),
        },
    )  # fmt: skip
    return Listing(
        title=_("Đến hạn làm thẻ căn cước"), name="den-han-lam-the", columns=DUE, source=_logged(viewer, found),
        filters=due_filters(viewer), sort="day", persons=lambda row: row.pk,
        empty=_("Không có ai đến hạn làm thẻ. Đồng hồ xem lại mỗi ngày."),
    )  # fmt: skip


def _logged(viewer: Viewer, found: Source) -> Source:
    """The same, with whom it shows written to the log of look-ups; an export logs its own."""

    def source(ask: Ask) -> Found:
        page = found(ask)
        if ask.export is None:
            log_shown(viewer, "list", [getattr(row, "resident_id", row.pk) for row in page.rows])
        return page

    return source


@purposeful
def due(request: HttpRequest) -> HttpResponse:
    """GET: who has to have a card made now."""
    viewer = viewer_of(request)
    policies.check_read(viewer)
    return list_page(request, due_listing(viewer), crumbs=crumbs(), actions=ways(viewer, "cards:due"))


_STATES = {"handed": "good", "arrived": "info", "lost": "bad", "spoiled": "bad"}
STOCK = (
    Column(_("Số thẻ"), "serial", url=lambda row: reverse("cards:application", args=[row.application_id])),
    Column(_("Công dân"), "bearer"),
    Column(_("Đang ở"), lambda row: CardState(row.state).label, chip=lambda row: _STATES.get(row.state, "")),
    Column(_("Ngày in"), "issued_on", sort="day"),
    Column(_("Có giá trị đến"), lambda row: fmt_date(row.good_until) or _("Không thời hạn")),
    Column(_("Ngày trả"), "handed_on"),
)


@purposeful
def stock(request: HttpRequest) -> HttpResponse:
    """GET: cards by where they are."""
    viewer = viewer_of(request)
    found = from_queryset(queries.stock(viewer=viewer), sorts={"day": "issued_on"}, lookups={"dang_o": "state"})
    listing_ = Listing(
        title=_("Thẻ căn cước ở đơn vị"), name="the-can-cuoc", columns=STOCK, source=_logged(viewer, found),
        filters=StockFilters, sort="-day", persons=lambda row: row.resident_id, empty=_("Chưa có thẻ nào được in."),
    )  # fmt: skip
    receive = Action(_("Nhận thẻ về đơn vị"), reverse("cards:receive"), "main")
    actions = [receive] if policies.can_write(viewer) else []
    return list_page(request, listing_, crumbs=crumbs(), actions=[*actions, *ways(viewer, "cards:stock")])
