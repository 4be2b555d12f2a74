"""What came after a cut, line by line: late lines, corrections, and lines that left a figure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from diaban.access.scope import Viewer
from diaban.core.sql import rows
from diaban.figures import cuts, known
from diaban.figures.measures import How, Measure, measure
from diaban.figures.periods import Period
from diaban.figures.queries import check_open, check_read, reach
from diaban.figures.sums import IN_PLACES, line_condition
from diaban.ledger.queries import Row, in_cut, some_lines


class Came(StrEnum):
    """What a line that came after a cut did to a figure."""

    LATE = "late"  #: it wasn't there
    CORRECTED = "corrected"  #: it stands in for one that the figure counted
    LEFT = "left"  #: it took one that the figure counted away: voided, or moved to another place, day or code


@dataclass(frozen=True, slots=True)
class After:
    """A line that came after a cut. `effect` is what it adds to the figure; None for counts that don't add up.

    `row` is None where the reader may not read it: a correction that lies elsewhere. `replaced` is the line that it
    corrects, if the figure counted that one.
    """

    id: int
    came: Came
    effect: int | None
    row: Row | None
    replaced: Row | None


def after_cut(
    code: str, unit_id: int, period: Period, *, viewer: Viewer, cut: int, before: int | None = None, limit: int = 50
) -> list[After]:
    """What came after a cut, newest first, below line `before`. The effects of all add up to the figure now less the
    figure at the cut.

    Raises Refused where the figure may not be opened, Invalid for a cut that isn't there, KeyError for the measure.
    """
    wanted = measure(code)
    check_read(viewer)
    check_open(unit_id, viewer)
    cuts.check(cut)
    found = _changes(wanted, unit_id, reach(wanted, period), cut, before, limit)
    both = some_lines([number for change in found for number in (change[0], change[3]) if number is not None])
    return [_after(wanted, change, both) for change in found]


Change = tuple[int, int, int, int | None, int]


def _changes(wanted: Measure, unit_id: int, period: Period, cut: int, before: int | None, limit: int) -> list[Change]:
    """(line, lines it adds, quantity it adds, the counted line it replaces, whether it counts itself)."""
    condition, params = line_condition(wanted)
    bounds = known.covers(wanted, [unit_id], period)[unit_id].bounds
    if bounds:
        kept, more = known.condition(wanted, bounds, period)
        condition, params = f"{condition} and {kept}", [*params, *more]
    within = f"""l.place in (select place_id from areas_within where unit_id = %s) and l.day between %s and %s
        and l.quantity <> 0 and {IN_PLACES} and {condition}"""
    inside = [unit_id, period.since, period.until, *params]
    return rows(
        f"""select id, sum(n)::int, sum(quantity)::bigint, max(replaced), max(counts) from (
            select l.id, 1 as n, l.quantity, null::bigint as replaced, 1 as counts from ledger_line l
            where {within} and not {in_cut("l.id")}
            union all
            select c.by_id, -1, -l.quantity, l.id, 0 from ledger_line l, lateral (
                select by_id, seq from ledger_corrected_at where id = l.id limit 1) c  -- line by line, as `in_cut`
            where {within} and (c.seq is null or c.seq >= %s)
        ) t where id < coalesce(%s, 9223372036854775807) group by id order by id desc limit %s""",
        [*inside, cut, *inside, cut, before, limit],
    )


def _after(wanted: Measure, change: Change, both: dict[int, Row]) -> After:
    number, n, quantity, replaced, counts = change
    came = Came.LATE if replaced is None else Came.CORRECTED if counts else Came.LEFT
    effect = None if wanted.how in (How.DISTINCT, How.UNITS) else n if wanted.how is How.LINES else quantity
    return After(number, came, effect, both.get(number), None if replaced is None else both.get(replaced))
