"""Rows to residents, and residents to themselves: candidates, evidence, fit, answers, in blocks of bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match import fit
from diaban.match.arrays import fresh
from diaban.match.candidates import Index, blocks
from diaban.match.evidence import Evidence
from diaban.match.fit import Fitted, Kin
from diaban.match.sides import Ints, Pair
from diaban.match.work import Part, Parts, Progress, silent, through

ACCEPT = 0.5  #: a pair likelier than not is an answer
SHOWN = 0.01  #: what is less likely isn't told at all
_BLOCK = 8_000  #: left rows whose pairs are in memory at once
_LEARN = 16_000  #: left rows that are enough to learn from


@dataclass
class Pairs:
    """Pairs of rows and how likely each is of one person; in order of the left row."""

    left: Ints
    right: Ints
    probability: NDArray[np.float64]

    def kept(self, which: NDArray[np.bool_] | Ints) -> Pairs:
        return Pairs(self.left[which], self.right[which], self.probability[which])


@dataclass
class Engine:
    """What is known once the tables are read: keys, evidence, and what was learned."""

    pair: Pair
    index: Index
    evidence: Evidence
    fitted: Fitted

    def compared(self, rows: Ints) -> Part:
        """The likely pairs of some left rows."""
        left, right = self.index.pairs(rows)
        if len(left) == 0:
            return _part(left, right, np.zeros(0))
        fields = self.evidence.fields(left, right)
        if self.pair.left is self.pair.right:
            belief, _ = fit.alone(self.fitted, fields, self.pair.right.size)
        else:
            belief = fit.choices(self.fitted, fields, left, self.pair.right.size)
        shown = np.flatnonzero(belief >= SHOWN)
        return _part(left[shown], right[shown], belief[shown])


def _part(left: Ints, right: Ints, probability: NDArray[np.float64]) -> Part:
    return {"left": left, "right": right, "probability": probability}


def link(pair: Pair, progress: Progress = silent, parts: Parts | None = None) -> Pairs:
    """Every left row's likely residents. The probabilities of one row add up to at most 1."""
    engine = _engine(pair, progress)
    if engine is None:
        return _joined([])
    return _twice(_all(engine, progress, parts), engine)


def dedupe(pair: Pair, progress: Progress = silent, parts: Parts | None = None) -> Pairs:
    """Pairs of one table's rows that are one person, the earlier row on the left."""
    engine = _engine(pair, progress)
    return _joined([]) if engine is None else _all(engine, progress, parts)


def _all(engine: Engine, progress: Progress, parts: Parts | None) -> Pairs:
    every = list(blocks(engine.pair.left.size, _BLOCK))
    return _joined(through(engine.compared, every, parts or Parts(), progress, "comparing"))


def _engine(pair: Pair, progress: Progress) -> Engine | None:
    """Learned from enough left rows; None where no two rows share anything."""
    index = Index(pair, lambda done, of: progress("keys", done, of))
    size = pair.left.size
    some = np.arange(size)
    if size > _LEARN:
        some = np.sort(np.random.default_rng(7).choice(size, _LEARN, replace=False))
    left, right = index.pairs(some)
    if len(left) == 0:
        return None
    progress("learning", 0, 1)
    evidence = Evidence(pair)
    fields, kin = evidence.fields(left, right), Kin(evidence.relatives(), evidence.at_home())
    if pair.left is pair.right:
        fitted = fit.learn_alone(fields, pair.right.size, len(some), kin)
    else:
        fitted = fit.learn(fields, left, pair.right.size, len(some), kin)
    return Engine(pair, index, evidence, fitted)


def best(pairs: Pairs) -> Pairs:
    """One answer for each left row, or none: the likeliest, where it is accepted."""
    order = np.lexsort((pairs.right, -pairs.probability, pairs.left))
    first = order[fresh(pairs.left[order])]
    return pairs.kept(first[pairs.probability[first] >= ACCEPT])


def _joined(parts: list[Part]) -> Pairs:
    if not parts:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Pairs(*(np.concatenate([part[name] for part in parts]) for name in ("left", "right", "probability")))


def _twice(pairs: Pairs, engine: Engine) -> Pairs:
    """Where a row's two best residents may be one person written twice, they don't compete: the first gets as much of
    the second's probability as it is likely that they are."""
    order = np.lexsort((pairs.right, -pairs.probability, pairs.left))
    row = pairs.left[order]
    again = np.flatnonzero(row[1:] == row[:-1])
    first = again[fresh(row)[again]]
    one, two = order[first], order[first + 1]
    close = pairs.probability[two] >= 0.02
    one, two = one[close], two[close]
    if len(one) == 0:
        return pairs
    pair, fitted = engine.pair, engine.fitted
    evidence = Evidence(Pair(pair.right, pair.right, pair.names, pair.place_sets, pair.communes))
    twice = Fitted(fitted.log_true, 0.02, fitted.kin)
    alike, _ = fit.alone(twice, evidence.fields(pairs.right[one], pairs.right[two]), pair.right.size)
    gain = alike * pairs.probability[two]
    pairs.probability[one] += gain
    pairs.probability[two] -= gain * (1 - 1e-9)
    return pairs
