"""Deadlines of many cases at once: what comes in within the same session of the same day is due at the same moment."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from diaban.casework.calendar import Calendar, DatedRule
from diaban.casework.clocks import Unit
from diaban.core.time import ZONE

#: Terms that end at a day's or session's close: within one session every beginning gives the same end.
_BY_SESSION = (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.HALF_DAY)
#: Office time has kept to this offset since 1975.
_OFFSET, _DAY = 7 * 3600, 86_400


@dataclass
class Timer:
    """Gives deadlines by one calendar and remembers them. Moments are seconds since 1970, as PostgreSQL counts them."""

    calendar: Calendar
    _known: dict[tuple[str, int, int], float | None] = field(default_factory=dict)
    _bounds: dict[tuple[str, int], list[float] | None] = field(default_factory=dict)

    def due(self, rule: str, begun: float) -> float | None:
        """When a case without pauses that began then is due; None without a rule."""
        day, seconds = divmod(begun + _OFFSET, _DAY)
        bounds = self._session_bounds(rule, int(day), begun)
        if bounds is None:
            return self._computed(rule, begun)
        key = (rule, int(day), bisect_right(bounds, seconds))
        if key not in self._known:
            self._known[key] = self._computed(rule, begun)
        return self._known[key]

    def _session_bounds(self, rule: str, day: int, begun: float) -> list[float] | None:
        """The seconds of a day at which what a beginning counts for changes; None for terms that count minutes."""
        key = (rule, day)
        if key not in self._bounds:
            moment = datetime.fromtimestamp(begun, UTC)
            row = self.calendar.rule(rule, moment)
            self._bounds[key] = None if row is None else self._of(row, moment.astimezone(ZONE))
        return self._bounds[key]

    def _of(self, row: DatedRule, moment: datetime) -> list[float] | None:
        if row.term.unit not in _BY_SESSION:
            return None
        sessions = self.calendar.days.sessions_on(moment.date())
        times = [bound for session in sessions for bound in session]
        return sorted({_seconds(at) for at in [*times, *([row.term.cutoff] if row.term.cutoff else [])]})

    def _computed(self, rule: str, begun: float) -> float | None:
        found = self.calendar.due(rule, datetime.fromtimestamp(begun, UTC).astimezone(ZONE), [])
        return None if found is None else found.timestamp()


def _seconds(at: time) -> float:
    return at.hour * 3600.0 + at.minute * 60 + at.second + at.microsecond / 1e6
