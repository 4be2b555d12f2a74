"""From when a measure is kept in an area. Before that day there is no data, which is not 0.

Rows name a measure, a domain ("incidents": all of its measures) or "" (all), the narrower before the wider, and a unit;
they hold for every place inside, and a row of a smaller unit holds before that of a larger one. Lines dated earlier
stay in the ledger and are told apart (`queries.early`), never counted: else a book that someone finds in a drawer would
make a month known that isn't. A stock counts every line of a place that is known on its day, whenever dated.
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
from diaban.figures.measures import How, Measure
from diaban.figures.periods import Period


class Kept(list[tuple[str, int, date]]):
    """(measure, unit, day): the newest row of each; with where those units lie to others, asked once for many measures
    alike."""

    def __init__(self, found: Iterable[tuple[str, int, date]] = ()) -> None:
        super().__init__(found)
        self.around: dict[tuple[tuple[int, ...], tuple[int, ...]], _Around] = {}


_kept: tuple[float, Kept] = (0.0, Kept())


def forget() -> None:
    """Drop what this process remembers of the rows: called by the verbs that add some."""
    global _kept
    _kept = (0.0, Kept())


def everything() -> Kept:
    """(measure, unit, day): the newest row of each. Read at most once a second; inside a transaction always."""
    global _kept
    moment = time.monotonic()
    if connection.in_atomic_block or moment - _kept[0] > 1:
        found = Kept(rows("select distinct on (measure, unit_id) measure, unit_id, day from figures_known"
                          " order by measure, unit_id, id desc"))  # fmt: skip
        if connection.in_atomic_block:
            return found
        _kept = (moment, found)
    return _kept[1]


def declared(measure: Measure, kept: Kept | None = None) -> dict[int, date]:
    """unit → day, for one measure; `kept` is what `everything` gave, for who asks for many."""
    kept = everything() if kept is None else kept
    order = ("", domain(measure.code), measure.code)
    return {unit: day for wanted in order for code, unit, day in kept if code == wanted}


def domain(code: str) -> str:
    """The domain of a measure's code: what stands before the dot."""
    return code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known of a unit in a period: `since` the latest day that any part of it is kept from, None where that
    makes no difference; `none` where nothing of it is kept yet; `bounds` the rows that matter: unit → day.
    """

    since: date | None = None
    none: bool = False
    bounds: tuple[tuple[int, date], ...] = ()


FULL = Cover()


def covers(measure: Measure, units: Sequence[int], period: Period, kept: Kept | None = None) -> dict[int, Cover]:
    """What is known of each unit. Nothing is read where nothing was declared for the measure."""
    kept = everything() if kept is None else kept
    found = declared(measure, kept)
    if not found or not units:
        return dict.fromkeys(units, FULL)
    key = tuple(units), tuple(found)
    if key not in kept.around:
        kept.around[key] = _around(*key)
    answer, around = {}, kept.around[key]
    for unit in units:
        above = [(level, found[row], row) for row, level in around.above.get(unit, ())]
        inside = [(row, found[row]) for row in around.inside.get(unit, ())]
        own = max(above)[2] if above else None
        answer[unit] = _cover(own, inside, found, measure, period)
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


def _cover(
    own: int | None, inside: list[tuple[int, date]], found: dict[int, date], measure: Measure, period: Period
) -> Cover:
    bounds = ([(own, found[own])] if own is not None else []) + inside
    edge = period.until if measure.how is How.STOCK else period.since
    late = [day for _unit, day in bounds if day > edge]
    if not late:
        return FULL
    none = own is not None and all(day > period.until for _unit, day in bounds)
    return Cover(max(late), none, tuple(bounds))


def condition(measure: Measure, bounds: Sequence[tuple[int, date]], period: Period) -> tuple[str, list[Any]]:
    """The condition that a line `l` is counted: its place is kept from its day on (for a stock, from the last day)."""
    day = "%s::date" if measure.how is How.STOCK else "l.day"
    return (
        f"""coalesce((select r.day <= {day} from areas_within w join areas_unit u on u.id = w.unit_id
        join unnest(%s::int[], %s::date[]) r (unit, day) on r.unit = w.unit_id
        where w.place_id = l.place order by u.level desc, r.day desc limit 1), true)""",
        [
            *([period.until] if measure.how is How.STOCK else []),
            [unit for unit, _day in bounds],
            [day for _unit, day in bounds],
        ],
    )
