"""The map on an area's page: residents of the units next below, each a link to its unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import shapes
from diaban.areas.queries import Level, Unit
from diaban.console.figures import period_for
from diaban.figures import queries as figures
from diaban.figures.measures import measures
from diaban.web.svg.draw import Drawing
from diaban.web.svg.map import Value, choropleth

#: The figure that a map of a ground shows.
SHOWN = "people.residents"


def of_children(viewer: Viewer, unit: Unit, parts: Sequence[Unit]) -> Drawing | None:
    """The drawing, or None where nothing below has a place on the map. Circles are as large as their figure."""
    wanted = [part for part in parts if part.level < Level.HAMLET]
    if not wanted:
        return None
    values = values_of(viewer, wanted)
    sizes = {unit_id: value.number for unit_id, value in values.items() if value.number is not None}
    drawn = shapes.drawing(unit.id, values=sizes or None)
    if not drawn.shapes:
        return None
    title = _("%(what)s theo đơn vị bên dưới của %(where)s") % {"what": _title(), "where": unit.full_name}
    about = _("Ranh giới: %s") % drawn.source if drawn.source else ""
    if drawn.kind == "circles":
        about = _("Chưa có ranh giới: mỗi vòng tròn là một đơn vị, lớn theo số liệu.")
    return choropleth(title, drawn.shapes, values, box=drawn.box, unit=_("người"), source=about)


def _title() -> Any:
    found = measures().get(SHOWN)
    return found.title if found else _("Bản đồ")


def values_of(viewer: Viewer, units: Sequence[Unit]) -> dict[int, Value]:
    """The shown figure of each unit, or none where the reader sees no figures."""
    addresses = {unit.id: reverse("console:area", args=[unit.id]) for unit in units}
    wanted = measures().get(SHOWN)
    if wanted is None or not viewer.can(Permission.FIGURES_READ):
        return {unit_id: Value(None, url) for unit_id, url in addresses.items()}
    counted = figures.by_unit(SHOWN, list(addresses), period_for(wanted), viewer=viewer)
    return {
        unit_id: Value(None if figure.value is None else float(figure.value), addresses[unit_id],
                       "<8" if figure.state is figures.State.FEW else "")
        for unit_id, figure in counted.items()
    }  # fmt: skip
