"""What speaks for and against two rows being one person: for each field how they compare, and how often that is chance.

Each field gives a `Field`: the level of every pair, the group its level was reached in (what the left row could show at
all: a row typed without marks, a birth year alone), and the logarithm of how likely a resident who is somebody else
would reach that level. The last is counted in the residents: sharing `Nguyễn` says little, sharing `Thào A Páo` much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from diaban.match import levels
from diaban.match.arrays import Keys, fresh, mixed, occurrences
from diaban.match.likeness import LEVELS, Likener, Likeness
from diaban.match.names import Names
from diaban.match.sides import Ints, Pair, Side
from diaban.match.values import OLD

Floats = NDArray[np.float32]
Small = NDArray[np.int8]
_SAMPLE = 400_000  #: pairs of strangers looked at to see how often each level is chance
_ANOTHERS = 0.004  #: rows with the number of another member of the household, as where a child has none yet
_SHARED_BY = 4  #: rows that may well be one person's; a number that more have is nobody's
_LEAST = 0.05  #: people, at least, that any name is expected of
_DAYS_OF_YEAR = 300.0
_UNEVEN = 0.2  #: how unevenly births lie over a year: the first of January stands for many days
_FEW = 20_000  #: rows in which chance shows a number no oftener than in a smaller table
GROUPS = 4


@dataclass
class Field:
    """How one field compares in each pair. Level -1: nothing to compare."""

    title: str
    level: Small
    group: Small
    chance: Floats  #: log of the chance that a stranger reaches the level
    start: NDArray[np.float64]  #: first guess at how often true pairs reach each level


NAME_START = np.array([0.70, 0.05, 0.04, 0.03, 0.08, 0.02, 0.02, 0.01, 0.01, 0.005, 0.01, 0.005, 0.004, 0.004, 0.003])
HEAD_START = np.array([0.70, 0.10, 0.20])
DAY_START = np.array([0.80, 0.03, 0.05, 0.03, 0.04, 0.02, 0.03])
NUMBER_START = np.array([0.88, 0.08, 0.03, 0.01])
_COARSE = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], np.int8)


class Commonness:
    """How many residents carry each name, and how a stranger's name compares, as logarithms."""

    def __init__(self, names: Names, people: NDArray[np.int32], prior: Floats, itself: bool) -> None:
        usable, carried = people >= 0, people[people >= 0]
        number = np.log(max(len(carried), 1))
        folded, spelt = (_shared(key, carried) for key in (names.fold_key, names.spelt_key))
        if itself:  # two of those who carry it are the pair itself
            folded, spelt = _others(folded), _others(spelt)
        else:
            folded, spelt = _expected(folded), _expected(spelt)
        self.spelt = (np.log(np.maximum(spelt, _LEAST)) - number).astype(np.float32)
        self.folded = (np.log(np.maximum(folded, _LEAST)) - number).astype(np.float32)
        self.others = (np.log(np.maximum(folded - spelt, 0.5)) - number).astype(np.float32)
        usual = float(self.folded[carried].mean()) if usable.any() else 0.0
        self.rarer = np.clip(0.5 * (self.folded - usual), -2, 2).astype(np.float32)
        self.prior = prior

    def chance(self, two: NDArray[np.int32], level: Small) -> Floats:
        """Names alike to the letter by how many carry them, others as strangers are, moved by how common they are."""
        two = np.maximum(two, 0)
        prior = self.prior[np.maximum(level, 0)]
        found = np.where(level < Likeness.CALLED, prior + self.rarer[two], prior)
        found = np.where(level == Likeness.SAME, self.spelt[two], found)
        found = np.where((level == Likeness.UNMARKED) | (level == Likeness.ORDER), self.folded[two], found)
        return np.asarray(np.where(level == Likeness.MARKS, self.others[two], found), np.float32)


def _expected(counts: Floats) -> Floats:
    """How many of so many people would carry a name that so many of them were seen with, for rare names (Good and
    Turing): where most names stand once, a stranger who carries one of them is rarer than that."""
    seen = np.bincount(np.minimum(counts, 9).astype(np.int64), minlength=10).astype(np.float64)
    found, least = counts.copy(), _LEAST
    for times in range(1, 5):
        least = float(np.clip((times + 1) * seen[times + 1] / max(seen[times], 1), least, times))
        found[counts == times] = least
    return found


def _others(counts: Floats) -> Floats:
    """How many further rows of a table are expected to carry what two of its rows carry, where so many do."""
    twice = 2.0 * float((counts == 2).sum())
    once = float((counts == 1).sum())
    rest = np.maximum(counts - 2, 0)
    rest[counts <= 2] = np.clip(twice / max(once + twice, 1.0), _LEAST, 1.0)
    return rest


def _shared(key: Keys, carried: NDArray[np.int32]) -> Floats:
    """For each distinct name how many people carry its key."""
    return occurrences(key[carried], np.ones(len(carried), np.bool_), key)


class Evidence:
    """The fields of a pair of sides; strangers' chances are learned once, from pairs drawn at random."""

    def __init__(self, pair: Pair, seed: int = 1) -> None:
        self.pair = pair
        self.likener = Likener(pair.names)
        draw = np.random.default_rng(seed)
        number = min(_SAMPLE, pair.left.size * pair.right.size)
        sides = pair.left, pair.right
        one, two = (side.order[draw.integers(0, max(side.size, 1), number)] for side in sides)
        self._names = self._commonness(pair.left.name, pair.right.name, one, two)
        self._heads = self._commonness(pair.left.head, pair.right.head, one, two)
        self._own = _own(pair.left, pair.names), _own(pair.right, pair.names)
        self._own_share = float(self._own[1].mean()) if pair.right.size else 0.0
        self._dates(one, two)
        self._meets, self._place_chance = _places(pair)
        self._village_chance = _villages(pair.right)

    def _commonness(self, left: NDArray[np.int32], right: NDArray[np.int32], one: Ints, two: Ints) -> Commonness:
        return Commonness(
            self.pair.names, right, _log_shares(self._likeness(left[one], right[two]), LEVELS), left is right
        )

    def _dates(self, one: Ints, two: Ints) -> None:
        left, right = self.pair.left, self.pair.right
        level, group = levels.days(left, right, one, two)
        self._day_prior = np.stack([_log_shares(level[group == kind], levels.DAYS) for kind in range(2)])
        known = right.year > 0
        number = np.log(max(int(known.sum()), 1))
        year, date = mixed(right.year), mixed(right.year, right.month, right.day)
        self._of_year = np.log(np.maximum(occurrences(year, known, year), 1)).astype(np.float32) - np.float32(number)
        others = np.maximum(occurrences(date, known, date) - (2 if left is right else 1), 0)
        usual = np.exp(self._of_year + np.float32(number)) / _DAYS_OF_YEAR
        expected = (others + _UNEVEN) / (1 + _UNEVEN / np.maximum(usual, 1e-6))
        self._of_date = np.minimum(np.log(expected) - np.float32(number), self._of_year - 3).astype(np.float32)
        self._of_number = _numbered(right)

    def fields(self, left: Ints, right: Ints) -> list[Field]:
        """Every field that both sides have anything in."""
        level = self._communes(left, right)
        away = np.asarray(level == 1, np.int8)  # village and head differ with the commune, and don't count again
        made = [
            self._name(left, right), self._day(left, right), self._number(left, right),
            self._sex(left, right), self._commune(left, level), self._village(left, right, away),
            self._head(left, right, away), self._relation(left, right),
        ]  # fmt: skip
        return [field for field in made if (field.level >= 0).any()]

    def namesakes(self) -> float:
        """How many others of a resident's village carry the same name, on average."""
        side = self.pair.right
        key = mixed(self.pair.names.sorted_key[np.maximum(side.name, 0)], side.place, side.village)
        known = side.name >= 0
        return float((occurrences(key, known, key[known]) - 1).mean()) if known.any() else 0.0

    def at_home(self) -> float:
        """How many others live in a resident's household, on average."""
        side = self.pair.right
        home = homes(side)
        sizes = np.diff(np.flatnonzero(np.append(fresh(np.sort(home[home >= 0])), True)))
        return float(((sizes - 1) * sizes).sum() / max(sizes.sum(), 1))

    def relatives(self) -> dict[str, NDArray[np.float64]]:
        """How members of one household compare, by field, group and level, as logs; empty where no household is known.

        Counted between residents of the same household: it is what a row about someone absent finds at home.
        """
        side = self.pair.right
        home = homes(side)
        order = side.order[np.argsort(home[side.order], kind="stable")]
        order = order[home[order] >= 0]
        beside = ~fresh(home[order])[1:]
        one, two = order[:-1][beside][:_SAMPLE], order[1:][beside][:_SAMPLE]
        if len(one) < 50:
            return {}
        name, (day, _group) = self._likeness(side.name[one], side.name[two]), levels.days(side, side, one, two)
        twice = (name <= Likeness.SLIP) & (day <= 2)  # rather one person written twice
        one, two = one[~twice], two[~twice]
        found = {"name": _log_shares(name[~twice], LEVELS), "sex": _log_shares(_sexes(side, one, two), 2)}
        number = levels.numbers(side.id_no[one], side.id_no[two], 12)
        number[(number == 2) & side.sound[one] & side.sound[two]] = 3
        found["number"] = _log_shares(number, levels.NUMBERS)
        found["number"][0] = max(found["number"][0], np.log(_ANOTHERS))
        tables = {title: np.tile(shares.astype(np.float64), (GROUPS, 1)) for title, shares in found.items()}
        yearly = replace(side, month=np.zeros_like(side.month), day=np.zeros_like(side.day))
        of_days = [_log_shares(levels.days(s, s, one, two)[0], levels.DAYS) for s in (side, yearly)]
        tables["day"] = np.stack([*of_days, *of_days]).astype(np.float64)
        return tables

    def _likeness(self, one: NDArray[np.int32], two: NDArray[np.int32]) -> Small:
        level = self.likener(one.astype(np.int64), two.astype(np.int64))
        level[level == Likeness.UNKNOWN] = -1
        return level

    def _name(self, left: Ints, right: Ints) -> Field:
        one, two = self.pair.left.name[left], self.pair.right.name[right]
        level = self._likeness(one, two)
        unmarked = self.pair.names.unmarked[np.maximum(one, 0)].astype(np.int8)
        return Field("name", level, unmarked, self._names.chance(two, level), NAME_START)

    def _head(self, left: Ints, right: Ints, away: Small) -> Field:
        """The head of the household. Someone who is their own head is told by that, not by their name once more."""
        one, two = self.pair.left.head[left], self.pair.right.head[right]
        if self.pair.left.headless or self.pair.right.headless:
            return _nothing("head", len(left), HEAD_START)
        level = self._likeness(one, two)
        chance = self._heads.chance(two, level)
        known = (one >= 0) & (two >= 0)
        own = self._own[0][left] & known
        both = self._own[1][right]
        level = np.where(level < 0, -1, _COARSE[np.maximum(level, 0)]).astype(np.int8)
        level[own] = np.where(both[own], 0, 2)
        share = np.float32(self._own_share)
        chance[own] = np.where(both[own], np.log(share + 1e-6), np.log(1 - share + 1e-6))
        return Field("head", level, own.astype(np.int8) + 2 * away, chance, HEAD_START)

    def _day(self, left: Ints, right: Ints) -> Field:
        level, group = levels.days(self.pair.left, self.pair.right, left, right)
        chance = self._day_prior[group, np.maximum(level, 0)]
        exact = (group == 0) & (level == 0)
        chance[exact] = self._of_date[right[exact]]
        year = ((group == 0) & (level == 4)) | ((group == 1) & (level == 0))
        chance[year] = self._of_year[right[year]]
        return Field("day", level, group, chance, DAY_START)

    def _number(self, left: Ints, right: Ints) -> Field:
        one, two = self.pair.left, self.pair.right
        new = levels.numbers(one.id_no[left], two.id_no[right], 12)
        old = levels.numbers(one.cmnd[left] - OLD, two.cmnd[right] - OLD, 9)
        level = np.where((new >= 0) & (old >= 0), np.minimum(new, old), np.maximum(new, old)).astype(np.int8)
        level[(level == 2) & one.sound[left] & two.sound[right]] = 3  # each is its own row's: two people
        near = np.float32(2.5 - np.log(two.size + 1.0))  # numbers of one sex, year and province lie close together
        chance = np.where(level == 0, self._of_number[right], np.where(level == 1, near, 0))
        chance = chance.astype(np.float32)
        return Field("number", level, (new < 0).astype(np.int8), chance, NUMBER_START)

    def _sex(self, left: Ints, right: Ints) -> Field:
        return self._code("sex", self.pair.left.sex[left], self.pair.right.sex, right, np.array([0.98, 0.02]))

    def _relation(self, left: Ints, right: Ints) -> Field:
        told = np.where(self._own[0][left], np.int8(-1), self.pair.left.relation[left])  # said by the head already
        return self._code("relation", told, self.pair.right.relation, right, np.array([0.85, 0.15]))

    def _code(self, title: str, one: Small, two: Small, right: Ints, start: NDArray[np.float64]) -> Field:
        level = levels.same(one, two[right])
        seen = np.bincount(two[two >= 0], minlength=16) / max(int((two >= 0).sum()), 1)
        share = seen[np.maximum(one, 0)]
        chance = np.log(np.where(level == 0, share, 1 - share) + 1e-6).astype(np.float32)
        return Field(title, level, np.zeros(len(level), np.int8), chance, start)

    def _communes(self, left: Ints, right: Ints) -> Small:
        one, two = self.pair.left.place[left], self.pair.right.place[right]
        known = (one >= 0) & (two >= 0)
        if self._meets is None:
            return np.where(known, one != two, -1).astype(np.int8)
        return np.where(known, ~self._meets[one, two], -1).astype(np.int8)

    def _commune(self, left: Ints, level: Small) -> Field:
        chance = self._place_chance[np.clip(level, 0, 1), self.pair.left.place[left]]
        return Field("commune", level, np.zeros(len(level), np.int8), chance, np.array([0.95, 0.05]))

    def _village(self, left: Ints, right: Ints, away: Small) -> Field:
        """Compared within the commune: how many of its residents live in that village."""
        level = levels.same(self.pair.left.village[left], self.pair.right.village[right])
        chance = self._village_chance[np.where(away == 1, 2, 0) + np.clip(level, 0, 1), right]
        return Field("village", level, away, chance, np.array([0.92, 0.08]))


def _nothing(title: str, size: int, start: NDArray[np.float64]) -> Field:
    return Field(title, np.full(size, -1, np.int8), np.zeros(size, np.int8), np.zeros(size, np.float32), start)


def _places(pair: Pair) -> tuple[NDArray[np.bool_] | None, Floats]:
    """Whether two sets of communes meet (None: only where they are one), and the chance that strangers' do."""
    sets = pair.place_sets
    lived = pair.right.place[pair.right.place >= 0]
    people = np.bincount(lived, minlength=len(sets) + 1).astype(np.float64)
    meets = None
    within = people[: len(sets)].copy()
    if any(len(one) > 1 for one in sets):
        table = np.zeros((len(sets), pair.communes), np.float32)
        for row, one in enumerate(sets):
            table[row, list(one)] = 1
        meets = (table @ table.T) > 0
        within = meets @ people[: len(sets)]
    share = np.append(within / max(people.sum(), 1), 0.0)
    return meets, np.stack([np.log(share + 1e-6), np.log(np.maximum(1 - share, 0) + 1e-6)]).astype(np.float32)


def _numbered(side: Side) -> Floats:
    """For each resident the chance that a stranger shows the same number: some fill the column with one for all."""
    counts = [occurrences(mixed(number), number >= 0, mixed(number)) for number in (side.id_no, side.cmnd)]
    shared = np.maximum(np.maximum(*counts) - _SHARED_BY, 0)
    chance = np.maximum(shared / (side.size + 1.0), 0.1 / (max(side.size, _FEW) + 1.0))
    return np.asarray(np.log(chance), np.float32)


def _villages(side: Side) -> Floats:
    """For each resident the chance that a stranger of the commune lives in the same village, and that none does; then
    the same for strangers of anywhere."""
    known = side.village >= 0
    here, commune, named = mixed(side.place, side.village), mixed(side.place), mixed(side.village)
    share = occurrences(here, known, here) / np.maximum(occurrences(commune, known, commune), 1)
    anywhere = occurrences(named, known, named) / max(int(known.sum()), 1)
    share, anywhere = np.clip(share, 1e-5, 1), np.clip(anywhere, 1e-6, 1)
    others = [np.log(np.maximum(1 - one, 0.3)) for one in (share, anywhere)]
    return np.stack([np.log(share), others[0], np.log(anywhere), others[1]]).astype(np.float32)


def homes(side: Side) -> Ints:
    """Each row's household, or where no household has a number its head and village; -1 for none."""
    if (side.household >= 0).any():
        return side.household.astype(np.int64)
    key = side.head.astype(np.int64) * (int(side.village.max(initial=0)) + 2) + side.village
    return np.where(side.head >= 0, key, -1)


def _sexes(side: Side, one: Ints, two: Ints) -> Small:
    return levels.same(side.sex[one], side.sex[two])


def _log_shares(level: Small, number: int) -> Floats:
    """Log share of each level, of those that have one; a level never seen counts as a third."""
    seen = np.bincount(level[level >= 0], minlength=number).astype(np.float64) + 0.3
    return np.asarray(np.log(seen / seen.sum()), np.float32)


def _own(side: Side, n: Names) -> NDArray[np.bool_]:
    """Whether each row is told to head its own household."""
    named = (side.head >= 0) & (side.name >= 0)
    return np.asarray(named & (n.sorted_key[np.maximum(side.head, 0)] == n.sorted_key[np.maximum(side.name, 0)]))
