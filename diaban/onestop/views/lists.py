"""The list of dossiers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_shown
from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.text import fmt_date, fmt_moment
from diaban.core.time import ZONE
from diaban.onestop import catalogue, policies, queries
from diaban.onestop.forms import Filters
from diaban.onestop.states import DOSSIER
from diaban.onestop.views.base import CHIPS, purposeful, url_of, viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action
from diaban.web.paging import Ask, Found, from_queryset


def _due(row: Any) -> str:
    if row.state not in ("accepted", "processing"):
        return str(_("Đang dừng")) if row.paused and row.state != "done" else ""
    return fmt_moment(row.due_at or row.promised_at) if row.due_at or row.promised_at else ""


COLUMNS = (
    Column(_("Số hồ sơ"), "number", url=lambda row: url_of(row.pk)),
    Column(_("Thủ tục"), lambda row: catalogue.title(row.procedure)),
    Column(_("Người nộp"), "applicant"),
    Column(_("Tiếp nhận"), lambda row: fmt_date(row.received_at.astimezone(ZONE).date()), sort="day",
           file="received_at"),
    Column(_("Trạng thái"), lambda row: DOSSIER.state(row.state).title, chip=lambda row: CHIPS[row.state]),
    Column(_("Hạn"), _due),
    Column(_("Quá hạn"), lambda row: _("Quá hạn") if row.late else "", chip=lambda row: "bad" if row.late else ""),
)  # fmt: skip


def listing(viewer: Viewer) -> Listing:
    """Dossiers of the viewer's ground and office as a list page shows them."""
    found = from_queryset(
        queries.dossiers(viewer=viewer), sorts={"day": "received_at"},
        lookups={"trang_thai": "state", "linh_vuc": "procedure__field", "tra": "delivery_state"},
    )  # fmt: skip

    def source(ask: Ask) -> Found:
        page = found(ask)
        shown = [row.subject_id for row in page.rows if row.subject_id]
        if ask.export is None and shown:
            log_shown(viewer, "list", shown)
        return page

    return Listing(
        title=_("Hồ sơ một cửa"), name="ho-so-mot-cua", columns=COLUMNS, source=source, filters=Filters, sort="-day",
        persons=lambda row: row.subject_id,
        empty=_("Chưa có hồ sơ nào. Mở hồ sơ của cư dân rồi chọn Nhận hồ sơ một cửa."),
    )  # fmt: skip


@purposeful
def dossiers(request: HttpRequest) -> HttpResponse:
    """GET: dossiers, the latest first."""
    viewer = viewer_of(request)
    policies.check_read(viewer)
    new = Action(_("Nhận hồ sơ"), reverse("onestop:choose"), "main", "plus")
    beside = [
        Action(_("Biểu II.06a"), reverse("onestop:form06a")),
        Action(_("Sổ theo dõi"), reverse("reports:book", args=["pdf"])),
        Action(_("Danh mục thủ tục"), reverse("onestop:catalogue")),
    ]
    return list_page(
        request, listing(viewer), actions=[new, *beside] if can(viewer, Permission.ONESTOP_WRITE) else beside
    )
