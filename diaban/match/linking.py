"""Rows to residents, and residents to themselves: candidates, evidence, fit, answers, in blocks of bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match import fit
from diaban.match.arrays import fresh
from diaban.match.candidates import Index, blocks
from diaban.match.closing import chains
from diaban.match.evidence import Evidence
from diaban.match.explaining import in_words
from diaban.match.fit import Fitted, Kin
from diaban.match.sides import Ints, Pair
from diaban.match.verdicts import SURE, Verdicts, recalibrated
from diaban.match.verdicts import found as told
from diaban.match.work import Part, Parts, Progress, silent, through

ACCEPT = 0.5  #: a pair likelier than not is an answer
SHOWN = 0.01  #: what is less likely isn't told at all
_BLOCK = 8_000  #: left rows whose pairs are in memory at once
_EXPLAINED = 200_000  #: pairs put into words at once
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

    def explained(self, pairs: Pairs) -> list[str]:
        """The evidence for and against each pair in words."""
        found: list[str] = []
        for at in range(0, len(pairs.left), _EXPLAINED):
            part = slice(at, at + _EXPLAINED)
            found += in_words(self.fitted, self.evidence.fields(pairs.left[part], pairs.right[part]))
        return found


def _part(left: Ints, right: Ints, probability: NDArray[np.float64]) -> Part:
    return {"left": left, "right": right, "probability": probability}


def run(
    pair: Pair, progress: Progress = silent, parts: Parts | None = None, verdicts: Verdicts | None = None
) -> tuple[Pairs, Engine | None]:
    """Every left row's likely residents, whose probabilities add up to at most 1 for a row; or, in a table with itself,
    pairs of rows that are one person, the earlier row on the left. And what found them; None where nothing is shared.
    """
    engine = _engine(pair, progress, verdicts)
    if engine is None:
        return _joined([]), None
    found = _all(engine, progress, parts)
    found = _closed(found) if pair.left is pair.right else _twice(found, engine)
    return (found if verdicts is None else _judged(found, verdicts)), engine


def link(pair: Pair) -> Pairs:
    """Every left row's likely residents."""
    return run(pair)[0]


def dedupe(pair: Pair) -> Pairs:
    """Pairs of one table's rows that are one person."""
    return run(pair)[0]


def _judged(pairs: Pairs, verdicts: Verdicts) -> Pairs:
    """Probabilities as the verdicts corrected them; what was decided is as it was decided."""
    place, decided = told(verdicts, pairs.left, pairs.right)
    same = verdicts.same[place] & decided if len(verdicts.same) else decided
    moved = recalibrated(pairs.probability, pairs.probability[decided], same[decided])
    pairs.probability[:] = np.where(decided, np.where(same, SURE, 0.0), moved)
    settled = np.zeros(int(pairs.left.max(initial=0)) + 1, np.bool_)
    settled[pairs.left[same]] = True
    kept = pairs.kept((pairs.probability >= SHOWN) & (same | ~settled[pairs.left]))
    known = told(Verdicts(kept.left, kept.right, np.ones(len(kept.left), np.bool_)), verdicts.left, verdicts.right)[1]
    more = verdicts.same & ~known
    parts = [vars(kept), _part(verdicts.left[more], verdicts.right[more], np.full(int(more.sum()), SURE))]
    every = _joined(parts)
    return every.kept(np.lexsort((every.right, every.left)))


def _all(engine: Engine, progress: Progress, parts: Parts | None) -> Pairs:
    every = list(blocks(engine.pair.left.size, _BLOCK))
    return _joined(through(engine.compared, every, parts or Parts(), progress, "comparing"))


def _engine(pair: Pair, progress: Progress, verdicts: Verdicts | None = None) -> Engine | None:
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
    fields, kin = evidence.fields(left, right), Kin(evidence.relatives(), evidence.at_home(), evidence.namesakes())
    confirmed = None
    if verdicts is not None and verdicts.same.any():
        confirmed = evidence.fields(verdicts.left[verdicts.same], verdicts.right[verdicts.same])
    if pair.left is pair.right:
        fitted = fit.learn_alone(fields, pair.right.size, len(some), kin, confirmed)
    else:
        fitted = fit.learn(fields, left, pair.right.size, len(some), kin, confirmed)
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


def _closed(pairs: Pairs) -> Pairs:
    """Pairs that a third row joins are at least as likely as both of its pairs at once."""
    more = chains(pairs.left, pairs.right, pairs.probability, ACCEPT)
    every = _joined([vars(pairs), _part(more.left, more.right, more.probability)])
    order = np.lexsort((-every.probability, every.right, every.left))
    left, right = every.left[order], every.right[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return every.kept(order[first])


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
    twice = Fitted(fitted.log_true, 0.02, fitted.kin, fitted.namesakes)
    alike, _ = fit.alone(twice, evidence.fields(pairs.right[one], pairs.right[two]), pair.right.size)
    gain = alike * pairs.probability[two]
    pairs.probability[one] += gain
    pairs.probability[two] -= gain * (1 - 1e-9)
    return pairs
