"""Figures beside each other: parts with their total on a map, ratios, and a figure beside that of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from diaban.access.scope import Viewer
from diaban.areas.queries import Level, Unit
from diaban.figures.changes import Change, Rounding, change, rounded
from diaban.figures.maps import Map, units_on
from diaban.figures.measures import How, Ratio, ratios
from diaban.figures.periods import Period
from diaban.figures.queries import Figure, State, by_unit, count
from diaban.figures.suppression import told_by_total


@dataclass(frozen=True, slots=True)
class Parts:
    """A figure on the units of a map. What lies in none of them (recorded higher up, or in a unit that was split and
    not told apart) is `rest`, so that parts and rest are the total; None where it can't be said.
    """

    total: Figure
    units: Sequence[Unit]
    each: dict[int, Figure]
    rest: int | None


def on_map(
    code: str, unit_id: int, period: Period, *, viewer: Viewer, map: Map | None = None, cut: int | None = None,
    level: Level | None = None,
) -> Parts:  # fmt: skip
    """A figure of a unit of any list, split over the units of a map that lie inside it (next below, or of a level)."""
    units = units_on(unit_id, map, period, level)
    units = [unit for unit in units if unit.id != unit_id]
    found = by_unit(code, [unit_id, *(unit.id for unit in units)], period, viewer=viewer, map=map, cut=cut)
    total = found[unit_id]
    each = {unit.id: found[unit.id] for unit in units}
    each = _kept_secret(total, each)
    told = [figure.value for figure in each.values() if figure.value is not None]
    adds_up = total.measure.how not in (How.DISTINCT, How.UNITS) and len(told) == len(each)
    rest = total.value - sum(told) if adds_up and total.value is not None else None
    return Parts(total, units, each, rest)


def _kept_secret(total: Figure, each: dict[int, Figure]) -> dict[int, Figure]:
    """Parts as they are told beside their total: to a reader who may not open them, also without what would reveal a
    small one. A part that the reader may open is nothing to hide.
    """
    small = [unit for unit, figure in each.items() if figure.state is State.FEW]
    if not small or total.value is None:
        return each
    shown = {unit: figure.value for unit, figure in each.items() if figure.value is not None and not figure.may_open}
    known = sum(figure.value for figure in each.values() if figure.value is not None and figure.may_open)
    hidden = told_by_total(total.value - known, shown, small)
    return {
        unit: replace(figure, value=None, lines=None, state=State.FEW) if unit in hidden else figure
        for unit, figure in each.items()
    }


@dataclass(frozen=True, slots=True)
class RatioFigure:
    """A ratio with both of its figures; `value` is None where either isn't told or the denominator is 0."""

    ratio: Ratio
    over: Figure
    under: Figure
    value: Decimal | None
    rounding: Rounding


def ratio(
    code: str, unit_id: int, period: Period, *, viewer: Viewer, map: Map | None = None, cut: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> RatioFigure:  # fmt: skip
    """One ratio. Raises KeyError for an unknown code, and what `queries.count` raises."""
    wanted = ratios()[code]
    over = count(wanted.over, unit_id, period, viewer=viewer, map=map, cut=cut)
    under = count(wanted.under, unit_id, period, viewer=viewer, map=map, cut=cut)
    return _ratio(wanted, over, under, rounding)


def _ratio(wanted: Ratio, over: Figure, under: Figure, rounding: Rounding) -> RatioFigure:
    value = None
    if over.value is not None and under.value and under.value > 0:
        value = rounded(Fraction(over.value, under.value) * wanted.per, wanted.places, rounding)
    return RatioFigure(wanted, over, under, value, rounding)


def ratio_on_map(
    code: str, unit_id: int, period: Period, *, viewer: Viewer, map: Map | None = None, cut: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> list[tuple[Unit, RatioFigure]]:  # fmt: skip
    """A ratio of each unit of the map inside one; what is told of its counts is what `on_map` tells."""
    wanted = ratios()[code]
    over = on_map(wanted.over, unit_id, period, viewer=viewer, map=map, cut=cut)
    under = on_map(wanted.under, unit_id, period, viewer=viewer, map=map, cut=cut)
    return [
        (unit, _ratio(wanted, over.each[unit.id], under.each[unit.id], rounding))
        for unit in over.units if unit.id in under.each
    ]  # fmt: skip


def compare(
    code: str, unit_id: int, period: Period, before: Period, *, viewer: Viewer, map: Map | None = None,
    cut: int | None = None, rounding: Rounding = Rounding.HALF_UP, places: int = 2,
) -> tuple[Figure, Figure, Change]:  # fmt: skip
    """A figure, that of another period (both at the same cut), and the change between them."""
    now = count(code, unit_id, period, viewer=viewer, map=map, cut=cut)
    then = count(code, unit_id, before, viewer=viewer, map=map, cut=cut)
    return now, then, change(now.value, then.value, rounding, places)
