"""The days of a book: the time it says it covers, years that its rows leave out, days and months typed the wrong way
round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from diaban.core.text import fold
from diaban.papers.reading import dates

_DATE = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})"
_SPAN = re.compile(rf"{_DATE}\s*(?:-|–|den(?: het)?(?: ngay)?|->|→)\s*(?:ngay\s*)?{_DATE}")
_YEAR = re.compile(r"\bnam\s*(\d{4})\b|(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a book says it covers, both included; `sure` where it names days and not a year alone."""

    since: date
    until: date
    sure: bool

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


def span(lines: Iterable[str]) -> Span | None:
    """What title lines say: two days, else years. A year alone may be a calendar or a reporting year: both fit."""
    years: list[int] = []
    for line in lines:
        text = fold(line)
        found = _SPAN.search(text)
        if found:
            numbers = [int(part) for part in found.groups()]
            try:
                since, until = (date(y, m, d) for d, m, y in (numbers[:3], numbers[3:]))
            except ValueError:
                continue
            if since <= until:
                return Span(since, until, True)
        years += [int(a or b) for a, b in _YEAR.findall(text)]
    years = [year for year in years if 1990 <= year <= 2100]
    return Span(date(min(years) - 1, 12, 15), date(max(years), 12, 31), False) if years else None


def with_year(cell: Any, within: Span | None, before: date | None) -> date | None:
    """The day of a cell that names no year: the only one in the book's time, else the first not before the row above.
    None where that can't be told."""
    found = dates.day_month(cell)
    if found is None or within is None:
        return None
    fitting = []
    for year in range(within.since.year, within.until.year + 1):
        try:
            day = date(year, found[1], found[0])
        except ValueError:
            continue
        if within.holds(day):
            fitting.append(day)
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    later = [day for day in fitting if before is not None and (day - before).days >= -31]
    return later[0] if later else None


def swapped(cells: Sequence[Any]) -> bool:
    """Whether a program took the typed days of a column month first: no date cell has a day above 12, and turned
    round they run in order as the texts beside them do."""
    evidence = dates.swap_evidence(list(cells))
    if not evidence.swapped:
        return False
    plain = [cell for cell in cells if isinstance(cell, date)]
    turned = [dates.swap(_day(cell)) or _day(cell) for cell in plain]
    return _falls(turned) < _falls([_day(cell) for cell in plain])


def _day(cell: Any) -> date:
    return cell.date() if isinstance(cell, datetime) else date(cell.year, cell.month, cell.day)


def _falls(days: Sequence[date]) -> int:
    return sum(later < earlier for earlier, later in pairwise(days))
