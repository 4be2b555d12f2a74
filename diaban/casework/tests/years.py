"""The days off and the days worked in exchange of 2025 to 2027, as announced or computed by November 2026."""

from __future__ import annotations

from datetime import date, timedelta

from diaban.casework.workdays import Workdays


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]


OFF = frozenset({
    date(2025, 1, 1), *_days(date(2025, 1, 25), 9), date(2025, 4, 7), *_days(date(2025, 4, 30), 3),
    *_days(date(2025, 8, 30), 4), date(2026, 1, 1), date(2026, 1, 2), *_days(date(2026, 2, 14), 9),
    *_days(date(2026, 4, 26), 2), *_days(date(2026, 4, 30), 2), *_days(date(2026, 8, 31), 3), date(2026, 11, 24),
    date(2027, 1, 1), *_days(date(2027, 2, 4), 7), date(2027, 4, 16), *_days(date(2027, 4, 30), 2),
})  # fmt: skip
ON = frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})
CALENDAR = Workdays(date(2024, 1, 1), date(2031, 12, 31), OFF, ON)
