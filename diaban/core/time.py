"""The office's clock: one time zone, one place to ask, and a way for tests to set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_fixed: datetime | None = None


def now() -> datetime:
    """This moment, aware, in the office's time zone."""
    return (_fixed or datetime.now(ZONE)).astimezone(ZONE)


def today() -> date:
    """The office's calendar day."""
    return now().date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware, or taken as office time). For tests and for playing the past."""
    global _fixed
    before = _fixed
    _fixed = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
    try:
        yield
    finally:
        _fixed = before


def month_end(day: date) -> date:
    """The last day of the calendar month that `day` is in."""
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def age_on(birth: date, day: date) -> int:
    """Whole years lived on `day`; someone born on 29 February grows older on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
