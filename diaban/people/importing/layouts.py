"""Pages of what an office's lists were taken for: remembered when one is written, used without asking, forgettable."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.queries import staff_names
from diaban.core.text import fmt_int, fmt_moment
from diaban.papers.lists.residents import BY_CODE
from diaban.papers.models import LayoutMemory
from diaban.people.importing import actions, queries
from diaban.people.importing.views import crumbs
from diaban.people.views.base import viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import from_queryset
from diaban.web.records import Fact, Record, Section, Table, record_page


def address(layout: LayoutMemory) -> str:
    return reverse("importing:layout", args=[layout.pk])


def words(layout: LayoutMemory) -> str:
    """The header as it was, shortened."""
    labels = " · ".join(column["label"] for column in layout.columns if column["label"])
    return labels if len(labels) <= 120 else labels[:119] + "…"


COLUMNS = (
    Column(gettext_lazy("Dòng tiêu đề"), words, url=address),
    Column(gettext_lazy("Số lần dùng"), lambda layout: fmt_int(layout.uses), num=True),
    Column(gettext_lazy("Lần cuối"), "told_at", sort="day"),
)


def layouts(request: HttpRequest) -> HttpResponse:
    """GET: headers that the office confirmed, latest first."""
    listing = Listing(
        title=_("Cách đọc đã nhớ"),
        name="layouts",
        columns=COLUMNS,
        sort="-day",
        source=from_queryset(queries.layouts(viewer=viewer_of(request)), sorts={"day": "told_at"}),
        empty=_("Chưa nhớ cách đọc nào. Mỗi danh sách được ghi sổ sẽ được nhớ lại ở đây."),
    )
    lead = _("Danh sách có đúng dòng tiêu đề này được đọc như lần trước, không hỏi lại.")
    return list_page(request, listing, crumbs=crumbs(), lead=lead)


def layout(request: HttpRequest, layout_id: int) -> HttpResponse:
    """GET: what each column of a header is taken for. POST: forget it."""
    viewer = viewer_of(request)
    if request.method == "POST":
        actions.forget_layout(by=viewer, layout_id=layout_id)
        messages.success(request, _("Đã quên; lần nhập sau sẽ đọc lại từ đầu và hỏi chỗ chưa rõ."))
        return redirect("importing:layouts")
    found = queries.layout(viewer=viewer, layout_id=layout_id)
    trail = [*crumbs(), Crumb(_("Cách đọc đã nhớ"), reverse("importing:layouts"))]
    return record_page(request, _record(found), crumbs=trail)


def _record(found: LayoutMemory) -> Record:
    rows = [(c["letter"], c["label"], _meaning(c["field"])) for c in found.columns]
    facts = [
        Fact(_("Người xác nhận"), staff_names([found.told_by]).get(found.told_by, "")),
        Fact(_("Lần cuối"), fmt_moment(found.told_at)),
        Fact(_("Số lần dùng"), fmt_int(found.uses)),
        *([Fact(_("Phông chữ"), found.font)] if found.font else []),
    ]
    confirm = _("Quên cách đọc này? Danh sách đã ghi không đổi; lần nhập sau sẽ được đọc lại từ đầu.")
    return Record(
        title=_("Cách đọc đã nhớ"),
        kind=_("Danh sách cư dân"),
        identity=facts,
        sections=[Section(_("Các cột"), table=Table((_("Cột"), _("Tiêu đề"), _("Hiểu là")), rows))],
        actions=[Action(_("Quên cách đọc này"), address(found), "danger", post=True, confirm=confirm)],
    )


def _meaning(code: str) -> Any:
    return BY_CODE[code].title if code in BY_CODE else _("không dùng")
