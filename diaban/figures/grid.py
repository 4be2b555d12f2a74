"""Many figures of one unit at once: measures by periods, as a dashboard shows them, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from diaban.access.scope import Viewer
from diaban.figures import known, queries, sums
from diaban.figures.maps import Map
from diaban.figures.measures import How, Measure, measure
from diaban.figures.periods import BEGINNING, Period, half_of
from diaban.figures.queries import Asked, Figure
from diaban.ledger import registry

_DAY = timedelta(days=1)


def grid(
    codes: Sequence[str | Measure], unit_id: int, periods: Sequence[Period], *, viewer: Viewer,
    map: Map | None = None, cut: int | None = None,
) -> list[list[Figure]]:  # fmt: skip
    """A row of figures, one for each period, for each measure; the same as `queries.count` gives one by one.

    Raises what `queries.count` raises.
    """
    wanted = [measure(code) for code in codes]
    queries.check_read(viewer)
    ours = viewer.scope.everywhere or unit_id in viewer.scope.places
    kept = known.everything()
    whole = _Whole(periods)
    at_once = {each.code for each in wanted if ours and cut is None and _at_once(each, unit_id, whole, kept)}
    profile = _Profile(unit_id, [each for each in wanted if each.code in at_once], periods) if at_once else None
    return [
        profile.row(each, viewer, map)
        if profile is not None and each.code in at_once
        else queries.series(each, unit_id, periods, viewer=viewer, map=map, cut=cut)
        for each in wanted
    ]


def day(codes: Sequence[str | Measure], unit_id: int, on: date, *, viewer: Viewer) -> list[Figure]:
    """What measures count of one day, in one statement for all that dims tell apart; as `queries.count` gives them one
    by one. Raises what that raises.
    """
    wanted, period, kept = [measure(code) for code in codes], Period(on, on), known.everything()
    queries.check_read(viewer)
    ours = viewer.scope.everywhere or unit_id in viewer.scope.places
    at_once = [each for each in wanted if ours and each.cells_know() and each.how in (How.LINES, How.QUANTITY)
               and not known.covers(each, [unit_id], period, kept)[unit_id].bounds]  # fmt: skip
    found = sums.of_days(unit_id, sorted({kind for each in at_once for kind in each.kinds}), on, on) if at_once else []
    return [
        _of_day(each, unit_id, period, viewer, found)
        if each in at_once
        else queries.count(each, unit_id, period, viewer=viewer)
        for each in wanted
    ]


def _of_day(
    wanted: Measure, unit_id: int, period: Period, viewer: Viewer, found: Sequence[sums.DayDetail]
) -> Figure:  # fmt: skip
    positions = _by_position(wanted)
    mine = [(n, quantity) for kind, dims, n, quantity in found
            if kind in positions and all(dims[at] in codes for at, codes in positions[kind])]  # fmt: skip
    lines, number = sum(n for n, _q in mine), sum(quantity for _n, quantity in mine)
    return queries.told(Asked(wanted, period), unit_id, lines, number, viewer)


def _at_once(wanted: Measure, unit_id: int, whole: _Whole, kept: known.Kept) -> bool:
    """Whether the unit's cells answer: nothing distinct, half-months without ragged edges, all of it known, and no
    stock by dims.
    """
    stock = wanted.how is How.STOCK
    if not wanted.cells_know() or wanted.how is How.UNITS or (stock and wanted.where):
        return False
    asked = whole.periods if any(bound.gaps for _code, bound in kept) else [whole.first]
    if any(known.covers(wanted, [unit_id], each, kept)[unit_id].bounds for each in asked):
        return False
    return whole.of(wanted)


class _Whole:
    """Whether periods are whole half-months; the same for all measures alike, and so asked once."""

    def __init__(self, periods: Sequence[Period]) -> None:
        self.periods = periods
        self.first = Period(min(each.since for each in periods), min(each.until for each in periods))
        self._found: dict[tuple[bool, bool], bool] = {}

    def of(self, wanted: Measure) -> bool:
        """For a measure: of a stock the last day alone matters, and a period that runs is drawn out to its end."""
        stock = wanted.how is How.STOCK
        key = stock, sums.planned(wanted)
        if key not in self._found:
            self._found[key] = all(
                (stock or half_of(period.since) > half_of(period.since - _DAY))
                and (half_of(period.until) < half_of(period.until + _DAY) or not sums.whole(wanted, period).edges())
                for period in self.periods
            )
        return self._found[key]


class _Profile:
    """The unit's half-months from the first period to the last, running sums of each measure over them."""

    def __init__(self, unit_id: int, wanted: Sequence[Measure], periods: Sequence[Period]) -> None:
        self.unit_id, self.periods = unit_id, periods
        stocks = any(each.how is How.STOCK for each in wanted)
        self.first = 24 * (min(period.since for period in periods).year)
        self.last = max(half_of(period.until) for period in periods)
        whole = sorted({kind for each in wanted if not each.where for kind in each.kinds})
        parted = sorted({kind for each in wanted if each.where for kind in each.kinds})
        begin = half_of(BEGINNING) if stocks else self.first
        self.found = defaultdict[str, list[tuple[int, int, int]]](list)
        for (kind, half), told in sums.profile(unit_id, whole, begin, self.last, self.first).items() if whole else ():
            self.found[kind].append((half, *told))
        #: Of each period the numbers of its first half-month and of the one after its last.
        self.spans = [(half_of(each.since) - self.first, half_of(each.until) - self.first + 1) for each in periods]
        self.details = defaultdict[str, list[sums.Detail]](list)
        for each in sums.details(unit_id, parted, self.first, self.last) if parted else ():
            self.details[each[0]].append(each)

    def row(self, wanted: Measure, viewer: Viewer, map: Map | None) -> list[Figure]:
        """One measure's figures."""
        before, by_half = self._halves(wanted)
        lines = list(accumulate((n for n, _q in by_half), initial=before[0]))
        quantities = list(accumulate((q for _n, q in by_half), initial=before[1]))
        found, stock = [], wanted.how is How.STOCK
        for period, (since, until) in zip(self.periods, self.spans, strict=True):
            asked = Asked(wanted, queries.reach(wanted, period), map)
            low = (0, 0) if stock else (lines[since], quantities[since])
            n, quantity = lines[until] - low[0], quantities[until] - low[1]
            found.append(queries.told(asked, self.unit_id, n, quantity, viewer))
        return found

    def _halves(self, wanted: Measure) -> tuple[tuple[int, int], list[tuple[int, int]]]:
        """(lines, quantity) before the first half-month, and of each from there."""
        before, by_half = [0, 0], [[0, 0] for _ in range(self.last - self.first + 1)]
        for half, n, quantity in self._parts(wanted):
            into = by_half[half - self.first] if half >= self.first else before
            into[0] += n
            into[1] += quantity
        return (before[0], before[1]), [(n, quantity) for n, quantity in by_half]

    def _parts(self, wanted: Measure) -> Iterator[tuple[int, int, int]]:
        """(half-month, lines, quantity) of what a measure counts."""
        if not wanted.where:
            for kind in dict.fromkeys(wanted.kinds):
                yield from self.found[kind]
            return
        for kind, asked in _by_position(wanted).items():
            for _kind, half, dims, n, quantity in self.details[kind]:
                if all(dims[at] in codes for at, codes in asked):
                    yield half, n, quantity


def _by_position(wanted: Measure) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """For each kind of a measure, where among its dims each one asked for stands, and the codes that count."""
    declared = registry.kinds()
    return {
        kind: [(declared[kind].dims.index(dim), codes) for dim, codes in wanted.where.items()] for kind in wanted.kinds
    }
