"""How much each likeness is worth, learned without labels: each left row has one right answer among its candidates, or
none, and how true pairs look is averaged over what is believed so far until that stands still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match.evidence import Field, Floats
from diaban.match.sides import Ints

ROUNDS = 12
_GROUPS = 2


@dataclass
class Fitted:
    """Log weights by field, group and level, and the share of rows that have an answer at all."""

    log_true: dict[str, NDArray[np.float64]]
    found: float

    def weight(self, fields: list[Field]) -> Floats:
        """The logarithm of how much likelier a pair is among true ones than among strangers."""
        total = np.zeros(len(fields[0].level), np.float32)
        for field in fields:
            known = field.level >= 0
            table = self.log_true[field.title]
            gain = table[field.group, np.maximum(field.level, 0)].astype(np.float32) - field.chance
            total += np.where(known, gain, 0).astype(np.float32)
        return total


def start(fields: list[Field]) -> Fitted:
    """The first guess."""
    return Fitted({f.title: np.log(np.tile(f.start / f.start.sum(), (_GROUPS, 1))) for f in fields}, 0.9)


def choices(weight: Floats, left: Ints, size: int, found: float) -> NDArray[np.float64]:
    """The probability of each pair where a row's pairs and "nobody" compete. `left` is sorted; `size`: right rows."""
    if len(left) == 0:
        return np.zeros(0)
    begin = np.flatnonzero(np.concatenate([[True], left[1:] != left[:-1]]))
    row = np.cumsum(np.concatenate([[True], left[1:] != left[:-1]])) - 1
    odds = weight.astype(np.float64) + np.log(found / (1 - found)) - np.log(size)
    peak = np.maximum(np.maximum.reduceat(odds, begin), 0)
    share = np.exp(odds - peak[row])
    total = np.add.reduceat(share, begin) + np.exp(-peak)
    return share / total[row]


def learn(fields: list[Field], left: Ints, size: int, rows: int) -> Fitted:
    """Fit to the candidates. `rows`: left rows, those without a candidate included."""
    fitted = start(fields)
    for _ in range(ROUNDS):
        belief = choices(fitted.weight(fields), left, size, fitted.found)
        share = float(np.clip(belief.sum() / rows, 0.02, 0.995))
        tables = {field.title: _averaged(field, belief) for field in fields}
        fitted = Fitted(tables, share)
    return fitted


def _averaged(field: Field, belief: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log share of each level among what is believed to be true pairs; the first guess counts as twenty of them."""
    levels = len(field.start)
    known = field.level >= 0
    seen = np.bincount(
        field.group[known].astype(np.int64) * levels + field.level[known],
        weights=belief[known],
        minlength=_GROUPS * levels,
    ).reshape(_GROUPS, levels)
    seen += 20 * field.start / field.start.sum()
    return np.log(seen / seen.sum(axis=1, keepdims=True))
