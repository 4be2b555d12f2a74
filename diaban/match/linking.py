"""Rows to residents, and residents to themselves: candidates, evidence, fit, answers, in blocks of bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match import candidates, fit
from diaban.match.evidence import Evidence
from diaban.match.fit import Fitted
from diaban.match.sides import Ints, Pair

ACCEPT = 0.5  #: a pair likelier than not is an answer
SHOWN = 0.01  #: what is less likely isn't told at all
_BLOCK = 1_000_000  #: pairs whose evidence is in memory at once
_LEARN = 1_500_000  #: pairs that are enough to learn from

Progress = Callable[[str, int, int], None]


@dataclass
class Pairs:
    """Pairs of rows and how likely each is of one person; in order of the left row."""

    left: Ints
    right: Ints
    probability: NDArray[np.float64]

    def kept(self, which: NDArray[np.bool_] | Ints) -> Pairs:
        return Pairs(self.left[which], self.right[which], self.probability[which])


def silent(_step: str, _done: int, _of: int) -> None:
    """No progress told."""


def link(pair: Pair, progress: Progress = silent) -> Pairs:
    """Every left row's likely residents. The probabilities of one row add up to at most 1."""
    progress("candidates", 0, 1)
    left, right = candidates.pairs(pair)
    if len(left) == 0:
        return _joined([])
    evidence = Evidence(pair)
    some = _sample(left, pair.left.size)
    progress("learning", 0, 1)
    share = len(np.unique(left[some])) / max(len(np.unique(left)), 1)
    fitted = fit.learn(
        evidence.fields(left[some], right[some]), left[some], pair.right.size, max(int(pair.left.size * share), 1),
        evidence.relatives(),
    )  # fmt: skip
    found = []
    for block in _blocks(left):
        progress("comparing", block.stop, len(left))
        one, two = left[block], right[block]
        belief = fit.choices(fitted, evidence.fields(one, two), one, pair.right.size)
        found.append(Pairs(one, two, belief).kept(belief >= SHOWN))
    return _twice(_joined(found), pair, fitted)


def dedupe(pair: Pair, progress: Progress = silent) -> Pairs:
    """Pairs of one table's rows that are one person, the earlier row on the left."""
    progress("candidates", 0, 1)
    left, right = candidates.pairs(pair)
    if len(left) == 0:
        return _joined([])
    evidence = Evidence(pair)
    relatives = evidence.relatives()
    draw = np.random.default_rng(7)
    some = np.sort(draw.choice(len(left), min(len(left), _LEARN), replace=False))
    progress("learning", 0, 1)
    size = max(int(pair.right.size * len(some) / max(len(left), 1)), 1)
    fitted = fit.learn_alone(evidence.fields(left[some], right[some]), pair.right.size, size, relatives)
    found = []
    for block in _blocks(left):
        progress("comparing", block.stop, len(left))
        belief = fit.alone(fitted, evidence.fields(left[block], right[block]), pair.right.size)
        found.append(Pairs(left[block], right[block], belief).kept(belief >= SHOWN))
    return _joined(found)


def best(pairs: Pairs) -> Pairs:
    """One answer for each left row, or none: the likeliest, where it is accepted."""
    order = np.lexsort((pairs.right, -pairs.probability, pairs.left))
    first = order[np.concatenate([[True], np.diff(pairs.left[order]) != 0])] if len(order) else order
    return pairs.kept(first[pairs.probability[first] >= ACCEPT])


def _sample(left: Ints, rows: int) -> Ints:
    """Places of the pairs of enough left rows, drawn at random, all pairs of a row together."""
    if len(left) <= _LEARN:
        return np.arange(len(left))
    wanted = np.random.default_rng(7).random(rows) < _LEARN / len(left)
    return np.flatnonzero(wanted[left])


def _blocks(left: Ints) -> Iterator[slice]:
    """Runs of about `_BLOCK` pairs that never part the pairs of one row."""
    at = 0
    while at < len(left):
        end = min(at + _BLOCK, len(left))
        if end < len(left):
            end = int(np.searchsorted(left, left[end], "left"))
            end = end if end > at else int(np.searchsorted(left, left[at], "right"))
        yield slice(at, end)
        at = end


def _joined(parts: list[Pairs]) -> Pairs:
    if not parts:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Pairs(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "probability"))
    )


def _twice(pairs: Pairs, pair: Pair, fitted: Fitted) -> Pairs:
    """Where a row's two best residents are one person written twice, they don't compete: the first gets the sum."""
    order = np.lexsort((pairs.right, -pairs.probability, pairs.left))
    sorted_left = pairs.left[order]
    first = np.flatnonzero(np.concatenate([[True], sorted_left[1:] != sorted_left[:-1]])) if len(order) else order
    second = first + 1
    both = (
        first[(second < len(order)) & (sorted_left[np.minimum(second, len(order) - 1)] == sorted_left[first])]
        if len(order)
        else order
    )
    one, two = order[both], order[both + 1]
    close = pairs.probability[two] >= 0.1
    one, two = one[close], two[close]
    if len(one) == 0:
        return pairs
    itself = Pair(pair.right, pair.right, pair.names, pair.place_sets, pair.communes)
    evidence = Evidence(itself)
    alike = fit.alone(
        Fitted(fitted.log_true, 0.02, fitted.relatives),
        evidence.fields(pairs.right[one], pairs.right[two]), pair.right.size,
    )  # fmt: skip
    gain = np.where(alike >= ACCEPT, pairs.probability[two], 0)
    pairs.probability[one] += gain
    pairs.probability[two] -= gain * (1 - 1e-9)
    return pairs
