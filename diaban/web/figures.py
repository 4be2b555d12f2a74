"""Figures as pages write them: every number a link to the page of its lines, and a sentence where they stay shut.

Whatever a page says of a figure goes through here, so that one test can follow every number to the lines it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diaban.core.text import fmt_int, fmt_num
from diaban.core.time import today
from diaban.figures.maps import Map, Shown
from diaban.figures.measures import How, Measure
from diaban.figures.periods import BEGINNING, Period
from diaban.figures.periods_named import Named, day, free, of
from diaban.figures.periods_schemes import Grain
from diaban.figures.queries import Figure, State

#: Names in the address of a figure's page: the period's code, the map of units, and a cut of the sealed tree.
PERIOD, MAP, CUT = "ky", "ban-do", "moc"


def period_for(wanted: Measure) -> Named:
    """What a page shows by default: a stock today, anything else this calendar year."""
    return day(today()) if wanted.how is How.STOCK else of(Grain.YEAR, today().year)


def named(period: Period | Named) -> Named:
    """A period with a code: a stock's, which begins with everything there is, is its last day."""
    if isinstance(period, Named):
        return period
    if period.since == period.until or period.since <= BEGINNING:
        return day(period.until)
    return free(period.since, period.until)


def address(
    code: str, unit_id: int, period: Period | Named, *, shown: Map | None = None, cut: int | None = None
) -> str:
    """The page of the lines behind a figure."""
    return f"{_page('console:figure', code, unit_id)}?{_query(period, shown, cut)}"


def ratio_address(
    code: str, unit_id: int, period: Period | Named, *, shown: Map | None = None, cut: int | None = None
) -> str:
    """The page of both counts of a ratio."""
    return f"{_page('console:ratio', code, unit_id)}?{_query(period, shown, cut)}"


@lru_cache(maxsize=16_384)
def _page(name: str, code: str, unit_id: int) -> str:
    """Remembered, for a page of a province has hundreds of them."""
    return reverse(name, args=[code, unit_id])


def _query(period: Period | Named, shown: Map | None, cut: int | None) -> str:
    query: dict[str, Any] = {PERIOD: named(period).code}
    if shown is not None and shown is not Shown.NOW:
        query[MAP] = shown.value if isinstance(shown, Shown) else shown.isoformat()
    if cut is not None:
        query[CUT] = cut
    return urlencode(query)


def address_of(figure: Figure, period: Period | Named | None = None) -> str:
    """Where a figure opens; `period` where its own code says less than the page's (a stock of the year's last day)."""
    return address(
        figure.measure.code, figure.unit_id, period or figure.period, shown=figure.map, cut=figure.cut
    )  # fmt: skip


def written(figure: Figure) -> str:
    """The number; "<8" where fewer may not be told, words where nothing is kept yet, a dash where it isn't told; of a
    count of units, out of how many."""
    if figure.state is State.FEW:
        return "<8"
    if figure.state is State.NODATA:
        return _("chưa có số liệu")
    if figure.value is None:
        return "–"
    return fmt_int(figure.value) if figure.of is None else f"{fmt_int(figure.value)}/{fmt_int(figure.of)}"


def link(figure: Figure, period: Period | Named | None = None) -> SafeString:
    """The number as a link, for the cell of a table."""
    return format_html('<a class="fig" href="{}">{}</a>', address_of(figure, period), written(figure))


def percent(value: Decimal | float | None, places: int = 1) -> str:
    """12,5%; a dash where there is none."""
    return "–" if value is None else f"{fmt_num(value, places)}%"


def why(figures: Iterable[Figure]) -> str:
    """The sentences that say why some of these don't open, each once; "" where all do."""
    return " ".join(dict.fromkeys(str(figure.why) for figure in figures if figure.why))


def span(wanted: Measure, period: Named) -> str:
    """What a figure covers, in words: a stock is counted on a day, anything else over days."""
    if wanted.how is not How.STOCK:
        return period.full
    until = period.until
    return _("tính đến hôm nay") if until == today() else _("tính đến %s") % day(until).label


@dataclass(frozen=True)
class Tile:
    """One figure: its title, the number as written, where it opens, what it covers, and why its lines stay shut."""

    title: Any
    value: str
    url: str
    about: Any
    why: Any = ""

    @property
    def words(self) -> bool:
        """Whether words stand where a number would."""
        return not any(map(str.isdigit, self.value)) and len(self.value) > 1


@dataclass(frozen=True)
class Tiles:
    """Figures side by side. A reason that several share is said once, under them."""

    each: tuple[Tile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.each)

    @property
    def why(self) -> str:
        """The reasons why some don't open, each once, or ""."""
        return " ".join(dict.fromkeys(str(tile.why) for tile in self.each if tile.why))


def tile(figure: Figure, period: Named | None = None) -> Tile:
    """A figure for the page."""
    covered = period or named(figure.period)
    return Tile(figure.measure.title, written(figure), address_of(figure, covered), span(figure.measure, covered),
                figure.why)  # fmt: skip
