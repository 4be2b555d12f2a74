"""Figures of a unit and of the units below it, as the console's pages show them."""

from __future__ import annotations

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.figures import queries
from diaban.figures.grid import grid
from diaban.figures.measures import How, measures
from diaban.web.figures import Tile, Tiles, address_of, period_for, tile, written


def tiles(viewer: Viewer, unit_id: int) -> Tiles:
    """Every declared figure of a unit: stocks today, the rest this year; two statements for all."""
    found: dict[str, Tile] = {}
    for stock in (True, False):
        codes = [code for code, wanted in measures().items() if (wanted.how is How.STOCK) == stock]
        period = period_for(measures()[codes[0]]) if codes else None
        if period is not None:
            for row in grid(codes, unit_id, [period.period], viewer=viewer):
                found[row[0].measure.code] = tile(row[0], period)
    return Tiles(tuple(found[code] for code in measures()))


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
