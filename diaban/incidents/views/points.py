"""The map of incidents: communes or hamlets by how many happened there, and points as far as the role may see them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas import shapes
from diaban.core.time import today
from diaban.incidents import dots, policies, queries
from diaban.incidents.shipped import GROUPS
from diaban.incidents.views.base import crumbs, url_of, viewer_of
from diaban.web.fields import ChoiceField, DayField
from diaban.web.pages import page
from diaban.web.svg.draw import Drawing
from diaban.web.svg.map import Value, choropleth

#: More points than this say nothing on one drawing.
MOST = 1_000


class Filters(Form):
    """What the map shows."""

    tu_ngay = DayField(label=_("Từ ngày"), required=False)
    den_ngay = DayField(label=_("Đến ngày"), required=False)
    nhom = ChoiceField(label=_("Nhóm"), required=False, choices=list(GROUPS.items()), any_label=_("Tất cả"))


def points(request: HttpRequest) -> HttpResponse:
    """GET: the viewer's ground over a time; the past year unless said."""
    viewer = viewer_of(request)
    policies.check_list(viewer)
    form = Filters({"tu_ngay": today() - timedelta(days=365), "den_ngay": today(), **request.GET.dict()})
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    found = _found(viewer, asked)
    lead = "" if policies.sees_points(viewer) else _("Vị trí được làm tròn khoảng 1 km.")
    made = (("theo-xa", _units(viewer, found, asked)), ("vi-tri", _points(viewer, found)))
    drawings = [(ident, drawing) for ident, drawing in made if drawing is not None]
    lead = f"{lead} {_shapeless(viewer)}".strip()
    return page(request, "incidents/map.html", title=_("Bản đồ vụ việc"), crumbs=crumbs(), form=form,
                drawings=drawings, lead=lead)  # fmt: skip


def _shapeless(viewer: Viewer) -> str:
    """Why a commune's map has no hamlets."""
    unit = areas.unit(viewer.scope.unit_id) if viewer.scope.unit_id is not None else None
    if unit is None or unit.level < areas.Level.COMMUNE:
        return ""
    return str(_("Thôn, tổ dân phố không có ranh giới trong hệ thống: bản đồ chỉ có các vị trí đã ghi tọa độ."))


def _found(viewer: Viewer, asked: dict[str, Any]) -> Any:
    names = {"tu_ngay": "day__gte", "den_ngay": "day__lte", "nhom": "group"}
    return queries.incidents(viewer=viewer).filter(**{names[name]: value for name, value in asked.items()})


def _units(viewer: Viewer, found: Any, asked: dict[str, Any]) -> Drawing | None:
    """Units next below the ground by how many happened in them; each leads to the list of those."""
    unit = areas.unit(viewer.scope.unit_id) if viewer.scope.unit_id is not None else None
    parts = [part for part in areas.children(unit.id) if part.level < areas.Level.HAMLET] if unit else []
    if unit is None or not parts:
        return None
    counts = Counter(found.values_list("place", flat=True))
    where = areas.sort_places(counts, parts[0].level, today()).unit_of
    numbers: Counter[int] = Counter()
    for place, count in counts.items():
        if place in where:
            numbers[where[place]] += count
    said = {name: value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value for name, value in asked.items()}
    values = {
        part.id: Value(float(numbers[part.id]), f"{reverse('incidents:incidents')}?"
                       + urlencode(said | {"dia_ban": part.id}))
        for part in parts
    }  # fmt: skip
    drawn = shapes.drawing(unit.id, values={part: value.number or 0 for part, value in values.items()})
    if not drawn.shapes:
        return None
    return choropleth(_("Vụ việc theo xã, phường"), drawn.shapes, values, box=drawn.box, unit=str(_("vụ")))


def _points(viewer: Viewer, found: Any) -> Drawing | None:
    """Incidents that have a point, as dots that open their records."""
    rows = queries.shown(found.exclude(lat=None).order_by("-day", "-id")[:MOST])
    placed = []
    for row in rows:
        where = queries.point(viewer, row)
        if where is not None:
            placed.append(dots.Dot(where[0], where[1], row.kind_title, row.place_name, row.day, url_of(row.pk)))
    return dots.drawing(_("Vị trí vụ việc"), placed) if placed else None
