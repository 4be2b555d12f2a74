"""Units that have entered nothing, for whoever manages them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.roles import Permission
from diaban.areas import queries as areas
from diaban.console.views.base import viewer_of
from diaban.core.errors import Refused
from diaban.core.time import today
from diaban.figures import silence
from diaban.figures.periods_named import Named, containing
from diaban.figures.periods_read import read
from diaban.figures.periods_schemes import Grain
from diaban.figures.silence import Silent
from diaban.ledger.registry import kinds
from diaban.web.fields import ChoiceField, TextField
from diaban.web.forms import Form
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb
from diaban.web.paging import Ask, Found

#: What each counted domain is called; a new one is called by its first kind until it has a word here.
DOMAIN_TITLES = {
    "people": gettext_lazy("Dân cư"), "incidents": gettext_lazy("Vụ việc"), "cards": gettext_lazy("Căn cước"),
    "onestop": gettext_lazy("Một cửa"), "registers": gettext_lazy("Danh sách quản lý"),
    "review": gettext_lazy("Đối chiếu"),
}  # fmt: skip


def title_of(domain: str) -> Any:
    named = DOMAIN_TITLES.get(domain)
    return named or next((kind.title for code, kind in kinds().items() if code.startswith(f"{domain}.")), domain)


class Filters(Form):
    """Which work, and about which period."""

    linh_vuc = ChoiceField(
        label=gettext_lazy("Lĩnh vực"), choices=lambda: [(code, title_of(code)) for code in silence.domains()],
        any_label=gettext_lazy("Mọi lĩnh vực"), required=False,
    )  # fmt: skip
    ky = TextField(label=gettext_lazy("Kỳ"), required=False, max_length=40)


def usual() -> Named:
    """This month."""
    return containing(Grain.MONTH, today())


def silent(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET /dia-ban/<id>/im-lang/"""
    viewer = viewer_of(request, Permission.FIGURES_READ)
    if not viewer.scope.everywhere and unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này ngoài phạm vi của bạn nên không xem được đơn vị nào chưa nhập."))
    unit, below = areas.unit(unit_id), areas.children(unit_id)
    names = {part.id: part.title for part in below}

    def source(ask: Ask) -> Found:
        period = read(ask.values["ky"]) if ask.values.get("ky") else usual()
        return Found(silence.silent(list(names), period.period, viewer=viewer, domain=ask.values.get("linh_vuc", "")))

    listing = Listing(
        _("Đơn vị chưa nhập gì"), "don-vi-chua-nhap", columns(names), source, Filters, row_id=lambda one: one.unit_id,
        initial={"ky": usual().code}, empty=_("Mọi đơn vị đều đã nhập trong kỳ này."),
    )  # fmt: skip
    lead = _("%(n)s đơn vị bên dưới %(where)s; đơn vị ở đây chưa có dòng sổ nào về kỳ này, không tính việc do ngày giờ"
             " ghi.") % {"n": len(below), "where": unit.title}  # fmt: skip
    return list_page(request, listing, lead=lead, crumbs=[Crumb(unit.title, reverse("console:area", args=[unit_id]))])


def columns(names: dict[int, str]) -> tuple[Column, ...]:
    def since(one: Silent) -> str:
        days = one.days()
        return _("chưa bao giờ") if days is None else _("%d ngày trước") % days

    return (
        Column(_("Đơn vị"), lambda one: names[one.unit_id],
               url=lambda one: reverse("console:area", args=[one.unit_id])),
        Column(_("Việc gần nhất"), "last"),
        Column(_("Đã bao lâu"), since, file=lambda one: one.days()),
    )  # fmt: skip
