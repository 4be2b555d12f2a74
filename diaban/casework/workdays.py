"""An office's days: which are worked, in which hours. Holidays and swapped days are rows, never constants.

Terms of law end on a day or at an hour. Civil Code 2015, art. 147-148: the day a term begins on isn't counted, and a
term that ends on a day off ends with the next working day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from diaban.core.time import ZONE

#: The state's week where an office has said nothing else: Monday to Friday.
WEEK = frozenset({0, 1, 2, 3, 4})
Sessions = tuple[tuple[time, time], ...]
#: Morning and afternoon; an office's own hours are a row.
SESSIONS: Sessions = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The working days from `first` to `last`, both included, looked up by number so that long terms cost nothing.

    `off`: holidays and days given in exchange. `on`: days off that are worked in exchange; they win over `off`.
    `sessions`: the spans of a working day in which its hours run, in order, in office time. `changed`: other sessions
    from a day on, the earliest change first.
    """

    first: date
    last: date
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    week: frozenset[int] = WEEK
    sessions: Sessions = SESSIONS
    changed: tuple[tuple[date, Sessions], ...] = ()
    _days: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        object.__setattr__(self, "_days", [n for n in span if self._worked(date.fromordinal(n))])

    def _worked(self, day: date) -> bool:
        return day in self.on or (day.weekday() in self.week and day not in self.off)

    def worked(self, day: date) -> bool:
        """Whether the office works on that day. Raises: ValueError for a day the calendar doesn't reach."""
        if not self.first <= day <= self.last:
            raise ValueError(f"the calendar reaches from {self.first} to {self.last}, not to {day}")
        return self._worked(day)

    def after(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`, which isn't counted itself. 0: the day itself."""
        if number < 0:
            raise ValueError("a term isn't negative")
        return day if number == 0 else self._at(bisect_right(self._days, day.toordinal()) + number - 1)

    def from_day(self, day: date) -> date:
        """The day itself where it is worked, else the next one that is."""
        return self._at(bisect_left(self._days, day.toordinal()))

    def between(self, after: date, until: date) -> int:
        """How many working days there are after one day, up to and with another; 0 where `until` isn't later."""
        found = bisect_right(self._days, until.toordinal()) - bisect_right(self._days, after.toordinal())
        return max(0, found)

    def _at(self, index: int) -> date:
        if index >= len(self._days):
            raise ValueError(f"the calendar ends on {self.last}")
        return date.fromordinal(self._days[index])

    def sessions_on(self, day: date) -> Sessions:
        """The sessions in force on a day, worked or not."""
        found = self.sessions
        for since, sessions in self.changed:
            if since > day:
                break
            found = sessions
        return found

    def opening(self, day: date) -> datetime:
        """When the office's hours begin on that day, worked or not."""
        return at(day, self.sessions_on(day)[0][0])

    def closing(self, day: date) -> datetime:
        """When the office's hours end on that day, worked or not."""
        return at(day, self.sessions_on(day)[-1][1])

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working sessions that end after `since`, from then on; the first may have begun before it."""
        day = self.from_day(since.astimezone(ZONE).date())
        while True:
            for opens, closes in self.sessions_on(day):
                if at(day, closes) > since:
                    yield at(day, opens), at(day, closes)
            day = self.after(day, 1)


def at(day: date, moment: time) -> datetime:
    """A moment of a day, in office time."""
    return datetime.combine(day, moment, ZONE)


def reaching(calendar: Workdays, off: Iterable[date] = (), on: Iterable[date] = ()) -> Workdays:
    """The calendar after more days were announced off or worked."""
    return Workdays(
        calendar.first, calendar.last, calendar.off | frozenset(off), calendar.on | frozenset(on), calendar.week,
        calendar.sessions, calendar.changed,
    )  # fmt: skip
