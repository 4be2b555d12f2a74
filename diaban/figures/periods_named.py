"""Periods that have a name: code, label, the one before and after, the same one last year.

A code goes into addresses and onto the command line (see `periods_read`); a label is what a page and a report write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.figures.periods import Period
from diaban.figures.periods_schemes import (
    IN_A_YEAR,
    MONTHS,
    RULES,
    Family,
    Grain,
    end_of,
    month_of,
    rule_of,
    start_of,
)

FIRST_YEAR, LAST_YEAR = 1901, 2199
_ROMAN = ("", "I", "II", "III", "IV")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Named:
    """A period of a grain: the `number`-th of `year` in its family; days and free spans hold their days alone.

    Made by `of`, `day`, `week`, `free`, `containing` or `periods_read.read`.
    """

    grain: Grain
    family: Family
    year: int
    number: int
    period: Period

    @property
    def since(self) -> date:
        return self.period.since

    @property
    def until(self) -> date:
        """The last day; what a stock is counted on."""
        return self.period.until

    @property
    def code(self) -> str:
        """As it stands in addresses; `periods_read.read` gives the same period back."""
        if self.grain is Grain.DAY:
            return self.since.isoformat()
        if self.grain is Grain.FREE:
            return f"{self.since.isoformat()}..{self.until.isoformat()}"
        return ("bc-" if self.family is Family.STATE else "") + self._own_code()

    def _own_code(self) -> str:
        year = f"{self.year:04d}"
        match self.grain:
            case Grain.YEAR:
                return year
            case Grain.NINE:
                return f"{year}-9T"
            case Grain.MONTH | Grain.WEEK:
                return f"{year}-{self.grain.value}{self.number:02d}"
        return f"{year}-{self.grain.value}{self.number}"

    @property
    def label(self) -> str:
        """In words, without days: tháng 5 năm 2023; quý II năm 2023; năm 2023."""
        told = {"n": self.number, "year": self.year, "roman": _ROMAN[self.number] if self.number < 5 else ""}
        match self.grain:
            case Grain.DAY:
                return _("ngày %s") % fmt_date(self.since)
            case Grain.WEEK:
                return _("tuần %(n)s năm %(year)s") % told
            case Grain.MONTH:
                return _("tháng %(n)s năm %(year)s") % told
            case Grain.QUARTER:
                return _("quý %(roman)s năm %(year)s") % told
            case Grain.HALF if self.number == 1:
                return _("6 tháng đầu năm %(year)s") % told
            case Grain.HALF:
                return _("6 tháng cuối năm %(year)s") % told
            case Grain.NINE:
                return _("9 tháng đầu năm %(year)s") % told
            case Grain.YEAR:
                return _("năm %(year)s") % told
        return self.days

    @property
    def days(self) -> str:
        """Its first and last day: 15/12/2022 – 14/12/2023."""
        if self.since == self.until:
            return fmt_date(self.since)
        return f"{fmt_date(self.since)} – {fmt_date(self.until)}"

    @property
    def full(self) -> str:
        """The label with the days, where the label alone doesn't tell them."""
        plain = self.grain in (Grain.DAY, Grain.FREE) or (self.family is Family.CALENDAR and self.grain in MONTHS)
        return self.label if plain else f"{self.label} ({self.days})"

    @property
    def short(self) -> str:
        """For the axis of a chart: 05/2023, quý II, tuần 7, 2023."""
        match self.grain:
            case Grain.DAY:
                return f"{self.since:%d/%m}"
            case Grain.WEEK:
                return _("T.%(n)s/%(year)s") % {"n": self.number, "year": self.year}
            case Grain.MONTH:
                return f"{self.number:02d}/{self.year}"
            case Grain.QUARTER:
                return f"{_ROMAN[self.number]}/{self.year}"
            case Grain.HALF:
                return f"{self.number}/{self.year}"
        return str(self.year) if self.grain is not Grain.FREE else self.days

    @property
    def citation(self) -> str:
        """The document that sets its days; "" for the calendar and for spans of anyone's choice."""
        if self.grain not in MONTHS:
            return ""
        return rule_of(self.family, self.until.year, self.until.month, RULES).citation

    def over(self, on: date | None = None) -> bool:
        """Whether its last day has passed."""
        return self.until < (on or today())

    def begun(self, on: date | None = None) -> bool:
        return self.since <= (on or today())

    def next(self) -> Named:
        """The one after. Raises ValueError past the last year that figures know."""
        return self._moved(1)

    def previous(self) -> Named:
        """The one before, which of the nine months is that of the year before."""
        return self._moved(-1)

    def _moved(self, by: int) -> Named:
        if self.grain is Grain.DAY:
            return day(self.since + by * _DAY)
        if self.grain is Grain.WEEK:
            return containing(Grain.WEEK, self.since + 7 * by * _DAY)
        if self.grain is Grain.FREE:
            length = (self.until - self.since + _DAY) * by
            return free(self.since + length, self.until + length)
        count = IN_A_YEAR[self.grain]
        years, number = divmod(self.number - 1 + by, count)
        return of(self.grain, self.year + years, number + 1, self.family)

    def last_year(self) -> Named:
        """The same period a year earlier.

        Spans that follow each other have counterparts that do: 29 February begins or ends nothing a year earlier, so
        the day after 28 February stands in for it. 29 February alone is compared with 28 February; week 53, where the
        year before has none, with its week 52.
        """
        if self.grain is Grain.DAY:
            return day(year_back(self.period).since)
        if self.grain is Grain.FREE:
            back = year_back(self.period)
            return free(back.since, back.until)
        if self.grain is Grain.WEEK:
            return week(self.year - 1, min(self.number, weeks_in(self.year - 1)))
        return of(self.grain, self.year - 1, self.number, self.family)

    def so_far(self, on: date | None = None) -> Named:
        """What has passed of it: itself once it is over, else from its first day to today. It must have begun."""
        now = on or today()
        return self if self.until <= now or self.since > now else free(self.since, now)


def of(grain: Grain, year: int, number: int = 1, family: Family = Family.CALENDAR, rules: Any = RULES) -> Named:
    """The `number`-th month, quarter, half-year, … of a year. Raises ValueError where there is none."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= IN_A_YEAR[grain]):
        raise ValueError(f"no {grain.name.lower()} {number} of {year}")
    last = number * MONTHS[grain]
    period = Period(start_of(family, year, last - MONTHS[grain] + 1, rules), end_of(family, year, last, rules))
    return Named(grain, family, year, number, period)


def day(on: date) -> Named:
    """One day."""
    return Named(Grain.DAY, Family.CALENDAR, on.year, 1, Period(on, on))


def week(year: int, number: int) -> Named:
    """A week from Monday to Sunday, numbered as ISO 8601 does. Raises ValueError where the year hasn't so many."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no weeks of {year}")
    monday = date.fromisocalendar(year, number, 1)
    return Named(Grain.WEEK, Family.CALENDAR, year, number, Period(monday, monday + 6 * _DAY))


def weeks_in(year: int) -> int:
    """52 or 53."""
    return date(year, 12, 28).isocalendar().week


def free(since: date, until: date) -> Named:
    """From any day to any other. Raises ValueError where it ends before it starts."""
    return Named(Grain.FREE, Family.CALENDAR, since.year, 1, Period(since, until))


def containing(grain: Grain, on: date, family: Family = Family.CALENDAR) -> Named:
    """The period of a grain that a day lies in; of the nine months, that of the day's year even where it has ended."""
    if grain is Grain.DAY:
        return day(on)
    if grain is Grain.WEEK:
        told = on.isocalendar()
        return week(told.year, told.week)
    year, number = month_of(family, on)
    return of(grain, year, 1 if grain is Grain.NINE else (number - 1) // MONTHS[grain] + 1, family)


def year_back(period: Period) -> Period:
    """The same days a year earlier; see `Named.last_year` for leap days."""
    since, after = _back(period.since), _back(period.until + _DAY)
    return Period(since - _DAY, since - _DAY) if after <= since else Period(since, after - _DAY)


def _back(start: date) -> date:
    return date(start.year - 1, 3, 1) if (start.month, start.day) == (2, 29) else start.replace(year=start.year - 1)


def compared(now: Named, on: date | None = None) -> tuple[Named, Named]:
    """A period and the same one last year, alike in length: one still running is cut at today, and so is the other."""
    passed = now.so_far(on)
    return passed, passed.last_year() if passed.grain is Grain.FREE else now.last_year()
