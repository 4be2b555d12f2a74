"""What stands beside a row on its sheet: lists go by household, village and commune, and name a person once.

Where the rows before and after a row surely lead to residents of one household or village, a candidate from there is
likelier; one whom another row surely means already is less likely. How much either says is counted in the table itself,
between sure answers and the other candidates of the same rows: rows in no order teach that it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match.arrays import MOST_ROWS, Ints, mixed
from diaban.match.evidence import Field, homes
from diaban.match.sides import Pair, Side

Masses = NDArray[np.float64]
Small = NDArray[np.int8]
FLOOR = 1e-5  #: pairs that are less likely before their neighbours are known aren't kept
_SURE = 0.9
_REACH = 4  #: rows before and after that are looked at
_LEVELS = 5  #: household, village of most, village of some, commune, elsewhere
_CLAIMS = 3  #: meant by no other row, by one far away, by one near
_NEAR = 1_000  #: rows; about what one list has
_GROUPS = 27
_WEAKEST = 20.0  #: rows' worth of belief that neighbours say nothing
_MOST = 5.0  #: what neighbours say for a candidate at most, as a logarithm
_LEAST = 1.0  #: and against one: what sure answers never show isn't rare among the others for that
_ROUNDS = 2


def groups(fields: list[Field]) -> Small:
    """What commune, village and head of household said of each pair: neighbours say most of that once more, and count
    within it alone."""
    found = np.zeros(len(fields[0].level), np.int8)
    levels = {field.title: field.level for field in fields}
    for title, agrees in (("commune", 0), ("village", 0), ("head", 1)):
        level = levels.get(title)
        told = np.zeros(len(found), np.int8) if level is None else np.where(level < 0, 0, 1 + (level > agrees))
        found = (found * 3 + told).astype(np.int8)
    return found


@dataclass
class Weighed:
    """Pairs by left row with what is believed of each: that they are one person, that the row means an absent member
    of the candidate's household."""

    left: Ints
    right: Ints
    one: Masses
    kin: Masses
    group: Small


@dataclass
class Beside:
    """What neighbours and claims add to the log odds: by group and level, and by claim."""

    near: NDArray[np.float64]
    claim: NDArray[np.float64]


class Sheet:
    """The sure answers of every row, looked at from each pair."""

    def __init__(self, pair: Pair, answer: Ints) -> None:
        self._answer = answer
        self._home, self._village, self._place = _lives(pair.right)
        rows = np.flatnonzero(answer >= 0)
        self._claims = np.sort(answer[rows] * MOST_ROWS + rows)

    def near(self, left: Ints, right: Ints) -> Small:
        """Level of each pair's candidate among the answers of the rows around; -1 where none of those is sure."""
        known, home, village, commune = (np.zeros(len(left), np.int8) for _ in range(4))
        for step in (*range(-_REACH, 0), *range(1, _REACH + 1)):
            at = left + step
            there = (at >= 0) & (at < len(self._answer))
            other = np.where(there, self._answer[np.clip(at, 0, len(self._answer) - 1)], -1)
            told = (other >= 0) & (other != right)
            known += told
            for count, lives in ((home, self._home), (village, self._village), (commune, self._place)):
                count += told & (lives[right] == lives[other]) & (lives[right] >= 0)
        level = np.where(commune > 0, 3, 4)
        level[village > 0] = 2
        level[2 * village >= np.maximum(known, 1)] = 1
        level[home > 0] = 0
        level[known == 0] = -1
        return level.astype(np.int8)

    def claims(self, left: Ints, right: Ints) -> Small:
        """Whether another row surely means the candidate: 0 none, 1 far from the row, 2 near it."""
        if not len(self._claims):
            return np.zeros(len(left), np.int8)
        key = right * MOST_ROWS + left
        low = np.searchsorted(self._claims, key)
        high = np.searchsorted(self._claims, key, "right")
        apart = np.full(len(left), MOST_ROWS)
        for at in (low - 1, high):
            other = self._claims[np.clip(at, 0, len(self._claims) - 1)]
            there = (at >= 0) & (at < len(self._claims)) & (other // MOST_ROWS == right)
            apart = np.where(there, np.minimum(apart, np.abs(other % MOST_ROWS - left)), apart)
        return np.where(apart >= MOST_ROWS, 0, np.where(apart > _NEAR, 1, 2)).astype(np.int8)


def _lives(side: Side) -> tuple[Ints, Ints, Ints]:
    """Household, village and commune of each resident as numbers; -1 where nobody says."""
    village = (mixed(side.place, side.village) >> np.uint64(1)).astype(np.int64)
    return homes(side), np.where(side.village >= 0, village, -1), side.place.astype(np.int64)


def answers(found: Weighed, size: int) -> Ints:
    """For each left row the resident it surely means; -1 for none."""
    answer = np.full(size, -1, np.int64)
    sure = found.one >= _SURE
    answer[found.left[sure]] = found.right[sure]
    return answer


def learned(sheet: Sheet, sample: Weighed, answer: Ints) -> Beside:
    """What levels and claims say, from rows whose answer is sure: the answer against their other candidates."""
    told = answer[sample.left]
    right, wrong = told == sample.right, (told >= 0) & (told != sample.right) & (sample.one < 1 - _SURE)
    level, claim = sheet.near(sample.left, sample.right), sheet.claims(sample.left, sample.right)
    place = sample.group.astype(np.int64) * _LEVELS + level
    shares = [
        np.bincount(place[which & (level >= 0)], minlength=_GROUPS * _LEVELS).reshape(_GROUPS, _LEVELS)
        for which in (right, wrong)
    ]
    claims = [np.bincount(claim[which], minlength=_CLAIMS)[None, :] for which in (right, wrong)]
    return Beside(_said(*shares), _said(*claims)[0])


def _said(right: NDArray[np.int64], wrong: NDArray[np.int64]) -> NDArray[np.float64]:
    """Log of how much oftener each level is seen with right answers, drawn to nothing where little was seen."""
    both = right + wrong + 1e-3
    usual = _WEAKEST * both / both.sum(axis=1, keepdims=True)
    odds = [(seen + usual) / (seen + usual).sum(axis=1, keepdims=True) for seen in (right, wrong)]
    return np.asarray(np.clip(np.log(odds[0] / odds[1]), -_LEAST, _MOST))


def settled(pair: Pair, found: Weighed, sample: Weighed) -> tuple[Masses, Masses]:
    """The probability of every pair once its neighbours are known, and the log odds that they gave it. `sample`: every
    candidate of some of the rows."""
    one, gain, size = found.one, np.zeros(len(found.one)), pair.left.size
    for _ in range(_ROUNDS):
        answer = answers(Weighed(found.left, found.right, one, found.kin, found.group), size)
        sheet = Sheet(pair, answer)
        said = learned(sheet, sample, answer)
        level = sheet.near(found.left, found.right)
        near = np.where(level >= 0, said.near[found.group, np.maximum(level, 0)], 0.0)
        gain = near + said.claim[sheet.claims(found.left, found.right)]
        one = _again(found, near, gain, size)
    return one, gain


def _again(found: Weighed, kin: Masses, one: Masses, size: int) -> Masses:
    """Masses moved by so much, and brought to one again within each row with what none of them is."""
    ours, theirs = found.one * np.exp(one), found.kin * np.exp(kin)
    before = np.bincount(found.left, weights=found.one + found.kin, minlength=size)
    after = np.bincount(found.left, weights=ours + theirs, minlength=size)
    total = after + np.maximum(1 - before, 0)
    return np.asarray(ours / total[found.left])
