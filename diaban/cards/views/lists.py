"""The list of applications."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import policies, queries
from diaban.cards.forms import Filters
from diaban.cards.models import Reason
from diaban.cards.states import APPLICATION
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.paging import Ask, Found, from_queryset


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
        lookups={"trang_thai": "state", "ly_do": "reason"},
    )  # fmt: skip

    def source(ask: Ask) -> Found:
        page = found(ask)
        if ask.export is None:
            queries.log_shown(viewer=viewer, shown=[row.resident_id for row in page.rows])
        return page

    return Listing(
        title=_("Hồ sơ căn cước"), name="ho-so-can-cuoc", columns=COLUMNS, source=source, filters=Filters, sort="-day",
        persons=lambda row: row.resident_id,
        empty=_("Chưa có hồ sơ căn cước nào. Mở hồ sơ của cư dân rồi chọn Làm thẻ căn cước."),
    )  # fmt: skip


@purposeful
def applications(request: HttpRequest) -> HttpResponse:
    """GET: applications for cards, the latest first."""
    viewer = viewer_of(request)
    policies.check_read(viewer)
    return list_page(request, listing(viewer))
