"""The map on an area's page: residents of the units next below, each a link to the lines it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.areas import shapes
from diaban.areas.queries import Level, Unit
from diaban.figures.measures import measures
from diaban.figures.queries import Figure, State
from diaban.web.figures import address_of, period_for
from diaban.web.svg.draw import Drawing
from diaban.web.svg.map import Value, choropleth

#: The figure that a map of a ground shows.
SHOWN = "people.residents"


def of_children(unit: Unit, parts: Sequence[Unit], counted: Mapping[int, Figure]) -> Drawing | None:
    """The drawing, or None where nothing below has a place on the map. Circles are as large as their figure."""
    wanted = [part for part in parts if part.level < Level.HAMLET]
    if not wanted:
        return None
    values = {part.id: value_of(part, counted.get(part.id)) for part in wanted}
    sizes = {unit_id: value.number for unit_id, value in values.items() if value.number is not None}
    drawn = shapes.drawing(unit.id, values=sizes or None, parts=wanted)
    if not drawn.shapes:
        return None
    title = _("%(what)s theo đơn vị bên dưới của %(where)s") % {"what": _title(), "where": unit.full_name}
    about = _("Ranh giới: %s") % drawn.source if drawn.source else ""
    if drawn.kind == "circles":
        about = _("Chưa có ranh giới: mỗi vòng tròn là một đơn vị, lớn theo số liệu.")
    return choropleth(title, drawn.shapes, values, box=drawn.box, unit=_("người"), source=about)


def shapeless(parts: Sequence[Unit]) -> str:
    """Why there is no map of a commune's parts: hamlets have no boundary and no point; "" for anything else."""
    if not parts or any(part.level < Level.HAMLET for part in parts):
        return ""
    return _("Thôn, tổ dân phố không có ranh giới trong hệ thống nên không vẽ được bản đồ; số liệu từng nơi ở bảng.")


def _title() -> Any:
    found = measures().get(SHOWN)
    return found.title if found else _("Bản đồ")


def value_of(unit: Unit, figure: Figure | None) -> Value:
    """What the map shows of a unit; nothing where the reader sees no figures."""
    if figure is None:
        return Value(None, reverse("console:area", args=[unit.id]))
    url = address_of(figure, period_for(figure.measure))
    if figure.value is None:
        return Value(None, url, "<8" if figure.state is State.FEW else "")
    return Value(float(figure.value), url)
