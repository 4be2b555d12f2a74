"""Units in order of what they reached, each with its volume and its distance from the median.

A rank alone misleads: a unit of three cases leads or trails by chance. So the number it was counted from stands beside
the rank, and the middle of the field beside both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit with its volume (a count; None: not told) and what it is ranked by (None: it can't be ranked)."""

    unit_id: int
    volume: int | None
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry's rank; equals share the better one, and an entry without a score has none."""

    entry: Entry
    rank: int | None
    from_median: Fraction | None


@dataclass(frozen=True, slots=True)
class League:
    """Best first; what can't be ranked stands last. `median` is that of the ranked, None without any."""

    places: list[Place]
    median: Fraction | None

    def of(self, unit_id: int) -> Place | None:
        """Where one unit stands."""
        return next((place for place in self.places if place.entry.unit_id == unit_id), None)


def league(entries: Iterable[Entry], *, least_first: bool = False) -> League:
    """Rank units; `least_first` where less is better. Equal scores keep the order in which they came."""
    given = list(entries)
    scored = [(entry, entry.score) for entry in given if entry.score is not None]
    scored.sort(key=lambda pair: pair[1] if least_first else -pair[1])
    middle = median([score for _entry, score in scored])
    places: list[Place] = []
    for index, (entry, score) in enumerate(scored):
        equal = bool(places) and scored[index - 1][1] == score
        rank = places[-1].rank if equal else index + 1
        places.append(Place(entry, rank, None if middle is None else score - middle))
    places += [Place(entry, None, None) for entry in given if entry.score is None]
    return League(places, middle)


def median(scores: Iterable[Fraction]) -> Fraction | None:
    """The middle one, or the mean of the middle two; None of nothing."""
    ordered = sorted(scores)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
