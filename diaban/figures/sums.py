"""The statements that add up: cells, queue and, at ragged edges, lines, always in one statement.

Read in two, a merge or a commit between them gives sums that never were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from diaban.areas import queries as areas
from diaban.core.sql import among, rows
from diaban.core.time import ZONE
from diaban.figures import known, upper
from diaban.figures.gaps import Bound
from diaban.figures.measures import How, Measure
from diaban.figures.periods import Period, half_of, last_day
from diaban.ledger import registry
from diaban.ledger.queries import CORRECTED_IN_CUT, in_cut

Piece = tuple[str, list[Any]]
#: (lines, number) by unit.
Sums = dict[int, tuple[int, int]]

#: The policy of cells, for lines: figures go by place alone, so that they equal what they open.
IN_PLACES = "(l.place in (select unnest(access.places())) or (select access.everywhere()))"


def whole(measure: Measure, period: Period) -> Period:
    """The same days for counting, drawn out to the end of a half-month that isn't over.

    Lines of the future don't exist, except of planned kinds; so a period up to today needs no ragged edge. The
    real clock decides, as it does in the database.
    """
    if period.until < datetime.now(ZONE).date() or planned(measure):
        return period
    return Period(period.since, last_day(half_of(period.until)))


def planned(measure: Measure) -> bool:
    """Whether it counts lines that may lie ahead."""
    declared = registry.kinds()
    return any(declared[kind].planned for kind in measure.kinds)


def _by_columns(measure: Measure) -> Piece:
    """The condition on a cell or queue row `c`; dims stand in the order in which each kind declares them."""
    if not measure.where:
        return "c.kind_id = any(array(select id from ledger_kind where code = any(%s)))", [list(measure.kinds)]
    declared, texts, params = registry.kinds(), [], list[Any]()
    for kind in measure.kinds:
        terms = ["c.kind_id = (select id from ledger_kind where code = %s)"]
        params.append(kind)
        for dim, codes in measure.where.items():
            terms.append(f"c.d{declared[kind].dims.index(dim) + 1} = any(%s)")
            params.append(list(codes))
        texts.append(" and ".join(terms))
    return "(" + " or ".join(texts) + ")", params


def line_condition(measure: Measure) -> Piece:
    """The condition on a line `l`."""
    texts = ["l.kind_id = any(array(select id from ledger_kind where code = any(%s)))"]
    params: list[Any] = [list(measure.kinds)]
    for dim, codes in measure.where.items():
        texts.append("l.dims ->> %s = any(%s)")
        params += [dim, list(codes)]
    return " and ".join(texts), params


def _cells(measure: Measure, units: Sequence[int], first: int, last: int) -> list[Piece]:
    """What lies in cells and in the queue. Large units have cells of their own, others those of their places."""
    condition, params = _by_columns(measure)
    large = [unit for unit in units if upper.level(unit) is not None]
    small = [unit for unit in units if unit not in set(large)]
    pieces = [_places("figures_queue", units, first, last)]
    if large:
        pieces.append(_upper("figures_upper" if measure.where else "figures_total", large, first, last))
    if small:
        pieces.append(_places("figures_cell", small, first, last))
    return [(f"{text} and {condition}", [*given, *params]) for text, given in pieces]


def _places(table: str, units: Sequence[int], first: int, last: int) -> Piece:
    return (
        f"""select w.unit_id, c.n, c.quantity from areas_within w join {table} c on c.place = w.place_id
        where w.unit_id = any(%s) and c.half between %s and %s""",
        [list(units), first, last],
    )


def _upper(table: str, units: Sequence[int], first: int, last: int) -> Piece:
    ranges = upper.buckets(first, last)
    inside = " or ".join("c.half between %s and %s" for _range in ranges)
    text = f"select c.unit_id, c.n, c.quantity from {table} c where c.unit_id = any(%s) and ({inside})"
    return text, [list(units), *(edge for each in ranges for edge in each)]


def _lines(measure: Measure, units: Sequence[int], since: date, until: date) -> Piece:
    condition, params = line_condition(measure)
    return (
        f"""select w.unit_id, 1, l.quantity from areas_within w join ledger_standing l on l.place = w.place_id
        where w.unit_id = any(%s) and l.day between %s and %s and {IN_PLACES} and {condition}""",
        [list(units), since, until, *params],
    )


def added(
    measure: Measure, units: Sequence[int], period: Period, on: date, cut: int | None = None,
    bounds: Sequence[Bound] = (),
) -> tuple[Sums, dict[int, int]]:  # fmt: skip
    """(lines, number) for each unit that has any; and, for a count of units, how many each has on the map's day."""
    if measure.how is How.UNITS:
        return reached(measure, units, period, on, cut, bounds)
    if measure.how is How.DISTINCT or cut is not None or bounds:
        return from_lines(measure, units, period, cut, bounds), {}
    return sums(measure, units, period), {}


def reached(
    measure: Measure, units: Sequence[int], period: Period, on: date, cut: int | None = None,
    bounds: Sequence[Bound] = (),
) -> tuple[Sums, dict[int, int]]:  # fmt: skip
    """(lines, units of the level with a line) of each unit that has lines, and how many units of the level it has."""
    parts = {unit: [part.id for part in areas.children(unit, on, measure.level)] for unit in units}
    parts = {unit: [part for part in inside if part != unit] for unit, inside in parts.items()}
    wanted = sorted({*units, *(part for inside in parts.values() for part in inside)})
    plain = cut is None and not bounds
    each = sums(measure, wanted, period) if plain else from_lines(measure, wanted, period, cut, bounds)
    found = {unit: (each[unit][0], sum(part in each for part in parts[unit])) for unit in units if unit in each}
    return found, {unit: len(inside) for unit, inside in parts.items()}


def sums(measure: Measure, units: Sequence[int], period: Period) -> dict[int, tuple[int, int]]:
    """(lines, quantity) for each unit that has any, of the places that the session may read."""
    pieces: list[Piece] = []
    period = whole(measure, period)
    halves = period.halves() if measure.cells_know() else None
    if halves is not None:
        pieces += _cells(measure, units, *halves)
        edges = period.edges()
    else:
        edges = [(period.since, period.until)]
    pieces += [_lines(measure, units, since, until) for since, until in edges]
    union = " union all ".join(sql for sql, _params in pieces)
    found = rows(
        f"""select unit_id, sum(n)::bigint, sum(quantity)::bigint from ({union}) t (unit_id, n, quantity)
        group by 1 having sum(n) <> 0 or sum(quantity) <> 0""",
        [param for _sql, params in pieces for param in params],
    )
    return {unit: (n, quantity) for unit, n, quantity in found}


#: One person whose records were merged is counted once.
RECORD = "coalesce((select m.into_id from figures_merged m where m.record_id = l.record_id), l.record_id)"


def from_lines(
    measure: Measure, units: Sequence[int], period: Period, cut: int | None = None,
    bounds: Sequence[Bound] = (),
) -> Sums:  # fmt: skip
    """(lines, quantity; for a distinct count, different records) for each unit that has any, read from the lines
    themselves: distinct records can't be added up from cells, and cells don't know what stood at a cut, nor of days
    on which a measure isn't kept (`bounds`, see `known`).
    """
    condition, params = line_condition(measure)
    if bounds:
        kept, more = known.condition(measure, bounds, period)
        condition, params = f"{condition} and {kept}", [*params, *more]
    what = f"count(distinct {RECORD})" if measure.how is How.DISTINCT else "sum(l.quantity)::bigint"
    standing, sealed = standing_at(cut)
    found = rows(
        f"""select w.unit_id, count(*), {what} from areas_within w join ledger_line l on l.place = w.place_id
        where w.unit_id = any(%s) and l.day between %s and %s and {IN_PLACES} and {condition} and {standing}
        group by 1""",
        [list(units), period.since, period.until, *params, *sealed],
    )
    return {unit: (n, number) for unit, n, number in found}


def standing_at(cut: int | None) -> Piece:
    """The condition that a line `l` counts: now, or among the first `cut` leaves of the sealed tree."""
    if cut is None:
        return "l.quantity <> 0 and not exists (select from ledger_corrected c where c.id = l.id)", []
    return f"l.quantity <> 0 and {in_cut('l.id')} and not {CORRECTED_IN_CUT}", [cut, cut]


def outside(measure: Measure, units: Sequence[int], first: int, last: int) -> dict[int, tuple[int | None, int | None]]:
    """(lines, quantity) of units outside the session's places, both None where few lines stand behind them.

    The kinds of the measure must declare its dims in the same places: raises ValueError otherwise.
    """
    declared = registry.kinds()
    wheres: list[list[str] | None] = [None, None, None]
    for dim, codes in measure.where.items():
        spots = {declared[kind].dims.index(dim) for kind in measure.kinds}
        if len(spots) > 1:
            raise ValueError(f"{measure.code}: {dim} isn't in the same place of every kind")
        wheres[spots.pop()] = list(codes)
    found = rows(
        "select unit_id, n, quantity from figures.outside(%s, %s, %s, %s, %s, %s, %s)",
        [list(measure.kinds), list(units), first, last, *wheres],
    )
    return {unit: (n, quantity) for unit, n, quantity in found}


def value_of(measure: Measure, n: int, quantity: int) -> int:
    """The number that a measure makes of lines and quantity (for a distinct count: records; of units: units)."""
    return n if measure.how is How.LINES else quantity


#: One unit's lines and quantity by kind and bucket.
Profile = dict[tuple[str, int], tuple[int, int]]
#: (kind, half-month, the three dims that cells keep, lines, quantity).
Detail = tuple[str, int, tuple[str, str, str], int, int]


def profile(unit: int, kinds: Sequence[str], first: int, last: int, fine: int) -> Profile:
    """Everything that happened in a unit, by kind and half-month; before `fine` whole years may be one bucket."""
    ranges = [(first, last)]
    if upper.level(unit) is not None and first < fine:
        ranges = [*upper.buckets(first, fine - 1), (fine, last)]
    found = _by_kind("figures_total", unit, kinds, ranges, (first, last), ())
    return {(code, half): (n, quantity) for code, half, n, quantity in found}


def details(unit: int, kinds: Sequence[str], first: int, last: int) -> list[Detail]:
    """What happened in a unit from one half-month to another, by kind, half-month and dims."""
    found = _by_kind("figures_upper", unit, kinds, [(first, last)], (first, last), ("d1", "d2", "d3"))
    return [(code, half, (d1, d2, d3), n, quantity) for code, half, d1, d2, d3, n, quantity in found]


#: That a place lies in a large unit: by the places kept for the version of the map that this very statement sees.
_GROUND = """with ground as materialized (
    select access.listed('@' || %s::int || ':' || (select max(version) from areas_state)) as places) """
_KEPT = among("c.place", "places from ground")


def _by_kind(
    large: str, unit: int, kinds: Sequence[str], ranges: Sequence[tuple[int, int]], waiting: tuple[int, int],
    dims: tuple[str, ...],
) -> list[tuple[Any, ...]]:  # fmt: skip
    """(kind, bucket, *dims, lines, quantity) of a unit: from the table that large units have, else from the cells of
    its places; and from the queue, whose half-months lie in `waiting`.
    """
    kind = "c.kind_id = any(array(select id from ledger_kind where code = any(%s)))"
    place = "c.place in (select place_id from areas_within where unit_id = %s)"
    inside = " or ".join("c.half between %s and %s" for _range in ranges)
    is_large = upper.level(unit) is not None
    where = f"{large} c where c.unit_id = %s" if is_large else f"figures_cell c where {place}"
    keys = ", ".join(("half", *dims))
    columns = f"kind_id, {keys}, c.n, c.quantity"
    given = [unit, *(edge for each in ranges for edge in each), list(kinds), *waiting, list(kinds)]
    return rows(
        f"""{_GROUND if is_large else ""}select k.code, {keys}, t.n::bigint, t.quantity::bigint from (
            select kind_id, {keys}, sum(n) as n, sum(quantity) as quantity from (
                select {columns} from {where} and ({inside}) and {kind}
                union all
                select {columns} from figures_queue c where c.half between %s and %s and {kind}
                    and {_KEPT if is_large else place}
            ) both_sides group by kind_id, {keys}
        ) t join ledger_kind k on k.id = t.kind_id""",
        [unit, *given] if is_large else [*given, unit],
    )


#: (kind, the three dims that cells keep, lines, quantity).
DayDetail = tuple[str, tuple[str, str, str], int, int]


def of_days(unit: int, kinds: Sequence[str], since: date, until: date) -> list[DayDetail]:
    """What happened in a unit on a few days, by kind and dims, read from the lines."""
    found = rows(
        f"""select k.code, coalesce(l.dims ->> k.dims[1], ''), coalesce(l.dims ->> k.dims[2], ''),
            coalesce(l.dims ->> k.dims[3], ''), count(*), sum(l.quantity)::bigint
        from ledger_standing l join ledger_kind k on k.id = l.kind_id
        where l.place in (select place_id from areas_within where unit_id = %s) and l.day between %s and %s
            and {IN_PLACES} and l.kind_id = any(array(select id from ledger_kind where code = any(%s)))
        group by 1, 2, 3, 4""",
        [unit, since, until, list(kinds)],
    )
    return [(kind, (d1, d2, d3), n, quantity) for kind, d1, d2, d3, n, quantity in found]
