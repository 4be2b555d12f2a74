"""One new record against the few residents who may be the same person, in well under a millisecond a dozen.

The error model is the engine's: the same kinds of likeness of names, days and numbers, with its first guess at how
often true pairs show each. What the engine counts in whole tables is estimated here: how many bear a name from its
syllables, how strangers compare from what the engine measured in a province. Candidates are the caller's to find.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from diaban.match import evidence, explaining, levels, tokens
from diaban.match.likeness import LEVELS, Likeness
from diaban.match.names import WIDTH
from diaban.match.sides import Side

Syllables = tuple[tuple[str, str], ...]

#: How likely it is, before anything is compared, that someone who comes to be registered is in the register already.
PRIOR = 0.03
#: Others of the same name in one's village, on average; members of a household beside oneself.
_NAMESAKES, _KIN = 0.05, 2.5
#: How a stranger's name compares, by level: shares among pairs drawn at random from a province's residents.
_STRANGERS = np.log(np.array([
    4e-4, 5e-5, 2e-4, 4e-5, 6e-4, 1e-5, 4e-4, 4e-4, 5e-4, 1e-4, 4e-3, 6e-3, 1.3e-2, 0.28, 0.69,
]))  # fmt: skip
#: How the names and births of two members of a household compare: siblings share syllables, twins a day as well.
_KIN_NAME = np.log(np.array([
    1e-3, 3e-4, 3e-3, 1e-3, 8e-3, 1e-4, 8e-3, 8e-3, 4e-3, 2e-3, 0.03, 0.18, 0.02, 0.36, 0.37,
]))  # fmt: skip
_KIN_DAY = np.log(np.array([8e-3, 1e-3, 6e-3, 2e-3, 0.02, 0.12, 0.84]))
#: How a stranger's day compares (both whole), and year (one of them a year alone).
_DAYS = np.log(np.array([3.6e-5, 1.5e-5, 1.4e-3, 7e-4, 1.2e-2, 0.2, 0.78]))
_YEARS = np.log(np.array([1.4e-2, 2.7e-2, 0.2, 0.76, 1e-6, 1e-6, 1e-6]))
_TRUE_YEAR = np.array([0.85, 0.05, 0.05, 0.05, 0, 0, 0]) + 1e-6
#: A stranger of the same sex, commune, village; head of household like another's.
_SEX, _COMMUNE, _VILLAGE = 0.5, 0.015, 0.1
_NUMBER = -21.0  #: log of the chance that a stranger shows the same number
#: True pairs that differ in sex, in commune, or in village: who comes to be registered has often moved within it.
_OTHER_SEX, _AWAY, _MOVED = 0.02, 0.05, 0.35


@dataclass(frozen=True, slots=True)
class Person:
    """A record as it is compared. `birth`: (year, month, day), 0 for what isn't known; numbers as whole numbers, -1
    where there is none; `commune`, `village`, `household`: any codes that are equal where they are the same."""

    name: str
    sex: str = ""
    birth: tuple[int, int, int] = (0, 0, 0)
    id_no: int = -1
    cmnd: int = -1
    commune: int = -1
    village: int = -1
    household: object = None
    #: The name's syllables where the caller has read them, with what a register knows of names; None: from `name`.
    words: Syllables | None = None

    def syllables(self) -> Syllables:
        """The syllables of the name."""
        return syllables(self.name) if self.words is None else self.words[:WIDTH]


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely a candidate is the same person, and the evidence in words, strongest first."""

    place: int
    probability: float
    evidence: tuple[str, ...]


@lru_cache(maxsize=65_536)
def syllables(name: str) -> Syllables:
    """A name's syllables, folded and spelt: titles off, sex markers of the highlands written one way."""
    return tuple(tokens.parsed(name))[:WIDTH]


@lru_cache(maxsize=65_536)
def _slip(one: str, two: str) -> bool:
    return (OSA.distance(one, two, score_cutoff=1) <= 1 and min(len(one), len(two)) > 1) or (
        tokens.heard(one) == tokens.heard(two)
    )  # fmt: skip


def _short(one: str, two: str) -> bool:
    """Whether one is the other's first consonants."""
    less, more = sorted((one, two), key=len)
    return len(less) <= 2 and len(less) < len(more) and more.startswith(less) and not set(less) & set("aeiouy")


def likeness(one: Syllables, two: Syllables) -> Likeness:
    """How two names compare; what `match.likeness.Likener` says of whole tables (a test holds them together)."""
    if not one or not two:
        return Likeness.UNKNOWN
    a, b = [bare for bare, _ in one], [bare for bare, _ in two]
    if a == b:
        if one == two:
            return Likeness.SAME
        plain = all(x == y for x, y in one) or all(x == y for x, y in two)
        return Likeness.UNMARKED if plain else Likeness.MARKS
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return Likeness.ORDER
    found = Likeness.OTHER
    if len(a) == len(b):
        found = _side_by_side(a, b)
    elif abs(len(a) - len(b)) == 1:
        found = _one_lacking(*sorted((a, b), key=len))
    return _in_part(a, b) if found is Likeness.OTHER else found


def _side_by_side(a: list[str], b: list[str]) -> Likeness:
    unequal = [at for at in range(len(a)) if a[at] != b[at]]
    if len(unequal) > 3:
        return Likeness.OTHER
    shorts = sum(_short(a[at], b[at]) for at in unequal)
    slips = sum(not _short(a[at], b[at]) and _slip(a[at], b[at]) for at in unequal)
    if len(unequal) == 1 and slips == 1:
        return Likeness.SLIP
    if slips + shorts == len(unequal) < len(a):
        return Likeness.SHORT if not slips else Likeness.TWO
    if len(unequal) == 1 and len(a) >= 3 and not slips + shorts:
        return Likeness.MIDDLE if 0 < unequal[0] < len(a) - 1 else Likeness.OTHER_ONE
    return Likeness.OTHER


def _one_lacking(less: list[str], more: list[str]) -> Likeness:
    if len(less) < 2:
        return Likeness.OTHER
    for at in range(len(more)):
        if more[:at] + more[at + 1 :] == less:
            return Likeness.LACKING if 0 < at < len(more) - 1 else Likeness.ENDLESS
    for at in range(len(more)):
        rest = more[:at] + more[at + 1 :]
        odd = [n for n in range(len(less)) if rest[n] != less[n]]
        if len(odd) == 1 and (_slip(rest[odd[0]], less[odd[0]]) or _short(rest[odd[0]], less[odd[0]])):
            return Likeness.TWO
    return Likeness.OTHER


def _in_part(a: list[str], b: list[str]) -> Likeness:
    called = (a[-1] in tokens.AT_HOME) != (b[-1] in tokens.AT_HOME)
    if called and (a[0] == b[0] or min(len(a), len(b)) == 1):
        return Likeness.CALLED
    if a[-1] == b[-1]:
        return Likeness.GIVEN
    return Likeness.PART if a[0] == b[0] else Likeness.OTHER


class Comparison:
    """A new record beside its candidates. `share`: how large a part of all residents bears a folded name; `size`: how
    many residents there are."""

    def __init__(
        self, new: Person, others: Sequence[Person], share: Callable[[Sequence[str]], float], size: int
    ) -> None:
        self.new, self.others, self.share, self.size = new, others, share, max(size, 1)

    @cached_property
    def _name(self) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Level of each candidate's name, and log of the chance that a stranger's compares so."""
        own = self.new.syllables()
        found, chance = np.empty(len(self.others), np.int8), np.empty(len(self.others))
        seen: dict[Syllables, tuple[int, float]] = {}  # of those asked about, many bear one name
        for at, other in enumerate(self.others):
            theirs = other.syllables()
            if theirs not in seen:
                level = likeness(own, theirs)
                seen[theirs] = level, self._chance(level, theirs)
            found[at], chance[at] = seen[theirs]
        found[found == Likeness.UNKNOWN] = -1
        return found, chance

    def _chance(self, level: Likeness, theirs: Syllables) -> float:
        """Log of the chance that a stranger's name compares so with the new one."""
        if level >= Likeness.CALLED or not theirs:
            return float(_STRANGERS[min(level, LEVELS - 1)])
        borne = math.log(max(self.share([bare for bare, _ in theirs]), 0.05 / self.size))
        if level in (Likeness.SAME, Likeness.UNMARKED, Likeness.ORDER):
            return borne
        if level == Likeness.MARKS:
            return borne - 1.5
        return float(_STRANGERS[level]) + min(max(0.5 * (borne - float(_STRANGERS[Likeness.SAME])), -2), 2)

    @cached_property
    def _days(self) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        rows = np.arange(len(self.others))
        return levels.days(_side([self.new]), _side(self.others), np.zeros(len(rows), np.int64), rows)

    @cached_property
    def _numbers(self) -> NDArray[np.int8]:
        found = np.full(len(self.others), -1, np.int8)
        for column, length in (("id_no", 12), ("cmnd", 9)):
            own = getattr(self.new, column)
            if own >= 0:
                theirs = np.array([getattr(other, column) for other in self.others], np.int64)
                level = levels.numbers(np.full(len(theirs), own, np.int64), theirs, length)
                found = np.where((found >= 0) & (level >= 0), np.minimum(found, level), np.maximum(found, level))
        return found.astype(np.int8)

    @cached_property
    def _gains(self) -> dict[str, NDArray[np.float64]]:
        """What each field adds to the log odds of one person against a stranger."""
        name, chance = self._name
        day, yearly = self._days
        number = self._numbers
        near = min(2.5 - math.log(self.size + 1), 0.0)
        true_name, true_day = _logs(evidence.NAME_START), np.stack([_logs(evidence.DAY_START), _logs(_TRUE_YEAR)])
        true_number = _logs(evidence.NUMBER_START)
        stranger = np.array([_NUMBER, near, 0.0, 0.0])
        at = np.maximum(day, 0)
        return {
            "name": np.where(name >= 0, true_name[np.maximum(name, 0)] - chance, 0),
            "day": np.where(day >= 0, true_day[yearly, at] - np.stack([_DAYS, _YEARS])[yearly, at], 0),
            "number": np.where(number >= 0, (true_number - stranger)[np.maximum(number, 0)], 0),
            "sex": self._same("sex", _OTHER_SEX, _SEX),
            "commune": self._same("commune", _AWAY, _COMMUNE),
            "village": self._same("village", _MOVED, _VILLAGE) * (self._codes("commune") == 1),
        }

    def _codes(self, column: str) -> NDArray[np.int8]:
        """1 the same, 0 not, -1 where one isn't known."""
        own, unknown = getattr(self.new, column), ("", "u", -1, None)
        if own in unknown:
            return np.full(len(self.others), -1, np.int8)
        theirs = [getattr(other, column) for other in self.others]
        return np.array([-1 if one in unknown else one == own for one in theirs], np.int8)

    def _same(self, column: str, differ: float, chance: float) -> NDArray[np.float64]:
        gain = np.array([math.log(differ / (1 - chance)), math.log((1 - differ) / chance), 0.0])
        return gain[self._codes(column)]

    def probabilities(self) -> NDArray[np.float64]:
        """How likely each candidate is the same person, against strangers, namesakes of the village, and those who
        live in the household that the new record names."""
        gains = self._gains
        odds = sum(gains.values()) + math.log(PRIOR) - math.log(self.size)
        shared = sum(gains[field] for field in ("name", "sex", "commune", "village"))
        against = np.asarray(shared + math.log(_NAMESAKES) - math.log(self.size))
        home = self._codes("household") == 1
        if home.any():
            name, chance = self._name
            day, yearly = self._days
            kin = np.where(name >= 0, _KIN_NAME[np.maximum(name, 0)] - chance, 0) + gains["commune"] + gains["village"]
            kin += np.where((day >= 0) & (yearly == 0), (_KIN_DAY - _DAYS)[np.maximum(day, 0)], 0)
            kin = kin + math.log(_KIN) - math.log(self.size)
            against = np.where(home, np.logaddexp(against, kin), against)
        return np.asarray(np.exp(odds - np.logaddexp(odds, np.logaddexp(0, against))))

    def likely(self, least: float, most: int) -> list[Likely]:
        """Candidates that are likelier than `least`, the likeliest first, at most so many."""
        if not self.others:
            return []
        shares = self.probabilities()
        order = [int(at) for at in np.argsort(-shares, kind="stable")[:most] if shares[at] >= least]
        gains = self._gains
        return [Likely(at, float(shares[at]), self._said(gains, at)) for at in order]

    def _said(self, gains: dict[str, NDArray[np.float64]], at: int) -> tuple[str, ...]:
        """The engine's phrases, strongest first."""
        day, yearly = self._days
        reached = {"name": self._name[0][at], "day": day[at], "number": self._numbers[at]}
        for column in ("sex", "commune", "village"):
            code = self._codes(column)[at]
            reached[column] = -1 if code < 0 else 1 - code
        told = [(abs(gains[field][at]), explaining._phrase(field, int(level), int(yearly[at]) if field == "day" else 0))
                for field, level in reached.items() if level >= 0]  # fmt: skip
        return tuple(words for _gain, words in sorted(told, reverse=True))


def _logs(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(shares / shares.sum()))


def _side(people: Sequence[Person]) -> Side:
    """People as far as days are compared."""
    born = np.array([person.birth for person in people], np.int16).reshape(-1, 3)
    none = np.full(len(people), -1, np.int32)
    long, tiny = none.astype(np.int64), none.astype(np.int8)
    return Side(len(people), none, none, born[:, 0], born[:, 1].astype(np.int8), born[:, 2].astype(np.int8), long, long,
                tiny, tiny, none, none, none)  # fmt: skip
