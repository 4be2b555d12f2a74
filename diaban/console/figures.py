"""Figures as pages show them: a number that opens the lines it counts, or a sentence why it doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.figures import queries
from diaban.figures.measures import How, Measure, measures
from diaban.figures.periods import Period, until, year


@dataclass(frozen=True)
class Tile:
    """One figure: its title, the number as written, where it opens, what it covers, and why it stays shut."""

    title: Any
    value: str
    url: str
    about: Any
    why: Any = ""


@dataclass(frozen=True)
class Tiles:
    """Figures side by side. A reason that all of them share is said once, under them."""

    each: Sequence[Tile] = ()

    def __bool__(self) -> bool:
        return bool(self.each)

    @property
    def why(self) -> Any:
        """The one reason why none of them opens, or ""."""
        reasons = {str(tile.why) for tile in self.each}
        return reasons.pop() if len(reasons) == 1 else ""


def period_for(wanted: Measure, day: date | None = None) -> Period:
    """What a page shows by default: a stock up to today, anything else this year."""
    now = day or today()
    return until(now) if wanted.how is How.STOCK else year(now.year)


def about(wanted: Measure, period: Period) -> str:
    """The period in words."""
    if wanted.how is How.STOCK:
        return _("tính đến hôm nay")
    return _("năm %(year)s") % {"year": period.until.year}


def tiles(viewer: Viewer, unit_id: int) -> Tiles:
    """Every declared figure of a unit."""
    return Tiles(
        [tile(queries.count(code, unit_id, period_for(wanted), viewer=viewer)) for code, wanted in measures().items()]
    )


def tile(figure: queries.Figure) -> Tile:
    """A figure for the page. One that isn't told is written so; one that can't be opened says why."""
    period = period_for(figure.measure)
    url = address(figure.measure.code, figure.unit_id, period) if figure.may_open else ""
    why = "" if figure.may_open else figure.why
    return Tile(figure.measure.title, written(figure), url, about(figure.measure, period), why)


def written(figure: queries.Figure) -> str:
    """The number, "<8" where fewer may not be told, a dash where there is none."""
    if figure.state is queries.State.FEW:
        return "<8"
    return "–" if figure.value is None else fmt_int(figure.value)


def address(code: str, unit_id: int, period: Period) -> str:
    """The page of the lines behind a figure."""
    query = urlencode({"tu": period.since.isoformat(), "den": period.until.isoformat()})
    return f"{reverse('console:figure', args=[code, unit_id])}?{query}"


def of_units(viewer: Viewer, code: str, unit_ids: list[int]) -> dict[int, queries.Figure]:
    """One figure of several units; nothing for a role that sees no figures."""
    wanted = measures().get(code)
    if wanted is None or not viewer.can(Permission.FIGURES_READ) or not unit_ids:
        return {}
    return queries.by_unit(code, unit_ids, period_for(wanted), viewer=viewer)


def as_cell(figure: queries.Figure | None) -> tuple[str, str]:
    """A figure in a table: the number as written, and where it opens (empty where it may not)."""
    if figure is None:
        return "", ""
    told = tile(figure)
    return told.value, told.url
