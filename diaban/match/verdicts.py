"""What clerks decided: pairs that are one person, or not. The weights and the calibration learn from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.core.errors import DiabanError
from diaban.match.arrays import MOST_ROWS, Ints

SURE = 0.9999  #: the probability of what a clerk confirmed
_ROUNDS = 25
_PRIOR = 20.0  #: so many verdicts that the calibration was right


@dataclass
class Verdicts:
    """Pairs of rows and whether each is one person."""

    left: Ints
    right: Ints
    same: NDArray[np.bool_]


def read(table: pl.DataFrame, left: int, right: int, mirrored: bool) -> Verdicts:
    """Verdicts of a table with `l, r, same`; `left`, `right`: rows there are. `mirrored`: a table with itself, where
    the earlier row comes first. Raises `DiabanError` where a column or a row doesn't exist."""
    if not {"l", "r", "same"} <= set(table.columns):
        raise DiabanError("Tệp kết luận cần các cột l, r và same; chưa dùng kết luận nào. Hãy thêm cột còn thiếu.")
    table = table.drop_nulls(["l", "r", "same"])
    one, two = table["l"].cast(pl.Int64).to_numpy(), table["r"].cast(pl.Int64).to_numpy()
    if len(one) and (min(one.min(), two.min()) < 0 or one.max() >= left or two.max() >= right):
        raise DiabanError("Tệp kết luận nói về dòng không có trong bảng; chưa dùng kết luận nào. Hãy kiểm tra lại tệp.")
    if mirrored:
        one, two = np.minimum(one, two), np.maximum(one, two)
    return Verdicts(one, two, table["same"].cast(pl.Boolean).to_numpy())


def recalibrated(
    probability: NDArray[np.float64], seen: NDArray[np.float64], same: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Probabilities moved as far as the verdicts say that they were off: a shift and a stretch of the log odds, by
    logistic regression with a prior that they were right. `seen`: what the judged pairs had."""
    shift, stretch = 0.0, 1.0
    odds, target = _odds(seen), same.astype(np.float64)
    for _ in range(_ROUNDS):
        believed = 1 / (1 + np.exp(-(shift + stretch * odds)))
        weight = believed * (1 - believed)
        off = target - believed
        slope = np.array([off.sum() - _PRIOR * shift, (off * odds).sum() - _PRIOR * (stretch - 1)])
        bend = np.array([
            [weight.sum() + _PRIOR, (weight * odds).sum()],
            [(weight * odds).sum(), (weight * odds**2).sum() + _PRIOR],
        ])  # fmt: skip
        step = np.linalg.solve(bend, slope)
        shift, stretch = shift + step[0], float(np.clip(stretch + step[1], 0.2, 5))
    return np.asarray(1 / (1 + np.exp(-(shift + stretch * _odds(probability)))))


def _odds(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept)))


def found(verdicts: Verdicts, left: Ints, right: Ints) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each pair its verdict's place, and whether there is one."""
    if not len(verdicts.left):
        return np.zeros(len(left), np.int64), np.zeros(len(left), np.bool_)
    key, asked = verdicts.left * MOST_ROWS + verdicts.right, left * MOST_ROWS + right
    order = np.argsort(key, kind="stable")
    place = order[np.minimum(np.searchsorted(key[order], asked), len(key) - 1)]
    return place, np.asarray(key[place] == asked)
