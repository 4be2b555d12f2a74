"""The units next below one, as a list: with their figures, sorted, and out as a file for who works with figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.console.figures import of_units
from diaban.console.views.areas import HOUSEHOLDS, RESIDENTS, address, crumbs, level_name
from diaban.console.views.base import viewer_of
from diaban.core.text import fmt_num, words_key
from diaban.figures.queries import Figure, State
from diaban.web.figures import written
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb
from diaban.web.paging import from_rows


@dataclass(frozen=True)
class Row:
    """A unit with its figures: a number, or why there is none."""

    unit: Unit
    residents: int | str
    households: int | str

    @property
    def pk(self) -> int:
        return self.unit.id

    @property
    def since(self) -> date:
        return self.unit.valid_from


def units(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """GET /dia-ban/<id>/don-vi/ and /dia-ban/danh-sach/: the units next below one; the provinces without one."""
    viewer = viewer_of(request, Permission.AREAS_READ)
    above = None if unit_id is None else areas.unit(unit_id)
    rows = rows_of(viewer, areas.provinces() if above is None else areas.children(above.id))
    listing = Listing(
        title=_("Tỉnh, thành phố") if above is None else _("Các đơn vị của %s") % above.title,
        name="don-vi-hanh-chinh",
        columns=columns(counted=above is not None),
        source=from_rows(rows, SORTS),
        count=lambda _ask: len(rows),
        sort="code",
        empty=_("Không có đơn vị nào bên dưới."),
    )
    first = Crumb(_("Địa bàn"), reverse("console:areas"))
    way = [first] if above is None else [*crumbs(above), Crumb(above.title, address(above.id))]
    return list_page(request, listing, crumbs=way)


SORTS: dict[str, Any] = {
    "name": lambda row: words_key(row.unit.name),
    "code": lambda row: row.unit.code,
    "residents": lambda row: row.residents if isinstance(row.residents, int) else -1,
    "households": lambda row: row.households if isinstance(row.households, int) else -1,
}


def columns(counted: bool) -> tuple[Column, ...]:
    """Figures stand beside the parts of a unit; the list of provinces is the map's alone, the same for everyone."""
    figures = (
        Column(_("Cư dân"), "residents", sort="residents", num=True),
        Column(_("Hộ"), "households", sort="households", num=True),
    )
    area = _("Diện tích (km²)")
    return (
        Column(_("Đơn vị"), "unit.title", url=lambda row: address(row.pk), sort="name"),
        Column(_("Cấp"), lambda row: level_name(row.unit)),
        Column(_("Mã"), "unit.code", sort="code"),
        *(figures if counted else ()),
        Column(area, lambda row: fmt_num(row.unit.area_km2) if row.unit.area_km2 else "", num=True,
               file=lambda row: float(row.unit.area_km2) if row.unit.area_km2 else ""),
        Column(_("Từ ngày"), "since"),
    )  # fmt: skip


def rows_of(viewer: Viewer, found: list[Unit]) -> list[Row]:
    """Units with the figures that this viewer may be told."""
    ids = [unit.id for unit in found]
    residents, households = of_units(viewer, RESIDENTS, ids), of_units(viewer, HOUSEHOLDS, ids)
    return [Row(unit, _told(residents.get(unit.id)), _told(households.get(unit.id))) for unit in found]


def _told(figure: Figure | None) -> int | str:
    if figure is None:
        return ""
    return figure.value if figure.value is not None and figure.state is not State.FEW else written(figure)
