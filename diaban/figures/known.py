"""From when a measure is kept in an area, and the gaps since. Before that day, and in a gap, there is no data, which is
not 0.

Rows name a measure, a domain ("incidents": all of its measures) or "" (all), the narrower before the wider, and a unit;
they hold for every place inside, and a row of a smaller unit holds before that of a larger one. Lines dated earlier, or
in a gap, stay in the ledger and are told apart (`queries.early`), never counted: else a book that someone finds in a
drawer would make a month known that isn't. A stock counts every line of a place that is known on its day, whenever
dated.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from diaban.core.sql import rows
from diaban.figures.gaps import Bound, Gaps, written
from diaban.figures.measures import How, Measure
from diaban.figures.periods import Period


class Kept(list[tuple[str, Bound]]):
    """The newest row of each measure and unit; with where those units lie to others, asked once for many measures
    alike."""

    def __init__(self, found: Iterable[tuple[str, Bound]] = ()) -> None:
        super().__init__(found)
        self.around: dict[tuple[tuple[int, ...], tuple[int, ...]], _Around] = {}


_kept: tuple[float, Kept] = (0.0, Kept())


def forget() -> None:
    """Drop what this process remembers of the rows: called by the verbs that add some."""
    global _kept
    _kept = (0.0, Kept())


def everything() -> Kept:
    """The newest row of each measure and unit. Read at most once a second; inside a transaction always."""
    global _kept
    moment = time.monotonic()
    if connection.in_atomic_block or moment - _kept[0] > 1:
        found = Kept((code, Bound(unit, day, tuple(zip(since, until, strict=True))))
                     for code, unit, day, since, until in rows(_NEWEST))  # fmt: skip
        if connection.in_atomic_block:
            return found
        _kept = (moment, found)
    return _kept[1]


_NEWEST = """
select distinct on (measure, unit_id) measure, unit_id, day,
    array(select lower(g) from unnest(gaps) g order by 1), array(select upper(g) - 1 from unnest(gaps) g order by 1)
from figures_known order by measure, unit_id, id desc
"""


def declared(code: str, kept: Kept | None = None) -> dict[int, Bound]:
    """By unit, for one measure or domain; `kept` is what `everything` gave, for who asks for many."""
    kept = everything() if kept is None else kept
    order = ("", domain(code), code)
    return {bound.unit: bound for wanted in order for each, bound in kept if each == wanted}


def holding(code: str, unit: int) -> Bound | None:
    """What holds for a measure or domain in a unit: said of the unit or of one above it; None where nothing is."""
    found = declared(code)
    above = _around((unit,), tuple(found)).above.get(unit, ()) if found else ()
    return found[max((level, row) for row, level in above)[1]] if above else None


def domain(code: str) -> str:
    """The domain of a measure's code: what stands before the dot."""
    return code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known of a unit in a period: `since` the latest day that any part of it is kept from, and the `gaps` of
    any part, both only where that makes a difference; `none` where nothing of it is kept then; `bounds` the rows that
    matter, none where all is known.
    """

    since: date | None = None
    none: bool = False
    bounds: tuple[Bound, ...] = ()
    gaps: Gaps = ()


FULL = Cover()


def covers(measure: Measure, units: Sequence[int], period: Period, kept: Kept | None = None) -> dict[int, Cover]:
    """What is known of each unit. Nothing is read where nothing was declared for the measure."""
    kept = everything() if kept is None else kept
    found = declared(measure.code, kept)
    if not found or not units:
        return dict.fromkeys(units, FULL)
    key = tuple(units), tuple(found)
    if key not in kept.around:
        kept.around[key] = _around(*key)
    answer, around = {}, kept.around[key]
    for unit in units:
        above = [(level, row) for row, level in around.above.get(unit, ())]
        inside = [found[row] for row in around.inside.get(unit, ())]
        answer[unit] = _cover(found[max(above)[1]] if above else None, inside, measure, period)
    return answer


@dataclass(frozen=True, slots=True)
class _Around:
    """Of units, the declared ones that each lies in, with their levels, and those that lie in it."""

    above: dict[int, list[tuple[int, int]]]
    inside: dict[int, list[int]]


def _around(units: tuple[int, ...], found: tuple[int, ...]) -> _Around:
    above, inside = defaultdict[int, list[tuple[int, int]]](list), defaultdict[int, list[int]](list)
    for unit, row, level, way in rows(_RELATED, [list(units), list(found), list(units), list(found)]):
        if way < 0:
            above[unit].append((row, level))
        else:
            inside[unit].append(row)
    return _Around(above, inside)


_RELATED = """
select t.unit, w.unit_id, u.level, -1 from unnest(%s::int[]) t (unit) join areas_within w on w.place_id = t.unit
join areas_unit u on u.id = w.unit_id where w.unit_id = any(%s)
union all
select t.unit, w.place_id, 0, 1 from unnest(%s::int[]) t (unit) join areas_within w on w.unit_id = t.unit
where w.place_id = any(%s) and w.place_id <> t.unit
"""


def _cover(own: Bound | None, inside: list[Bound], measure: Measure, period: Period) -> Cover:
    bounds = ([own] if own is not None else []) + inside
    since = period.until if measure.how is How.STOCK else period.since
    late = [bound.day for bound in bounds if bound.day > since]
    gaps = sorted({gap for bound in bounds for gap in bound.met(since, period.until)})
    if not late and not gaps:
        return FULL
    none = own is not None and all(bound.nothing(since, period.until) for bound in bounds)
    return Cover(max(late, default=None), none, tuple(bounds), tuple(gaps))


def condition(measure: Measure, bounds: Sequence[Bound], period: Period) -> tuple[str, list[Any]]:
    """The condition that a line `l` is counted: its place is kept on its day (for a stock, on the last day)."""
    day = "%s::date" if measure.how is How.STOCK else "l.day"
    on = [period.until] if measure.how is How.STOCK else []
    return (
        f"""coalesce((select r.day <= {day} and not r.gaps @> {day}
        from areas_within w join areas_unit u on u.id = w.unit_id
        join unnest(%s::int[], %s::date[], %s::text[]::datemultirange[]) r (unit, day, gaps) on r.unit = w.unit_id
        where w.place_id = l.place order by u.level desc, r.day desc limit 1), true)""",
        [
            *on, *on,
            [bound.unit for bound in bounds],
            [bound.day for bound in bounds],
            [written(bound.gaps) for bound in bounds],
        ],
    )  # fmt: skip
