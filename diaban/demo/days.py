"""Look-ups by day, made once for a population: year, age, generation, first day of the year and of the
month, ISO text.
"""

from __future__ import annotations

from datetime import date, timedelta

from diaban.demo.names import generation


class Days:
    """Tables over every day from ``first`` to ``today``; index them with ``ordinal - base``."""

    def __init__(self, today: date) -> None:
        first = date(today.year - 125, 1, 1)
        self.base = first.toordinal()
        self.today = today.toordinal()
        count = self.today - self.base + 1
        days = [first + timedelta(days=offset) for offset in range(count)]
        self.date = days
        self.year = [day.year for day in days]
        self.age = [today.year - day.year - ((day.month, day.day) > (today.month, today.day)) for day in days]
        eras = {year: generation(year) for year in range(first.year, today.year + 1)}
        self.era = [eras[year] for year in self.year]
        self.year_start = [day.replace(month=1, day=1).toordinal() for day in days]
        self.month_start = [day.replace(day=1).toordinal() for day in days]
