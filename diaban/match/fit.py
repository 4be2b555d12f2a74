"""How much each likeness is worth, learned without labels: each left row has one right answer among its candidates, or
none, and how true pairs look is averaged over what is believed so far until that stands still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match.arrays import fresh
from diaban.match.evidence import GROUPS as _GROUPS
from diaban.match.evidence import Field, Floats
from diaban.match.sides import Ints

ROUNDS = 12
_FEWEST, _MOST = 0.01, 3.0  #: others of the same name in the village: bounds of what is learned
_SHARED = ("name", "sex", "commune", "village")  #: what namesakes have in common
_OWN = ("name", "day", "number", "sex")  #: what stays with a person who moves
_WORST = 2.0  #: a true pair is nowhere so often wholly different as this many times the first guess
_RARE = {"name": 4, "number": 2}  #: how many of the last levels are such
_CONFIRMED = 5.0  #: pairs believed in that one confirmed by a clerk counts as
_SEEN = 200  #: rows of a table with itself seen elsewhere: a small one doesn't tell how many stand in it twice
_MOST_TWICE = 2.0  #: duplicates per row


@dataclass
class Kin:
    """Those who share a household: how they compare, by field, group and level, as logs; how many one has. Without
    tables no household is known."""

    tables: dict[str, NDArray[np.float64]]
    number: float
    namesakes: float  #: and how many of one's name live in the same village, in the same household or not


@dataclass
class Fitted:
    """Log weights by field, group and level, and the share of rows that have an answer at all."""

    log_true: dict[str, NDArray[np.float64]]
    found: float
    kin: Kin
    namesakes: float  #: others of the same name in the same village: names run in families

    def weight(self, fields: list[Field]) -> Floats:
        """The logarithm of how much likelier a pair is among true ones than among strangers."""
        return self._sum(fields, self.log_true)

    def of_relatives(self, fields: list[Field]) -> Floats | None:
        """The same for a member of the person's household; None where households aren't known."""
        return self._sum(fields, self.log_true | self.kin.tables) if self.kin.tables else None

    def of_namesakes(self, fields: list[Field]) -> Floats:
        """The same for another person of that name in the same place."""
        return self._sum([field for field in fields if field.title in _SHARED], self.log_true)

    def against(self, fields: list[Field], size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log odds, against one stranger, that a pair is of two people who are apt to be alike: of all such, and of
        namesakes alone."""
        namesakes = self.of_namesakes(fields).astype(np.float64) + np.log(self.namesakes) - np.log(size)
        related = self.of_relatives(fields)
        if related is None:
            return namesakes, namesakes
        kin = related.astype(np.float64) + np.log(max(self.kin.number, 0.1)) - np.log(size)
        return np.logaddexp(namesakes, kin), namesakes

    def _sum(self, fields: list[Field], tables: dict[str, NDArray[np.float64]]) -> Floats:
        total = np.zeros(len(fields[0].level), np.float32)
        for field in fields:
            if field.title not in tables:  # only one of the two tables that it was learned from has it
                continue
            total += self.gain(field, tables)
        return total

    @staticmethod
    def gain(field: Field, tables: dict[str, NDArray[np.float64]]) -> Floats:
        """What one field adds to each pair; nothing where it is missing."""
        known, table = field.level >= 0, tables[field.title]
        gain = table[field.group, np.maximum(field.level, 0)].astype(np.float32) - field.chance
        return np.where(known, gain, 0).astype(np.float32)


def start(fields: list[Field], kin: Kin, found: float) -> Fitted:
    """The first guess."""
    return Fitted(
        {f.title: np.log(np.tile(f.start / f.start.sum(), (_GROUPS, 1))) for f in fields},
        found,
        kin,
        float(np.clip(kin.namesakes, _FEWEST, _MOST)),
    )


def choices(
    fitted: Fitted, fields: list[Field], left: Ints, size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The probability of each pair where a row's pairs compete with each other, with "a relative of someone who isn't
    here" and with "nobody"; and that of such a relative. `left` is sorted; `size`: right rows."""
    if len(left) == 0:
        return np.zeros(0), np.zeros(0)
    first = fresh(left)
    begin, row = np.flatnonzero(first), np.cumsum(first) - 1
    odds = fitted.weight(fields).astype(np.float64) + np.log(fitted.found / (1 - fitted.found)) - np.log(size)
    peak = np.maximum(np.maximum.reduceat(odds, begin), 0)
    against, namesakes = (np.exp(np.minimum(one - peak[row], 300)) for one in fitted.against(fields, size))
    nobody = np.exp(-peak) + np.add.reduceat(against, begin)
    share = np.exp(odds - peak[row])
    total = (np.add.reduceat(share, begin) + nobody)[row]
    return share / total, (against - namesakes) / total


def alone(fitted: Fitted, fields: list[Field], size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The probability of each pair by itself, where a person may stand in a table more than once: the same person
    against two of one household, namesakes and strangers; and that of namesakes. `found`: duplicates per row."""
    odds = fitted.weight(fields).astype(np.float64) + np.log(fitted.found) - np.log(size)
    against, namesakes = fitted.against(fields, size)
    total = np.logaddexp(odds, np.logaddexp(0, against))
    return np.exp(odds - total), np.exp(namesakes - total)


def learn(
    fields: list[Field], left: Ints, size: int, rows: int, kin: Kin, confirmed: list[Field] | None = None
) -> Fitted:
    """Fit rows to residents. `rows`: left rows, those without a candidate included. `confirmed`: pairs that clerks
    found to be one person."""
    fitted = start(fields, kin, 0.9)
    for _ in range(ROUNDS):
        belief, _ = choices(fitted, fields, left, size)
        fitted = _again(fields, belief, float(np.clip(belief.sum() / rows, 0.02, 0.995)), fitted, confirmed)
    return fitted


def learn_alone(fields: list[Field], size: int, rows: int, kin: Kin, confirmed: list[Field] | None = None) -> Fitted:
    """Fit a table to itself. `rows`: how many of its rows the pairs stand for."""
    fitted = start(fields, kin, 0.02)
    for _ in range(ROUNDS):
        belief, namesakes = alone(fitted, fields, size)
        fitted = _again(fields, belief, min(_share(belief, rows, 0.01), _MOST_TWICE), fitted, confirmed)
        fitted.namesakes = float(np.clip(namesakes.sum() / rows, _FEWEST, _MOST))
    return fitted


def _share(belief: NDArray[np.float64], rows: int, usual: float) -> float:
    """Pairs believed in by row; as if a few rows more had been seen, with a usual share of them."""
    return float((belief.sum() + usual * _SEEN) / (rows + _SEEN))


def _again(
    fields: list[Field], belief: NDArray[np.float64], found: float, before: Fitted, confirmed: list[Field] | None
) -> Fitted:
    told = {field.title: _seen(field, np.full(len(field.level), _CONFIRMED)) for field in confirmed or ()}
    number = next((field.level == 0 for field in fields if field.title == "number"), np.zeros(len(belief), np.bool_))
    sure = np.where(number, belief, 0.0)
    tables = {field.title: _averaged(field, belief, sure, told.get(field.title)) for field in fields}
    return Fitted(tables, found, before.kin, before.namesakes)


def _seen(field: Field, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the weight is at each group and level."""
    levels, known = len(field.start), field.level >= 0
    place = field.group[known].astype(np.int64) * levels + field.level[known]
    seen = np.bincount(place, weights=weights[known], minlength=_GROUPS * levels)
    return seen.reshape(_GROUPS, levels).astype(np.float64)


def _averaged(
    field: Field, belief: NDArray[np.float64], sure: NDArray[np.float64], told: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Log share of each level among what is believed to be true pairs; the first guess counts as twenty of them. What
    is wholly different is believed no oftener than the first guess has it, or than pairs with one number have it
    (`sure`), who are one person whatever else they show."""
    first = field.start / field.start.sum()
    seen = _seen(field, belief) + 20 * first + (0 if told is None else told)
    share = seen / seen.sum(axis=1, keepdims=True)
    if field.title in _OWN:
        anchor = _seen(field, sure) + 20 * first
        most = np.maximum(_WORST * first, 1.2 * anchor / anchor.sum(axis=1, keepdims=True))
        rare = np.arange(len(first)) >= len(first) - _RARE.get(field.title, 1)
        share = np.minimum(share, np.where(rare, most, 1.0))
    if field.title == "number":  # a slip in a number is no commoner than so, however many lie close together
        share[:, 1] = np.minimum(share[:, 1], _WORST * first[1])
    return np.asarray(np.log(share))
