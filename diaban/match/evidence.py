"""What speaks for and against two rows being one person: for each field how they compare, and how often that is chance.

Each field gives a `Field`: the level of every pair, the group its level was reached in (what the left row could show at
all: a row typed without marks, a birth year alone), and the logarithm of how likely a resident who is somebody else
would reach that level. The last is counted in the residents: sharing `Nguyễn` says little, sharing `Thào A Páo` much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.match import names as naming
from diaban.match.names import Likeness
from diaban.match.sides import Ints, Pair, Side

Floats = NDArray[np.float32]
_SAMPLE = 400_000  #: pairs of strangers looked at to see how often each level is chance


@dataclass
class Field:
    """How one field compares in each pair. Level -1: nothing to compare."""

    title: str
    level: NDArray[np.int8]
    group: NDArray[np.int8]
    chance: Floats  #: log of the chance that a stranger reaches the level
    start: NDArray[np.float64]  #: first guess at how often true pairs reach each level


def _count(values: NDArray[np.uint64] | Ints, usable: NDArray[np.bool_], at: NDArray[np.uint64] | Ints) -> Floats:
    """How many usable rows carry each of the values asked for."""
    keys, counts = np.unique(values[usable], return_counts=True)
    if len(keys) == 0:
        return np.zeros(len(at), np.float32)
    place = np.minimum(np.searchsorted(keys, at), len(keys) - 1)
    return np.where(keys[place] == at, counts[place], 0).astype(np.float32)


class Evidence:
    """The fields of a pair of sides; strangers' chances are learned once, from pairs drawn at random."""

    def __init__(self, pair: Pair, seed: int = 1) -> None:
        self.pair = pair
        draw = np.random.default_rng(seed)
        number = min(_SAMPLE, pair.left.size * pair.right.size)
        self._one = draw.integers(0, pair.left.size, number)
        self._two = draw.integers(0, pair.right.size, number)
        self._prior: dict[str, Floats] = {}

    def fields(self, left: Ints, right: Ints) -> list[Field]:
        """Every field that both sides have anything in."""
        made = [
            self._name,
            self._day,
            self._number,
            self._sex,
            self._commune,
            self._village,
            self._head,
            self._relation,
        ]
        return [field for field in (make(left, right) for make in made) if field is not None]

    def relatives(self) -> dict[str, NDArray[np.float64]]:
        """How members of one household compare, by field, group and level, as logs; empty where no household is known.

        Counted between residents of the same household: it is what a row about someone absent finds at home.
        """
        side = self.pair.right
        home = side.household if (side.household >= 0).any() else _homes(side)
        order = np.argsort(home, kind="stable")
        order = order[home[order] >= 0]
        beside = home[order][1:] == home[order][:-1]
        one, two = order[:-1][beside][:_SAMPLE], order[1:][beside][:_SAMPLE]
        if len(one) < 50:
            return {}
        name, (day, _group) = self._likeness(side.name[one], side.name[two]), _days(side, side, one, two)
        twice = (name <= Likeness.SLIP) & (day <= 2)  # rather one person written twice
        one, two = one[~twice], two[~twice]
        found = {"name": name[~twice], "sex": _same_code(side.sex[one], side.sex[two])}
        found["number"] = _numbers(side.id_no[one], side.id_no[two], 12)
        tables = {title: np.tile(_shares(level), (4, 1)) for title, level in found.items()}
        yearly = replace(side, month=np.zeros_like(side.month), day=np.zeros_like(side.day))
        tables["day"] = np.stack([_shares(_days(s, s, one, two)[0]) for s in (side, yearly, side, yearly)])
        return tables

    def _stranger(self, title: str, level: NDArray[np.int8], levels: int) -> Floats:
        """Log share of strangers at each level, of those that have one; a level never seen counts as a third."""
        if title not in self._prior:
            seen = np.bincount(level[level >= 0], minlength=levels).astype(np.float64)
            self._prior[title] = np.log((seen + 0.3) / (seen.sum() + 0.3 * levels)).astype(np.float32)
        return self._prior[title]

    # --- names ---------------------------------------------------------------------------------------------------

    def _name(self, left: Ints, right: Ints) -> Field | None:
        one, two = self.pair.left.name, self.pair.right.name
        level = self._likeness(one[left], two[right])
        chance = self._name_chance("name", two, one[left], two[right], level)
        unmarked = self.pair.names.unmarked[np.maximum(one[left], 0)].astype(np.int8)
        start = np.array([0.70, 0.05, 0.04, 0.03, 0.08, 0.02, 0.03, 0.01, 0.01, 0.02, 0.01])
        return Field("name", level, unmarked, chance, start)

    def _likeness(self, one: Ints, two: Ints) -> NDArray[np.int8]:
        level = naming.compare(self.pair.names, one, two)
        level[level == Likeness.UNKNOWN] = -1
        return level

    def _name_chance(self, title: str, people: Ints, one: Ints, two: Ints, level: NDArray[np.int8]) -> Floats:
        """Names alike to the letter by how many carry the name, others as strangers are, moved by how common it is."""
        n, number = self.pair.names, max(int((people >= 0).sum()), 1)
        if title not in self._prior:
            sample = self._likeness(self._of(title, self.pair.left)[self._one], people[self._two])
            self._stranger(title, sample, int(Likeness.UNKNOWN))
        usable, carried = people >= 0, np.maximum(people, 0)
        folded = _count(n.fold_key[carried], usable, n.fold_key[np.maximum(two, 0)])
        spelt = _count(n.spelt_key[carried], usable, n.spelt_key[np.maximum(two, 0)])
        exact = np.log(np.maximum(spelt, 1.0) / number)
        same_letters = np.log(np.maximum(folded, 1.0) / number)
        other_marks = np.log(np.maximum(folded - spelt, 0.5) / number)
        typical = np.log(np.maximum(folded, 1.0) / number) - np.log(max(_mean_share(n.fold_key[carried], usable), 1e-9))
        found = self._prior[title][np.maximum(level, 0)] + np.clip(0.5 * typical, -2, 2).astype(np.float32)
        found = np.where(level == Likeness.SAME, exact, found)
        found = np.where(level == Likeness.UNMARKED, same_letters, found)
        found = np.where(level == Likeness.MARKS, other_marks, found)
        found = np.where(level == Likeness.ORDER, same_letters, found)
        return np.where(level >= Likeness.PART, self._prior[title][np.maximum(level, 0)], found).astype(np.float32)

    def _of(self, title: str, side: Side) -> Ints:
        return side.name if title == "name" else side.head

    def _head(self, left: Ints, right: Ints) -> Field | None:
        """The head of the household. Someone who is their own head is told by that, not by their name once more."""
        one, two, n = self.pair.left, self.pair.right, self.pair.names
        if not ((one.head >= 0).any() and (two.head >= 0).any()):
            return None
        level = self._likeness(one.head[left], two.head[right])
        chance = self._name_chance("head", two.head, one.head[left], two.head[right], level)
        own_one, own_two = _own(one, n), _own(two, n)
        both, known = own_one[left] & own_two[right], (one.head[left] >= 0) & (two.head[right] >= 0)
        share = float(own_two.mean())
        own = own_one[left] & known
        level = np.where(level < 0, -1, _COARSE[np.maximum(level, 0)]).astype(np.int8)
        level = np.where(own, np.where(both, 0, 2), level).astype(np.int8)
        chance = np.where(own, np.where(both, np.log(share + 1e-6), np.log(1 - share + 1e-6)), chance)
        group = own.astype(np.int8) + 2 * self._elsewhere(left, right)
        return Field("head", level, group, chance.astype(np.float32), np.array([0.70, 0.10, 0.20]))

    # --- dates and numbers ---------------------------------------------------------------------------------------

    def _day(self, left: Ints, right: Ints) -> Field | None:
        one, two = self.pair.left, self.pair.right
        level, group = _days(one, two, left, right)
        if (level < 0).all():
            return None
        sample, sample_group = _days(one, two, self._one, self._two)
        chance = np.zeros(len(left), np.float32)
        for kind in range(2):
            table = self._stranger(f"day {kind}", sample[sample_group == kind], 7)
            mine = group == kind
            chance[mine] = table[np.maximum(level[mine], 0)]
        number = max(int((two.year > 0).sum()), 1)
        date = two.year.astype(np.int64) * 10_000 + two.month * 100 + two.day
        of_date = np.log(np.maximum(_count(date, two.year > 0, date[right]), 1) / number)
        of_year = np.log(
            np.maximum(_count(two.year.astype(np.int64), two.year > 0, two.year[right].astype(np.int64)), 1) / number
        )
        chance = np.where((group == 0) & (level == 0), np.minimum(of_date, of_year - 3), chance)
        chance = np.where((group == 0) & (level == 4), of_year, chance)
        chance = np.where((group == 1) & (level == 0), of_year, chance)
        start = np.array([0.80, 0.03, 0.05, 0.03, 0.04, 0.02, 0.03])
        return Field("day", level, group, chance.astype(np.float32), start)

    def _number(self, left: Ints, right: Ints) -> Field | None:
        one, two = self.pair.left, self.pair.right
        new = _numbers(one.id_no[left], two.id_no[right], 12)
        old = _numbers(one.cmnd[left], two.cmnd[right], 9)
        level = np.where((new >= 0) & (old >= 0), np.minimum(new, old), np.maximum(new, old)).astype(np.int8)
        if (level < 0).all():
            return None
        chance = np.array([-np.log(two.size + 1.0), -np.log(two.size + 1.0) + 1.5, 0.0], np.float32)[
            np.maximum(level, 0)
        ]
        return Field("number", level, (new < 0).astype(np.int8), chance, np.array([0.85, 0.08, 0.07]))

    # --- small codes ---------------------------------------------------------------------------------------------

    def _sex(self, left: Ints, right: Ints) -> Field | None:
        return self._code("sex", self.pair.left.sex[left], self.pair.right.sex, right, np.array([0.98, 0.02]))

    def _relation(self, left: Ints, right: Ints) -> Field | None:
        one, two = self.pair.left, self.pair.right
        told = np.where(_own(one, self.pair.names), np.int8(-1), one.relation)  # said by the head already
        return self._code("relation", told[left], two.relation, right, np.array([0.85, 0.15]))

    def _code(
        self, title: str, one: NDArray[np.int8], two: NDArray[np.int8], right: Ints, start: NDArray[np.float64]
    ) -> Field | None:
        level = _same_code(one, two[right])
        if (level < 0).all():
            return None
        seen = np.bincount(two[two >= 0], minlength=16) / max(int((two >= 0).sum()), 1)
        share = seen[np.maximum(one, 0)]
        chance = np.log(np.where(level == 0, share, 1 - share) + 1e-6).astype(np.float32)
        return Field(title, level, np.zeros(len(level), np.int8), chance, start)

    def _elsewhere(self, left: Ints, right: Ints) -> NDArray[np.int8]:
        """1 where the communes differ: village and head of household differ with them, and don't count again."""
        if not self.pair.place_sets:
            return np.zeros(len(left), np.int8)
        return np.asarray(self._communes(left, right) == 1, np.int8)

    def _communes(self, left: Ints, right: Ints) -> NDArray[np.int8]:
        one, two = self.pair.left.place[left], self.pair.right.place[right]
        sets = self.pair.place_sets
        distinct, back = np.unique(np.maximum(one, 0) * len(sets) + np.maximum(two, 0), return_inverse=True)
        meets = np.array([bool(sets[a] & sets[b]) for a, b in zip(*np.divmod(distinct, len(sets)), strict=True)])
        return np.where((one >= 0) & (two >= 0), ~meets[back], -1).astype(np.int8)

    def _commune(self, left: Ints, right: Ints) -> Field | None:
        if not self.pair.place_sets:
            return None
        one, sets = self.pair.left.place[left], self.pair.place_sets
        level = self._communes(left, right)
        if (level < 0).all():
            return None
        people = np.bincount(self.pair.right.place[self.pair.right.place >= 0], minlength=len(sets)).astype(np.float64)
        within = np.array(
            [sum(people[j] for j, other in enumerate(sets) if people[j] and one_set & other) for one_set in sets]
        )
        share = (within / max(people.sum(), 1))[np.maximum(one, 0)]
        chance = np.log(np.where(level == 0, share, 1 - share) + 1e-6).astype(np.float32)
        return Field("commune", level, np.zeros(len(level), np.int8), chance, np.array([0.95, 0.05]))

    def _village(self, left: Ints, right: Ints) -> Field | None:
        """Compared within the commune: how many of its residents live in that village."""
        one, two = self.pair.left, self.pair.right
        a, b = one.village[left], two.village[right]
        level = np.where((a >= 0) & (b >= 0), a != b, -1).astype(np.int8)
        if (level < 0).all():
            return None
        here = two.place * (int(two.village.max()) + 2) + two.village
        usable = two.village >= 0
        in_village = _count(here, usable, here[right])
        in_commune = _count(two.place, usable, two.place[right])
        share = np.clip(in_village / np.maximum(in_commune, 1), 1e-5, 1)
        chance = np.log(np.where(level == 0, share, np.maximum(1 - share, 0.3))).astype(np.float32)
        return Field("village", level, self._elsewhere(left, right), chance, np.array([0.92, 0.08]))


def _homes(side: Side) -> Ints:
    """Households by their head and village, where they have no number."""
    key = side.head * (int(side.village.max()) + 2) + side.village
    return np.where(side.head >= 0, key, -1)


def _same_code(one: NDArray[np.int8], two: NDArray[np.int8]) -> NDArray[np.int8]:
    return np.where((one >= 0) & (two >= 0), one != two, -1).astype(np.int8)


def _shares(level: NDArray[np.int8]) -> NDArray[np.float64]:
    """Log share of each level, padded to the widest field."""
    seen = np.bincount(level[level >= 0], minlength=int(Likeness.UNKNOWN)).astype(np.float64) + 0.3
    return np.asarray(np.log(seen / seen.sum()))


_COARSE = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], np.int8)


def _own(side: Side, n: naming.Names) -> NDArray[np.bool_]:
    """Whether each row is told to head its own household."""
    named = (side.head >= 0) & (side.name >= 0)
    return np.asarray(named & (n.sorted_key[np.maximum(side.head, 0)] == n.sorted_key[np.maximum(side.name, 0)]))


def _mean_share(keys: NDArray[np.uint64], usable: NDArray[np.bool_]) -> float:
    """How common the name of a resident is, on average of the logarithm."""
    counts = pl.Series(keys[usable]).value_counts()["count"].to_numpy()
    return float(np.exp((counts * np.log(counts)).sum() / max(counts.sum(), 1)) / max(counts.sum(), 1))


def _days(one: Side, two: Side, left: Ints, right: Ints) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Level and group of birth dates. Group 0, both with day and month: same, day and month exchanged, one of them
    another, another year, only the year is the same, years near, none of it. Group 1, a year alone (or the first of
    January, which stands for one): same, next, near, another."""
    ya, yb = one.year[left].astype(np.int64), two.year[right].astype(np.int64)
    ma, mb, da, db = one.month[left], two.month[right], one.day[left], two.day[right]
    level = np.full(len(left), -1, np.int8)
    known = (ya > 0) & (yb > 0)
    round_a, round_b = (da <= 1) & (ma <= 1), (db <= 1) & (mb <= 1)
    same = known & (da > 0) & (ya == yb) & (ma == mb) & (da == db)
    yearly = (round_a | round_b | (da == 0) | (db == 0)) & ~same
    near, apart = _near_years(ya, yb), np.abs(ya - yb)
    full = known & ~yearly
    level[full] = 6
    level[full & near] = 5
    level[full & (ya == yb)] = 4
    level[full & (ma == mb) & (da == db) & near] = 3
    level[full & (ya == yb) & ((ma == mb) | (da == db))] = 2
    level[full & (ya == yb) & (ma == db) & (da == mb)] = 1
    level[same] = 0
    rest = known & yearly
    level[rest] = 3
    level[rest & near] = 2
    level[rest & (apart == 1)] = 1
    level[rest & (apart == 0)] = 0
    return level, yearly.astype(np.int8)


def _near_years(one: Ints, two: Ints) -> NDArray[np.bool_]:
    """At most two years apart, one digit another, or the last two exchanged."""
    digits = sum(((one // 10**k) % 10 != (two // 10**k) % 10).astype(np.int8) for k in range(4))
    swapped = (one // 100 == two // 100) & (one % 10 == two // 10 % 10) & (one // 10 % 10 == two % 10)
    return np.asarray((np.abs(one - two) <= 2) | (digits <= 1) | swapped)


def _numbers(one: Ints, two: Ints, length: int) -> NDArray[np.int8]:
    """0 the same number, 1 one slip apart, 2 another, -1 where one is missing."""
    known = np.flatnonzero((one >= 0) & (two >= 0))
    found = np.full(len(one), -1, np.int8)
    a, b = one[known], two[known]
    differ = np.stack([(a // 10**k) % 10 != (b // 10**k) % 10 for k in range(length)], axis=1)
    ends = np.logical_and.accumulate(~differ, axis=1).sum(axis=1)
    starts = np.logical_and.accumulate(~differ[:, ::-1], axis=1).sum(axis=1)
    shifted = _shifted(a, b, length)
    slip = (differ.sum(axis=1) <= 2) & (length - ends - starts <= 2) | (differ.sum(axis=1) <= 1) | shifted
    found[known] = np.where(a == b, 0, np.where(slip, 1, 2))
    return found


def _shifted(a: Ints, b: Ints, length: int) -> NDArray[np.bool_]:
    """One digit too many or too few: the rest of the number moved by one place."""
    found = np.zeros(len(a), np.bool_)
    for one, two in ((a, b), (b, a)):
        short = one < 10 ** (length - 1)  # what lost a digit and was filled with a zero in front
        for k in range(length):
            low, high = one % 10**k, one // 10**k
            found |= short & (two % 10**k == low) & (two // 10 ** (k + 1) == high)
    return found
