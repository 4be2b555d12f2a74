"""Figures for a reader, and the lines that each opens.

A figure is a measure, a unit, a period and the reader's rights. What it opens adds up to it; where the reader may
not open it, `why` says so in one sentence and fewer than 8 is not told. The unit may be of then or of now: lines
keep their place, and the closure says which places lie inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.core.sql import rows
from diaban.figures import sums
from diaban.figures.measures import How, Measure, measure
from diaban.figures.periods import BEGINNING, Period
from diaban.figures.suppression import suppressed
from diaban.ledger.queries import Filter, Page
from diaban.ledger.queries import lines as ledger_lines


class State(StrEnum):
    """What a figure's number is."""

    KNOWN = "known"
    FEW = "few"  #: 1 to 7, not told to a reader who may not open them
    APART = "apart"  #: outside of the reader's ground only whole half-months are told


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is of. `value` is None unless known; `why` says why it can't be opened, if so."""

    measure: Measure
    unit_id: int
    period: Period
    value: int | None
    state: State
    may_open: bool
    why: str = ""


def count(code: str, unit_id: int, period: Period, *, viewer: Viewer) -> Figure:
    """One figure. Raises Refused where the reader may see no figures, KeyError for an unknown measure."""
    return by_unit(code, [unit_id], period, viewer=viewer)[unit_id]


def by_unit(code: str, unit_ids: Sequence[int], period: Period, *, viewer: Viewer) -> dict[int, Figure]:
    """The same figure for several units, in one statement for those inside the reader's ground and one for others."""
    wanted = measure(code)
    check_read(viewer)
    period = reach(wanted, period)
    ours = set(unit_ids) if viewer.scope.everywhere else set(unit_ids) & set(viewer.scope.places)
    found = _inside(wanted, [unit for unit in unit_ids if unit in ours], period, viewer)
    found |= _outside(wanted, [unit for unit in unit_ids if unit not in ours], period)
    return {unit: found[unit] for unit in unit_ids}


def series(code: str, unit_id: int, periods: Iterable[Period], *, viewer: Viewer) -> list[Figure]:
    """The same figure for several periods, in their order."""
    return [count(code, unit_id, period, viewer=viewer) for period in periods]


def reach(wanted: Measure, period: Period) -> Period:
    """The days whose lines a figure counts: a stock counts everything up to the period's last day."""
    return Period(min(BEGINNING, period.until), period.until) if wanted.how is How.STOCK else period


def _inside(wanted: Measure, units: list[int], period: Period, viewer: Viewer) -> dict[int, Figure]:
    if not units:
        return {}
    read = sums.distinct if wanted.how is How.DISTINCT else sums.sums
    added = read(wanted, units, period)
    may_open = viewer.can(Permission.FIGURES_OPEN)
    why = "" if may_open else _("Vai trò của bạn xem được số liệu nhưng không mở được từng dòng.")
    found = {}
    for unit in units:
        n, quantity = added.get(unit, (0, 0))
        number = sums.value_of(wanted, n, quantity)
        few = not may_open and suppressed(n, number)
        state = State.FEW if few else State.KNOWN
        found[unit] = Figure(wanted, unit, period, None if few else number, state, may_open, why)
    return found


def _outside(wanted: Measure, units: list[int], period: Period) -> dict[int, Figure]:
    if not units:
        return {}
    why = _("Địa bàn này ngoài phạm vi của bạn: chỉ xem được số tổng, không mở được từng dòng.")
    told = sums.whole(wanted, period)
    halves = told.halves()
    if not wanted.cells_know() or halves is None or told.edges():
        return {unit: Figure(wanted, unit, period, None, State.APART, False, why) for unit in units}
    added = sums.outside(wanted, units, *halves)
    found = {}
    for unit in units:
        n, quantity = added.get(unit, (0, 0))
        if n is None or quantity is None:
            found[unit] = Figure(wanted, unit, period, None, State.FEW, False, why)
        else:
            number = sums.value_of(wanted, n, quantity)
            found[unit] = Figure(wanted, unit, period, number, State.KNOWN, False, why)
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
    code: str, unit_id: int, period: Period, *, viewer: Viewer, after: tuple[date | None, int] | None = None,
    limit: int = 50,
) -> Page:  # fmt: skip
    """The standing lines behind a figure, newest day first. Raises Refused where it may not be opened.

    Their number (for a sum or stock: their quantities; for a distinct count: their different records) is the figure.
    """
    wanted = measure(code)
    check_read(viewer)
    check_open(unit_id, viewer)
    period = reach(wanted, period)
    places = [row[0] for row in rows("select place_id from areas_within where unit_id = %s", [unit_id])]
    asked = Filter(
        kinds=wanted.kinds, places=places, since=period.since, until=period.until, standing=True,
        any_of=dict(wanted.where),
    )  # fmt: skip
    return ledger_lines(asked, after=after, limit=limit)
