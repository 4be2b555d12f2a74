"""What stands behind a report's figures where figures alone don't say it: how many different records, and the part of
an area's figure that lies in a unit which reaches beyond that area.

A commune of today may be made of communes of two former districts. On today's map the row of that commune in the
report of one of them holds what lies in both, so that rows add up to the district; what it opens is just that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level
from diaban.core.sql import rows
from diaban.figures import cuts, known
from diaban.figures.measures import How, Measure
from diaban.figures.periods import Period
from diaban.figures.queries import check_open, check_read, count, reach
from diaban.figures.queries import lines as figures_lines
from diaban.figures.sums import IN_PLACES, RECORD, line_condition, standing_at
from diaban.ledger import queries as ledger
from diaban.ledger.queries import Filter, Page


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines, and the number that the measure makes of them."""

    lines: int
    value: int


def records(measure: Measure, unit_id: int, period: Period, cut: int | None) -> int:
    """How many different records the lines of a figure are about; merged persons are one."""
    where, params = _where(measure, unit_id, period, cut)
    joined = "areas_within w join ledger_line l on l.place = w.place_id"
    found = rows(f"select count(distinct {RECORD}) from {joined} {where}", params)
    return int(found[0][0])


def parted(
    measure: Measure, unit_id: int, parts: Sequence[int], period: Period, cut: int | None
) -> dict[int | None, Tally]:
    """The figure of a unit, parted into units that don't overlap; None holds what lies in none of them."""
    where, params = _where(measure, unit_id, period, cut)
    found = rows(
        f"""select p.unit_id, count(*), {_number(measure)}
        from areas_within w join ledger_line l on l.place = w.place_id
        left join areas_within p on p.place_id = l.place and p.unit_id = any(%s) {where} group by 1""",
        [list(parts), *params],
    )
    return {part: Tally(n, number) for part, n, number in found}


def _number(measure: Measure) -> str:
    """The number that a measure makes of lines `l`."""
    if measure.how is How.LINES:
        return "count(*)"
    return f"count(distinct {RECORD})" if measure.how is How.DISTINCT else "sum(l.quantity)::bigint"


def _where(measure: Measure, unit_id: int, period: Period, cut: int | None) -> tuple[str, list[Any]]:
    condition, params = _lines_where(measure, unit_id, period, cut)
    return f"where w.unit_id = %s and {condition}", [unit_id, *params]


def _lines_where(measure: Measure, unit_id: int, period: Period, cut: int | None) -> tuple[str, list[Any]]:
    """The condition on lines `l` of an area's figure: what counts then, from the day on which the measure is kept."""
    condition, params = line_condition(measure)
    standing, sealed = standing_at(cut)
    days = reach(measure, period)
    kept = "".join(f" and {text}" for text, _params in _kept(measure, unit_id, days))
    return (
        f"l.day between %s and %s and {IN_PLACES} and {condition} and {standing}{kept}",
        [days.since, days.until, *params, *sealed, *(p for _text, more in _kept(measure, unit_id, days) for p in more)],
    )


def _kept(measure: Measure, unit_id: int, days: Period) -> list[tuple[str, list[Any]]]:
    """What leaves out lines of before a measure was kept; nothing where that makes no difference."""
    bounds = known.covers(measure, [unit_id], days)[unit_id].bounds
    return [known.condition(measure, bounds, days)] if bounds else []


@dataclass(frozen=True, slots=True)
class Where:
    """Which part of an area is opened: all of it, what also lies in a unit, or (`rest`) what lies in no unit of a day's
    map.
    """

    unit_id: int
    inside: int | None = None
    rest: date | None = None

    def places(self) -> list[int]:
        """The places it holds."""
        own = areas.places_within(self.unit_id)
        if self.inside is not None:
            shared = set(areas.places_within(self.inside))
            return [place for place in own if place in shared]
        if self.rest is not None:
            return areas.sort_places(own, Level.COMMUNE, self.rest).unresolved
        return own


def counted(measure: Measure, where: Where, period: Period, *, viewer: Viewer, cut: int | None) -> Tally:
    """The number of a report that `lines` opens. Raises what that raises."""
    check_read(viewer)
    check_open(where.unit_id, viewer)
    cuts.check(cut)
    condition, params = _lines_where(measure, where.unit_id, period, cut)
    found = rows(
        f"select count(*), {_number(measure)} from ledger_line l where l.place = any(%s) and {condition}",
        [where.places(), *params],
    )
    lines, number = found[0]
    if measure.how is How.UNITS:  # it goes by units of its own, so only a whole area's number is asked for
        number = count(measure.code, where.unit_id, period, viewer=viewer, cut=cut).value
    return Tally(lines, number or 0)


def lines(
    measure: Measure, where: Where, period: Period, *, viewer: Viewer, cut: int | None,
    after: tuple[date | None, int] | None = None, limit: int = 50,
) -> Page:  # fmt: skip
    """The lines behind a number of a report, newest day first; they add up to it. Raises Refused where it may not be
    opened, Invalid for a cut that isn't there.
    """
    if where.inside is None and where.rest is None:
        return figures_lines(measure.code, where.unit_id, period, viewer=viewer, after=after, limit=limit, cut=cut)
    check_read(viewer)
    check_open(where.unit_id, viewer)
    cuts.check(cut)
    days = reach(measure, period)
    asked = Filter(
        kinds=measure.kinds, places=where.places(), since=days.since, until=days.until, standing=True, cut=cut,
        any_of=dict(measure.where), also=next(iter(_kept(measure, where.unit_id, days)), None),
    )  # fmt: skip
    return ledger.lines(asked, after=after, limit=limit)
