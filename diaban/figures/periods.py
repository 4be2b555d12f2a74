"""Spans of days, and the half-months (1 to 14, 15 to the end) that cells are kept by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid
from diaban.core.time import month_end

BEGINNING = date(1900, 1, 1)  #: no line is older


def half_of(day: date) -> int:
    """The number of a day's half-month, as `figures.half` in the database."""
    return (day.year * 12 + day.month - 1) * 2 + (day.day >= 15)


def first_day(half: int) -> date:
    """The first day of a half-month."""
    months, second = divmod(half, 2)
    return date(months // 12, months % 12 + 1, 15 if second else 1)


def last_day(half: int) -> date:
    """The last day of a half-month."""
    return first_day(half + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included. Raises ValueError where it ends before it starts."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"a period from {self.since} can't end on {self.until}")

    def halves(self) -> tuple[int, int] | None:
        """The first and last half-month that lie wholly inside, or None."""
        first = half_of(self.since)
        if first_day(first) < self.since:
            first += 1
        last = half_of(self.until)
        if last_day(last) > self.until:
            last -= 1
        return (first, last) if first <= last else None

    def edges(self) -> list[tuple[date, date]]:
        """The days that no whole half-month covers, as at most two spans."""
        halves = self.halves()
        if halves is None:
            return [(self.since, self.until)]
        inner_since, inner_until = first_day(halves[0]), last_day(halves[1])
        found = []
        if self.since < inner_since:
            found.append((self.since, inner_since - timedelta(days=1)))
        if inner_until < self.until:
            found.append((inner_until + timedelta(days=1), self.until))
        return found


def month(year: int, number: int) -> Period:
    """A calendar month."""
    first = date(year, number, 1)
    return Period(first, month_end(first))


def reporting_month(year: int, number: int) -> Period:
    """A month as the state reports it: from the 15th of the month before to its own 14th."""
    before = date(year, number, 1) - timedelta(days=1)
    return Period(before.replace(day=15), date(year, number, 14))


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def reporting_year(number: int) -> Period:
    """A year as the state reports it: from 15 December of the year before to 14 December."""
    return Period(date(number - 1, 12, 15), date(number, 12, 14))


def asked(since: date, until: date) -> Period:
    """The period that someone asked for. Raises Invalid where it ends before it starts or lies outside 1900 to 2200."""
    if not (1900 <= since.year <= until.year <= 2200) or until < since:
        sentence = _("Khoảng thời gian phải từ năm 1900 đến 2200 và ngày đầu không sau ngày cuối.")
        raise Invalid(sentence, {"since": sentence})
    return Period(since, until)


def until(day: date) -> Period:
    """Everything up to a day."""
    return Period(BEGINNING, day)
