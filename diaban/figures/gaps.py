"""Since when a measure is kept somewhere, and the days in between of which nothing is: spans of days, both included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
Gaps = tuple[Days, ...]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """A unit of which a measure is kept from a day on, but for the gaps, which are in order and don't touch."""

    unit: int
    day: date
    gaps: Gaps = ()

    def known_on(self, day: date) -> bool:
        """Whether it is kept on that day."""
        return day >= self.day and not any(since <= day <= until for since, until in self.gaps)

    def met(self, since: date, until: date) -> Gaps:
        """The gaps that a period meets."""
        return tuple(gap for gap in self.gaps if gap[0] <= until and gap[1] >= since)

    def nothing(self, since: date, until: date) -> bool:
        """Whether not one day of a period is kept."""
        first = max(since, self.day)
        for begins, ends in self.gaps:
            if begins <= first <= ends:
                first = ends + _DAY
        return first > until


def without(gaps: Sequence[Days], since: date, until: date) -> Gaps:
    """What is left of gaps once the days from one to another are known."""
    found: list[Days] = []
    for begins, ends in gaps:
        if begins < since:
            found.append((begins, min(ends, since - _DAY)))
        if ends > until:
            found.append((max(begins, until + _DAY), ends))
    return tuple(sorted(found))


def added(gaps: Sequence[Days], since: date, until: date) -> Gaps:
    """Gaps with one more; those that touch become one."""
    found: list[Days] = []
    for begins, ends in sorted([*gaps, (since, until)]):
        if found and begins <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return tuple(found)


def written(gaps: Sequence[Days]) -> str:
    """As PostgreSQL reads a datemultirange."""
    return "{" + ",".join(f"[{since},{until}]" for since, until in gaps) + "}"
