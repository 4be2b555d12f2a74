"""The list of incidents. It names no person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.incidents import policies, queries
from diaban.incidents.forms import filters_for
from diaban.incidents.importing.policies import can_import
from diaban.incidents.models import Source
from diaban.incidents.shipped import GROUPS
from diaban.incidents.views.base import CHIPS, url_of, viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action
from diaban.web.paging import Ask, Found, from_queryset

COLUMNS = (
    Column(_("Loại vụ việc"), "kind_title", url=lambda row: url_of(row.pk)),
    Column(_("Ngày xảy ra"), "day", sort="day"),
    Column(_("Nhóm"), lambda row: GROUPS.get(row.group, row.group)),
    Column(_("Nơi xảy ra"), "place_name"),
    Column(_("Nguồn tin"), lambda row: Source(row.source).label),
    Column(_("Tình trạng"), "state_title", chip=lambda row: CHIPS.get(row.case_state, "")),
)
_LOOKUPS: dict[str, Any] = {
    "tu_ngay": "day__gte", "den_ngay": "day__lte", "nhom": "group", "loai": "kind", "tinh_trang": "case_state",
    "nguon": "source", "dia_ban": lambda found, unit: found.filter(place__in=areas.places_within(unit)),
}  # fmt: skip


def listing(viewer: Viewer) -> Listing:
    """Incidents of the viewer's ground as a list page shows them."""
    rows = from_queryset(queries.incidents(viewer=viewer), sorts={"day": "day"}, lookups=_LOOKUPS)

    def source(ask: Ask) -> Found:
        found = rows(ask)
        return replace(found, rows=queries.shown(found.rows))

    report = Action(_("Báo vụ việc"), reverse("incidents:report"), "main", "plus")
    return Listing(
        title=_("Vụ việc"),
        name="vu-viec",
        columns=COLUMNS,
        source=source,
        filters=filters_for(viewer),
        sort="-day",
        empty=_("Chưa có vụ việc nào trong phạm vi của bạn."),
        empty_action=report if policies.can_report(viewer) else None,
    )


def incidents(request: HttpRequest) -> HttpResponse:
    """GET: incidents of the viewer's ground, filtered, the latest first."""
    viewer = viewer_of(request)
    policies.check_list(viewer)
    actions = [Action(_("Tìm vụ việc"), reverse("incidents:search"), "", "search"),
               Action(_("Bản đồ"), reverse("incidents:map"), "", "map")]  # fmt: skip
    if policies.can_report(viewer):
        actions.insert(0, Action(_("Báo vụ việc"), reverse("incidents:report"), "main", "plus"))
    if can_import(viewer):
        actions.append(Action(_("Nhập sổ vụ việc"), reverse("books:imports"), "", "upload"))
    if policies.can_catalogue(viewer):
        actions.append(Action(_("Danh mục loại"), reverse("incidents:kinds"), "", "book"))
    return list_page(request, listing(viewer), actions=actions)
