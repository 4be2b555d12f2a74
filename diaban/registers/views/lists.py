"""The registers with how many stand in them, and the rows of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_date, fmt_int
from diaban.people.models import Sex
from diaban.registers import catalogue, forms, policies, quality, queries
from diaban.registers.catalogue import Register
from diaban.registers.models import Match, State
from diaban.registers.views.base import MATCH_CHIPS, crumbs, list_url, purposeful, row_url, viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action
from diaban.web.paging import Ask, Found, narrowed
from diaban.web.records import Record, Section, Table, record_page

COLUMNS = (
    Column(_("Họ và tên"), "full_name", url=lambda row: row_url(row.pk), sort="name"),
    Column(_("Ngày sinh"), lambda row: fmt_date(row.birth_date, row.birth_precision)),
    Column(_("Giới tính"), lambda row: Sex(row.sex).label),
    Column(_("Số định danh"), "number"),
    Column(_("Diện"), "group_title"),
    Column(_("Nơi ở"), "place_name"),
    Column(_("Nối với cư dân"), lambda row: Match(row.match).label,
           chip=lambda row: MATCH_CHIPS[Match(row.match)]),
    Column(_("Dòng"), "row_no", num=True, sort="row"),
)  # fmt: skip
LOOKUPS: dict[str, Any] = {
    "dien": lambda found, group: found.filter(group="" if group == forms.UNGROUPED else group),
    "noi": "match", "dot": "round", "tinh_trang": "state", "loi": quality.having,
    "dia_ban": lambda found, unit: found.filter(place__in=areas.places_within(unit)),
}  # fmt: skip


def registers(request: HttpRequest) -> HttpResponse:
    """GET: every register with its rows, its households, and how far it is matched."""
    viewer = viewer_of(request)
    told = queries.totals(viewer=viewer)
    actions = [Action(_("Chất lượng dữ liệu"), reverse("registers:board"), "main", "chart")]
    if policies.can_import(viewer):
        actions.append(Action(_("Nhập từ bảng tính"), reverse("registers:imports"), "", "upload"))
    sections = [Section(_("Đang trong danh sách"), table=_table(told)), Section(_("Căn cứ"), table=_grounds(told))]
    return record_page(request, Record(_("Danh sách quản lý"), sections=sections, actions=actions))


def _table(told: list[dict[str, Any]]) -> Table:
    rows = []
    for one in told:
        url = list_url(one["register"].code)
        homes = fmt_int(one["homes"]) if one["register"].of_households else "–"
        matches = [(fmt_int(one[match]), f"{url}?noi={match}") for match in Match.values]
        rows.append(((one["register"].title, url), homes, (fmt_int(one["rows"]), url), *matches))
    titles = (_("Danh sách"), _("Hộ"), _("Người"), *(match.label for match in Match))
    return Table(titles, rows, numbers=frozenset(range(1, 6)))


def _grounds(told: list[dict[str, Any]]) -> Table:
    """Which law each stands on, who keeps it, and the groups that the law names."""
    rows = [
        (one["register"].title, one["register"].citation, one["register"].keeper,
         "; ".join(group.title for group in one["register"].groups))
        for one in told
    ]  # fmt: skip
    return Table((_("Danh sách"), _("Căn cứ"), _("Cơ quan giữ"), _("Các diện")), rows)


def listing(viewer: Viewer, register: Register) -> Listing:
    """The rows of a register as a list page shows them."""
    found = queries.rows(viewer=viewer, register=register.code)

    def source(ask: Ask) -> Found:
        return queries.page(viewer=viewer, found=found, ask=ask, lookups=LOOKUPS)

    return Listing(
        title=register.title,
        name=f"danh-sach-{register.code}",
        columns=COLUMNS,
        source=source,
        filters=forms.filters_for(viewer, register),
        initial={"tinh_trang": State.ACTIVE},
        count=lambda ask: narrowed(found, ask, LOOKUPS).count(),
        sort="name",
        persons=lambda row: row.resident_id,
        empty=_("Chưa có ai trong danh sách này ở phạm vi của bạn. Nhập bảng tính của xã để bắt đầu."),
    )


@purposeful
def rows(request: HttpRequest, register: str) -> HttpResponse:
    """GET: the rows of a register, filtered, in name order."""
    viewer = viewer_of(request)
    found = catalogue.register(register)
    actions = [Action(_("Chất lượng dữ liệu"), reverse("registers:board"), "", "chart")]
    if policies.can_import(viewer):
        actions.insert(0, Action(_("Thêm vào danh sách"), reverse("registers:enter", args=[register]), "main", "plus"))
        actions.append(Action(_("Nhập từ bảng tính"), reverse("registers:imports"), "", "upload"))
    if policies.can_import(viewer) and found.rounds:
        actions.append(Action(_("Kết thúc đợt cũ"), reverse("registers:conclude", args=[register])))
    return list_page(request, listing(viewer, found), crumbs=crumbs(), actions=actions, lead=found.citation)
