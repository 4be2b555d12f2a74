"""Figures of a unit and of the units below it, as the console's pages show them."""

from __future__ import annotations

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.figures import queries
from diaban.figures.measures import measures
from diaban.web.figures import Tiles, address_of, period_for, tile, written


def tiles(viewer: Viewer, unit_id: int) -> Tiles:
    """Every declared figure of a unit."""
    found = []
    for code, wanted in measures().items():
        period = period_for(wanted)
        found.append(tile(queries.count(code, unit_id, period.period, viewer=viewer), period))
    return Tiles(tuple(found))


def of_units(viewer: Viewer, code: str, unit_ids: list[int]) -> dict[int, queries.Figure]:
    """One figure of several units; nothing for a role that sees no figures."""
    wanted = measures().get(code)
    if wanted is None or not viewer.can(Permission.FIGURES_READ) or not unit_ids:
        return {}
    return queries.by_unit(code, unit_ids, period_for(wanted).period, viewer=viewer)


def as_cell(figure: queries.Figure | None) -> tuple[str, str]:
    """A figure in a table: the number as written, and where it opens."""
    if figure is None:
        return "", ""
    return written(figure), address_of(figure, period_for(figure.measure))
