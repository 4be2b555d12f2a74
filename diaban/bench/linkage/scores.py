"""What pairs are worth against the truth: one answer a row, rows left to a clerk, duplicates, and kinds of error."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass
class Ranked:
    """Answers from the surest down, whether each is right, and how many there should be."""

    sure: Floats
    right: Flags
    wanted: int

    def f1(self, at: float) -> float:
        """F1 of the answers at or above a sureness."""
        taken = self.sure >= at
        good = int(self.right[taken].sum())
        return 2 * good / (int(taken.sum()) + self.wanted) if self.wanted else 1.0

    def best(self) -> tuple[float, float]:
        """The best F1 there is, and the sureness it is reached at."""
        if not len(self.sure):
            return 0.0, 1.0
        good, taken = np.cumsum(self.right), np.arange(1, len(self.right) + 1)
        last = np.append(self.sure[1:] != self.sure[:-1], True)
        f1 = np.where(last, 2 * good / (taken + self.wanted), 0)
        at = int(np.argmax(f1))
        return float(f1[at]), float(self.sure[at])

    def recall(self, precision: float) -> tuple[float, float]:
        """The most that is found at a precision, and the sureness it takes."""
        good, taken = np.cumsum(self.right), np.arange(1, len(self.right) + 1)
        last = np.append(self.sure[1:] != self.sure[:-1], True)[: len(good)]
        enough = np.flatnonzero((good >= precision * taken) & last)
        if not len(enough):
            return 0.0, 1.1
        return float(good[enough[-1]] / max(self.wanted, 1)), float(self.sure[enough[-1]])


def _ranked(sure: Floats, right: Flags, wanted: int) -> Ranked:
    order = np.argsort(-sure, kind="stable")
    return Ranked(sure[order], right[order], wanted)


def read(path: Path) -> pl.DataFrame:
    """Pairs with `l`, `r`, `probability` and `sure`: the weight where there is one, which doesn't round to 1."""
    found = pl.read_parquet(path)
    return found.with_columns((pl.col("weight") if "weight" in found.columns else pl.col("probability")).alias("sure"))


@dataclass
class Linked:
    """Each row's best answer: its place among the residents or -1, how sure, who it is and whether that is right."""

    ranked: Ranked
    answer: Ints
    sure: Floats
    probability: Floats
    right: Flags
    person: Ints
    kinds: list[str] = field(default_factory=list)

    def clerk(self, precision: float = 0.995) -> int:
        """Rows about residents that aren't accepted at a precision: somebody has to look at them."""
        found, _ = self.ranked.recall(precision)
        return round((1 - found) * self.ranked.wanted)

    def wrong(self, at: float) -> Flags:
        """Rows whose answer isn't right when answers below a sureness are none."""
        taken = self.sure >= at
        return np.where(taken, ~self.right, self.person >= 0)

    def by_kind(self, at: float) -> Counter[str]:
        """Rows not answered rightly, by each thing that went wrong in them."""
        wrong, found = self.wrong(at), Counter[str]()
        for row in np.flatnonzero(wrong):
            kinds = self.kinds[row].split("+") if self.person[row] >= 0 else ["no-resident"]
            found.update(kinds)
        return found


def linked(pairs: pl.DataFrame, rows: pl.DataFrame, residents: pl.DataFrame) -> Linked:
    """The likeliest resident of each row against the truth; any row of the right person is right."""
    top = pairs.sort(["l", "sure", "r"], descending=[False, True, False]).unique("l", keep="first", maintain_order=True)
    person = rows["person"].to_numpy()
    answer = np.full(len(person), -1, np.int64)
    sure, probability = np.full(len(person), -np.inf), np.zeros(len(person))
    at = top["l"].to_numpy()
    answer[at], sure[at], probability[at] = top["r"].to_numpy(), top["sure"].to_numpy(), top["probability"].to_numpy()
    who = np.append(residents["person"].to_numpy(), -2)
    right = (who[answer] == person) & (person >= 0)
    given = answer >= 0
    ranked = _ranked(sure[given], right[given], int((person >= 0).sum()))
    return Linked(ranked, answer, sure, probability, right, person, rows["kinds"].to_list())


def duplicates(pairs: pl.DataFrame, residents: pl.DataFrame) -> Ranked:
    """Pairs of one person's rows against all such pairs there are."""
    who = residents["person"].to_numpy()
    sizes = residents.group_by("person").len()["len"].to_numpy()
    wanted = int((sizes * (sizes - 1) // 2).sum())
    right = who[pairs["l"].to_numpy()] == who[pairs["r"].to_numpy()]
    return _ranked(pairs["sure"].to_numpy(), right, wanted)
