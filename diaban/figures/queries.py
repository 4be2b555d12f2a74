"""Figures for a reader, and the lines that each opens.

A figure is a measure, a unit, a period, a map, a cut and the reader's rights. What it opens adds up to it; where the
reader may not open it, `why` says so in one sentence and fewer than 8 is not told. The unit may be of then or of now:
lines keep their place, and the closure says which places lie inside. The map decides which units a count of units goes
by (and, in `tables`, which units a figure is split over); the cut is a size of the sealed tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer, places_of
from diaban.core.errors import Refused
from diaban.core.sql import among
from diaban.core.text import fmt_date
from diaban.figures import cuts, known, sums, upper
from diaban.figures.gaps import Gaps
from diaban.figures.maps import Map, map_day
from diaban.figures.measures import How, Measure, measure
from diaban.figures.periods import BEGINNING, Period
from diaban.figures.suppression import suppressed
from diaban.ledger.queries import FEW_PLACES, Filter, Page
from diaban.ledger.queries import lines as ledger_lines


class State(StrEnum):
    """What a figure's number is."""

    KNOWN = "known"
    FEW = "few"  #: 1 to 7, not told to a reader who may not open them
    APART = "apart"  #: outside of the reader's ground only whole half-months are told
    NODATA = "nodata"  #: the measure isn't kept there yet, or wasn't then, which is not 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is of. `value` is None unless known; `why` says why it isn't, or can't be opened, if so.

    `lines` is how many lines stand behind it (None where it isn't told); `of` is, for a count of units, how many there
    are. `map` and `cut` are those that were asked for. `known_from` is set where some of it is kept only from that day
    on, later than the period's first, and `gaps` where some of it isn't kept on days in between (first, last): the
    figure is then of the rest, or `State.NODATA`.
    """

    measure: Measure
    unit_id: int
    period: Period
    value: int | None
    state: State
    may_open: bool
    why: str = ""
    lines: int | None = None
    of: int | None = None
    map: Map | None = None
    cut: int | None = None
    known_from: date | None = None
    gaps: Gaps = ()

    @property
    def partly(self) -> bool:
        """Whether it leaves out days of which nothing is kept, or ground."""
        return self.state is not State.NODATA and (self.known_from is not None or bool(self.gaps))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of several units at once."""

    measure: Measure
    period: Period
    map: Map | None = None
    cut: int | None = None

    def figure(self, unit_id: int, value: int | None, state: State, may_open: bool, why: str = "",
               lines: int | None = None, of: int | None = None) -> Figure:  # fmt: skip
        """The answer for one unit."""
        told = (self.measure, unit_id, self.period, value, state, may_open, why, lines, of, self.map, self.cut)
        return Figure(*told)


def count(
    code: str | Measure, unit_id: int, period: Period, *, viewer: Viewer, map: Map | None = None, cut: int | None = None
) -> Figure:
    """One figure. Raises Refused where the reader may see no figures, KeyError for an unknown measure, Invalid for a
    cut that the sealed tree hasn't reached.
    """
    return by_unit(code, [unit_id], period, viewer=viewer, map=map, cut=cut)[unit_id]


def by_unit(
    code: str | Measure, unit_ids: Sequence[int], period: Period, *, viewer: Viewer, map: Map | None = None,
    cut: int | None = None,
) -> dict[int, Figure]:  # fmt: skip
    """The same figure for several units, in one statement for those inside the reader's ground and one for others."""
    wanted = measure(code)
    check_read(viewer)
    cuts.check(cut)
    asked = Asked(wanted, reach(wanted, period), map, cut)
    ours = set(unit_ids) if viewer.scope.everywhere else set(unit_ids) & set(viewer.scope.places)
    found = _inside(asked, [unit for unit in unit_ids if unit in ours], viewer)
    found |= _outside(asked, [unit for unit in unit_ids if unit not in ours])
    return {unit: found[unit] for unit in unit_ids}


def series(
    code: str | Measure, unit_id: int, periods: Iterable[Period], *, viewer: Viewer, map: Map | None = None,
    cut: int | None = None,
) -> list[Figure]:  # fmt: skip
    """The same figure for several periods, in their order."""
    return [count(code, unit_id, period, viewer=viewer, map=map, cut=cut) for period in periods]


def reach(wanted: Measure, period: Period) -> Period:
    """The days whose lines a figure counts: a stock counts everything up to the period's last day."""
    return Period(min(BEGINNING, period.until), period.until) if wanted.how is How.STOCK else period


def _inside(asked: Asked, units: list[int], viewer: Viewer) -> dict[int, Figure]:
    """Figures of units of the reader's ground; those that reach before the measure was kept are read by themselves."""
    wanted, period, found = asked.measure, asked.period, dict[int, Figure]()
    covers = known.covers(wanted, units, period)
    on = map_day(asked.map, period)
    for bounds in {covers[unit].bounds for unit in units}:
        alike = [unit for unit in units if covers[unit].bounds == bounds]
        added, totals = sums.added(wanted, alike, period, on, asked.cut, bounds)
        for unit in alike:
            figure = told(asked, unit, *added.get(unit, (0, 0)), viewer, totals.get(unit))
            found[unit] = _known(figure, covers[unit])
    return found


def _known(figure: Figure, cover: known.Cover) -> Figure:
    if not cover.bounds:
        return figure
    found = replace(figure, known_from=cover.since, gaps=cover.gaps)
    return replace(found, value=None, state=State.NODATA, lines=None, why=unknown(found)) if cover.none else found


def unknown(figure: Figure) -> str:
    """Of which days a figure has no data, in words; "" where it has all of them."""
    said = [_("Chưa có số liệu của ngày trước %s.") % fmt_date(figure.known_from)] if figure.known_from else []
    for since, until in figure.gaps:
        days = {"since": fmt_date(since), "until": fmt_date(until)}
        said.append(_("Chưa có số liệu từ ngày %(since)s đến ngày %(until)s.") % days)
    return " ".join(said)


def told_partly(figure: Figure) -> str:
    """Of which days a figure counts nothing, as its page and a report say it beside the number; "" where of none."""
    if figure.value is None or figure.known_from is None:
        return unknown(figure)
    since = _("Chỉ tính từ ngày %s; trước đó chưa có số liệu.") % fmt_date(figure.known_from)
    return f"{since} {unknown(replace(figure, known_from=None))}".strip()


def told(asked: Asked, unit: int, n: int, quantity: int, viewer: Viewer, of: int | None = None) -> Figure:
    """The figure of a unit of the reader's ground that so many lines and so much quantity make."""
    number = sums.value_of(asked.measure, n, quantity)
    if viewer.can(Permission.FIGURES_OPEN):
        return asked.figure(unit, number, State.KNOWN, True, "", n, of)
    why = _("Vai trò của bạn xem được số liệu nhưng không mở được từng dòng.")
    if suppressed(n, number):
        return asked.figure(unit, None, State.FEW, False, why, of=of)
    return asked.figure(unit, number, State.KNOWN, False, why, n, of)


def _outside(asked: Asked, units: list[int]) -> dict[int, Figure]:
    """Only whole half-months of what cells know, and nothing at a cut: two cuts next to each other tell one line."""
    if not units:
        return {}
    why = _("Địa bàn này ngoài phạm vi của bạn: chỉ xem được số tổng, không mở được từng dòng.")
    told = sums.whole(asked.measure, asked.period)
    halves = told.halves()
    apart = not asked.measure.cells_know() or asked.measure.how is How.UNITS or asked.cut is not None
    if apart or halves is None or told.edges():
        return {unit: asked.figure(unit, None, State.APART, False, why) for unit in units}
    added = sums.outside(asked.measure, units, *halves)
    covers = known.covers(asked.measure, units, asked.period)
    found = {}
    for unit in units:
        n, quantity = added.get(unit, (0, 0))
        if covers[unit].bounds:
            state = State.NODATA if covers[unit].none else State.APART
            found[unit] = _known(asked.figure(unit, None, state, False, why), covers[unit])
        elif n is None or quantity is None:
            found[unit] = asked.figure(unit, None, State.FEW, False, why)
        else:
            found[unit] = asked.figure(unit, sums.value_of(asked.measure, n, quantity), State.KNOWN, False, why, n)
    return found


def check_read(viewer: Viewer) -> None:
    """Raises Refused for a role that sees no figures."""
    if not viewer.can(Permission.FIGURES_READ):
        raise Refused(_("Vai trò của bạn không xem được số liệu. Hãy báo quản trị hệ thống nếu cần."))


def check_open(unit_id: int, viewer: Viewer) -> None:
    """Raises Refused where a figure of this unit may not be opened, with the same sentence as the figure's."""
    if not viewer.can(Permission.FIGURES_OPEN):
        raise Refused(_("Vai trò của bạn xem được số liệu nhưng không mở được từng dòng."))
    if not viewer.scope.everywhere and unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này ngoài phạm vi của bạn: chỉ xem được số tổng, không mở được từng dòng."))


def lines(
    code: str | Measure, unit_id: int, period: Period, *, viewer: Viewer, after: tuple[date | None, int] | None = None,
    limit: int = 50, cut: int | None = None,
) -> Page:  # fmt: skip
    """The standing lines behind a figure, newest day first. Raises Refused where it may not be opened.

    Their number (for a sum or stock: their quantities; for a distinct count: their different records; for a count of
    units: the units of its level that they lie in) is the figure.
    """
    wanted = measure(code)
    check_read(viewer)
    check_open(unit_id, viewer)
    cuts.check(cut)
    period = reach(wanted, period)
    places = places_of(unit_id)
    many = len(places) > FEW_PLACES
    bounds = known.covers(wanted, [unit_id], period)[unit_id].bounds
    inside = (_INSIDE_NATION, [unit_id]) if upper.level(unit_id) == 0 else (_INSIDE, [unit_id, unit_id])
    also: list[tuple[str, list[Any]]] = [inside] if many else []
    also += [known.condition(wanted, bounds, period)] if bounds else []
    asked = Filter(
        kinds=wanted.kinds, places=None if many else places, since=period.since, until=period.until, standing=True,
        cut=cut, any_of=dict(wanted.where), also=_both(also),
    )  # fmt: skip
    return ledger_lines(asked, after=after, limit=limit)


def _both(conditions: Sequence[tuple[str, list[Any]]]) -> tuple[str, list[Any]] | None:
    if not conditions:
        return None
    return " and ".join(sql for sql, _params in conditions), [each for _sql, params in conditions for each in params]


def early(code: str | Measure, unit_id: int, period: Period, *, viewer: Viewer) -> int:
    """How many standing lines a figure leaves out because they are of days on which the measure wasn't kept there."""
    wanted = measure(code)
    check_read(viewer)
    check_open(unit_id, viewer)
    period = reach(wanted, period)
    bounds = known.covers(wanted, [unit_id], period)[unit_id].bounds
    if not bounds:
        return 0
    every = sums.from_lines(wanted, [unit_id], period).get(unit_id, (0, 0))[0]
    return every - sums.from_lines(wanted, [unit_id], period, bounds=bounds).get(unit_id, (0, 0))[0]


#: A place is looked for among those kept for the unit, by the version of the map that this very statement sees, while
#: lines are walked in their order: joined instead, all lines would be gathered and sorted before the first is shown.
#: Nearly every line lies in the nation: there each is looked up instead of reading all places first.
_INSIDE = among("l.place", "access.listed('@' || %s || ':' || (select max(version) from areas_state))")
_INSIDE_NATION = "(select true from areas_within w where w.place_id = l.place and w.unit_id = %s)"
