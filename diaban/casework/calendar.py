"""The calendar and the clock rules in force, as rows; kept in the process's memory until someone changes them."""

from __future__ import annotations

import time as clock
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import connection

from diaban.casework.clocks import Pause, Term, Unit, due
from diaban.casework.workdays import SESSIONS, Sessions, Workdays
from diaban.core import sql
from diaban.core.time import ZONE

#: The days that a calendar knows: as long as anything on paper, and further than any term runs.
FIRST, LAST = date(2000, 1, 1), date(2049, 12, 31)
#: Seconds for which a process believes that the calendar hasn't changed. What it writes meanwhile carries the version
#: it was computed with, and the clock computes it again.
_BELIEVED = 1.0


@dataclass(frozen=True, slots=True)
class DatedRule:
    """One row of a term of law."""

    code: str
    title: str
    term: Term
    citation: str
    valid_from: date
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Calendar:
    """One version of the office's days and of the rules. Times are computed with it, never read from constants."""

    version: int
    days: Workdays
    rules: dict[str, tuple[DatedRule, ...]] = field(default_factory=dict)

    def rule(self, code: str, received: datetime) -> DatedRule | None:
        """The row of a rule on the day something came in, the first one for what came earlier; None: no such rule."""
        rows = self.rules.get(code, ())
        day = received.astimezone(ZONE).date()
        return next((row for row in rows if row.in_force(day)), rows[0] if rows else None)

    def due(self, code: str, clock_from: datetime, pauses: list[Pause]) -> datetime | None:
        """When something that runs by a rule is due; None without a rule, or where the calendar ends first.

        `pauses` have ended: while one goes on, the time isn't known (clocks.Paused).
        """
        rule = self.rule(code, clock_from) if code else None
        if rule is None:
            return None
        try:
            return due(max(clock_from, _EARLIEST), rule.term, self.days, pauses)
        except ValueError:
            return None


_EARLIEST = datetime.combine(FIRST, time(), ZONE)
_kept: tuple[float, Calendar] | None = None


def version() -> int:
    """The version of the calendar now in force."""
    return int(sql.value("select version from casework_calendar"))


def current(*, fresh: bool = False) -> Calendar:
    """The calendar in force. Inside a transaction that changed it ask for a `fresh` one, which isn't kept."""
    global _kept
    if fresh:
        return _read()
    moment = clock.monotonic()
    if _kept is not None and moment - _kept[0] < _BELIEVED:
        return _kept[1]
    found = _kept[1] if _kept is not None and _kept[1].version == version() else _read()
    if not connection.in_atomic_block or _kept is None or _kept[1].version <= found.version:
        _kept = (moment, found)
    return found


def forget() -> None:
    """Drop what this process remembers: called by whatever changes the calendar."""
    global _kept
    _kept = None


def _read() -> Calendar:
    found = version()
    days = sql.rows("select day, worked from casework_day")
    off = frozenset(day for day, worked in days if not worked)
    on = frozenset(day for day, worked in days if worked)
    first, changed, week = _sessions()
    return Calendar(found, Workdays(FIRST, LAST, off, on, week, first, changed), _rules())


def _sessions() -> tuple[Sessions, tuple[tuple[date, Sessions], ...], frozenset[int]]:
    """The sessions of a working day, then those that came later, and the weekdays worked today.

    A working day has the hours of the first weekday that has any: terms of law know one kind of working day.
    """
    found = sql.rows(
        "select valid_from, valid_to, weekday, opens, closes from casework_hours where not counter order by 3, 4"
    )
    starts = sorted({row[0] for row in found})
    dated: list[tuple[date, Sessions]] = []
    week = frozenset(range(5))
    for start in starts:
        there = [row for row in found if row[0] <= start and (row[1] is None or start < row[1])]
        week = frozenset(row[2] for row in there) or week
        one = min(week)
        dated.append((start, tuple((row[3], row[4]) for row in there if row[2] == one) or SESSIONS))
    if not dated:
        return SESSIONS, (), week
    return dated[0][1], tuple(dated[1:]), week


def _rules() -> dict[str, tuple[DatedRule, ...]]:
    rules: dict[str, list[DatedRule]] = {}
    found = sql.rows(
        "select code, title, amount, unit, cutoff, rolls, citation, valid_from, valid_to from casework_rule"
        " order by code, valid_from"
    )
    for code, title, amount, unit, cutoff, rolls, citation, valid_from, valid_to in found:
        term = Term(amount, Unit(unit), cutoff, rolls)
        rules.setdefault(code, []).append(DatedRule(code, title, term, citation, valid_from, valid_to))
    return {code: tuple(rows) for code, rows in rules.items()}
