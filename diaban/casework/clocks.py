"""Legal clocks: from a beginning, a term and its pauses to the moment something is due, and how much is used.

How a term counts, in each unit:

- hours run through nights and holidays, to the minute; working hours run in the office's sessions alone;
- half days are the office's sessions, days are calendar or working days. What a term begins in isn't counted, so one
  working day from Monday is Tuesday's close, and none ("within the day") Monday's own (Civil Code 2015, art. 147). A
  calendar term that ends on a day off ends with the next working day (art. 148), unless its rule says otherwise;
- months end on the day of the same number, or on the month's last where it has none (art. 146-148).

A pause stops the clock. A day or session counts when the clock runs at its close: of a pause from Tuesday morning to
Thursday morning, Tuesday and Wednesday don't count; of one begun and ended on the same day, nothing is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from diaban.casework.workdays import Workdays
from diaban.core.time import ZONE, month_end


class Unit(StrEnum):
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    HALF_DAY = "half_day"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take. `cutoff`: what comes in at or after that time counts from the next working day.

    `rolls`: a calendar term that ends on a day off ends with the next working day.
    """

    amount: int
    unit: Unit
    cutoff: time | None = None
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.amount < (0 if self.unit == Unit.WORKING_DAY else 1):
            raise ValueError("a term is at least 1, or the same working day")


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that doesn't count; one without an end is still going on."""

    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("a pause can't end before it began")


class Paused(ValueError):
    """The clock stands still: when it will be due isn't known until it goes on."""


def begin(received: datetime, term: Term, calendar: Workdays) -> datetime:
    """When the clock of something received begins to run.

    Calendar terms begin at once. Others that come on a day off (a Saturday counter) are taken as received when the next
    working day begins; so is anything that comes at or after a cut-off.
    """
    received = received.astimezone(ZONE)
    day = received.date()
    late = term.cutoff is not None and received.time() >= term.cutoff
    if term.unit in _CALENDAR and not late:
        return received
    if calendar.worked(day):
        return calendar.opening(calendar.after(day, 1)) if late else received
    return calendar.opening(calendar.from_day(day))


def due(received: datetime, term: Term, calendar: Workdays, pauses: Sequence[Pause] = ()) -> datetime:
    """The last moment in time. Raises: Paused; ValueError where the calendar ends first."""
    start = begin(received, term, calendar)
    standing = merged(pauses)
    if standing and standing[-1].until is None:
        raise Paused("the clock stands still")
    return _DUE[term.unit](start, term, calendar, standing)


def used(received: datetime, term: Term, calendar: Workdays, pauses: Sequence[Pause], now: datetime) -> int:
    """How many whole units have gone by, pauses left out. More than the amount: it is late."""
    start, until = begin(received, term, calendar), now.astimezone(ZONE)
    standing = [Pause(p.since, min(p.until or until, until)) for p in merged(pauses) if p.since < until]
    return 0 if until <= start else _USED[term.unit](start, calendar, standing, until)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, those that touch or overlap as one: two reasons to wait don't stop a clock twice."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.since):
        last = found[-1] if found else None
        if last is not None and (last.until is None or pause.since <= last.until):
            ends = None if last.until is None or pause.until is None else max(last.until, pause.until)
            found[-1] = Pause(last.since, ends)
        else:
            found.append(pause)
    return found


def _hours(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    ends = start + timedelta(hours=term.amount)
    for pause in pauses:
        if pause.until is not None and pause.until > start and pause.since < ends:
            ends += pause.until - max(pause.since, start)
    return ends


def _working_hours(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    left = timedelta(hours=term.amount)
    for opens, closes in _running(start, calendar, pauses):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise AssertionError("the calendar has no end here")


def _running(start: datetime, calendar: Workdays, pauses: list[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of working time from `start` on in which no pause stands."""
    for opens, closes in calendar.spans(start):
        at_work = max(opens, start)
        for pause in pauses:
            if pause.until is None or pause.until <= at_work or pause.since >= closes:
                continue
            if pause.since > at_work:
                yield at_work, pause.since
            at_work = pause.until
        if at_work < closes:
            yield at_work, closes


def _half_days(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    sessions = _sessions(start, calendar, pauses)
    return next(itertools.islice(sessions, term.amount - 1, None))


def _sessions(start: datetime, calendar: Workdays, pauses: list[Pause]) -> Iterator[datetime]:
    """The closes of the sessions after the one that `start` is in, at which the clock runs."""
    closes = (closes for opens, closes in calendar.spans(start) if opens > start)
    return (close for close in closes if not _stands(pauses, close))


def _stands(pauses: Sequence[Pause], moment: datetime) -> bool:
    """Whether a pause stands at that moment."""
    return any(p.since < moment and (p.until is None or moment <= p.until) for p in pauses)


def _working_days(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    if not pauses:  # most clocks: no walk through the days
        return calendar.closing(calendar.after(start.date(), term.amount))
    if term.amount == 0:
        return _ending(start.date(), calendar, pauses)
    return calendar.closing(_nth(start.date(), term.amount, calendar, pauses, working=True))


def _days(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    last = _nth(start.date(), term.amount, calendar, pauses, working=False)
    return _ending(last, calendar, pauses) if term.rolls else calendar.closing(last)


def _months(start: datetime, term: Term, calendar: Workdays, pauses: list[Pause]) -> datetime:
    whole = (_month_later(start.date(), term.amount) - start.date()).days
    return _days(start, Term(whole, Unit.DAY, rolls=term.rolls), calendar, pauses)


def _month_later(day: date, months: int) -> date:
    """The day of the same number some months on, or that month's last."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def _ending(day: date, calendar: Workdays, pauses: Sequence[Pause]) -> datetime:
    """The close of the first working day from `day` on at which the clock runs."""
    day = calendar.from_day(day)
    while _stands(pauses, calendar.closing(day)):
        day = calendar.after(day, 1)
    return calendar.closing(day)


def _nth(start: date, number: int, calendar: Workdays, pauses: list[Pause], *, working: bool) -> date:
    if not pauses:
        return calendar.after(start, number) if working else start + timedelta(days=number)
    return next(itertools.islice(_counted(start, calendar, pauses, working=working), number - 1, None))


def _counted(start: date, calendar: Workdays, pauses: list[Pause], *, working: bool) -> Iterator[date]:
    """The days after `start` at whose close the clock runs."""
    day = start
    while True:
        day = calendar.after(day, 1) if working else day + timedelta(days=1)
        if not _stands(pauses, calendar.closing(day)):
            yield day


def _used_hours(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    gone = until - start
    for pause in pauses:
        if pause.until is not None and pause.until > start:
            gone -= pause.until - max(pause.since, start)
    return int(gone / _HOUR)


def _used_working_hours(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    before = itertools.takewhile(lambda span: span[0] < until, _running(start, calendar, pauses))
    return int(sum((min(closes, until) - opens for opens, closes in before), timedelta()) / _HOUR)


def _used_sessions(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    return _number(_sessions(start, calendar, pauses), until)


def _used_working_days(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    return _number(map(calendar.closing, _counted(start.date(), calendar, pauses, working=True)), until)


def _used_days(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    return _number(map(calendar.closing, _counted(start.date(), calendar, pauses, working=False)), until)


def _used_months(start: datetime, calendar: Workdays, pauses: list[Pause], until: datetime) -> int:
    ends = (_months(start, Term(n, Unit.MONTH, rolls=False), calendar, pauses) for n in itertools.count(1))
    return _number(ends, until)


def _number(closes: Iterator[datetime], until: datetime) -> int:
    """How many of these have come by then."""
    return sum(1 for _ in itertools.takewhile(lambda close: close <= until, closes))


_CALENDAR = (Unit.HOUR, Unit.DAY, Unit.MONTH)
_HOUR = timedelta(hours=1)
_DUE = {
    Unit.HOUR: _hours, Unit.WORKING_HOUR: _working_hours, Unit.HALF_DAY: _half_days, Unit.WORKING_DAY: _working_days,
    Unit.DAY: _days, Unit.MONTH: _months,
}  # fmt: skip
_USED = {
    Unit.HOUR: _used_hours, Unit.WORKING_HOUR: _used_working_hours, Unit.HALF_DAY: _used_sessions,
    Unit.WORKING_DAY: _used_working_days, Unit.DAY: _used_days, Unit.MONTH: _used_months,
}  # fmt: skip
