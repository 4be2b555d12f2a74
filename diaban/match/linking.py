"""Rows to residents, and residents to themselves: candidates, evidence, fit, answers, in blocks of bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match import beside, fit
from diaban.match.arrays import fresh
from diaban.match.beside import Weighed
from diaban.match.candidates import Index, blocks
from diaban.match.closing import chains
from diaban.match.evidence import Evidence
from diaban.match.explaining import from_beside, in_words, joined_by
from diaban.match.fit import Fitted, Kin
from diaban.match.sides import Ints, Pair, Side
from diaban.match.verdicts import SURE, Verdicts, recalibrated
from diaban.match.verdicts import found as told
from diaban.match.work import Part, Parts, Progress, silent, through

ACCEPT = 0.5  #: a pair likelier than not is an answer
SHOWN = 0.01  #: what is less likely isn't told at all
_BLOCK = 8_000  #: left rows whose pairs are in memory at once
_EXPLAINED = 200_000  #: pairs put into words at once
_LEARN = 16_000  #: left rows that are enough to learn from
_NEIGHBOURS = 6_000  #: left rows that are enough to learn from what neighbours say
_HARDLY = 0.25  #: log odds that aren't worth a word
_WEIGHED = ("left", "right", "one", "kin", "group")


@dataclass
class Pairs:
    """Pairs of rows and how likely each is of one person; in order of the left row."""

    left: Ints
    right: Ints
    probability: NDArray[np.float64]
    through: Ints | None = None  #: for pairs that a third row joins, which; -1 for the others. None: there are none
    beside: NDArray[np.float64] | None = None  #: log odds that the rows before and after a row gave; None: nothing

    def kept(self, which: NDArray[np.bool_] | Ints) -> Pairs:
        through = None if self.through is None else self.through[which]
        said = None if self.beside is None else self.beside[which]
        return Pairs(self.left[which], self.right[which], self.probability[which], through, said)

    def told(self, place: int) -> Iterator[str]:
        """What other rows say of a pair, in words."""
        if self.through is not None and self.through[place] >= 0:
            yield joined_by(int(self.through[place]), float(self.probability[place]))
        if self.beside is not None and abs(self.beside[place]) > _HARDLY:
            yield from_beside(float(self.beside[place]))


@dataclass
class Engine:
    """What is known once the tables are read: keys, evidence, and what was learned."""

    pair: Pair
    index: Index
    evidence: Evidence
    fitted: Fitted

    def compared(self, rows: Ints) -> Part:
        """The likely pairs of some left rows of a table with itself."""
        left, right = self.index.pairs(rows)
        if len(left) == 0:
            return _part(left, right, np.zeros(0))
        belief, _ = fit.alone(self.fitted, self.evidence.fields(left, right), self.pair.right.size)
        shown = np.flatnonzero(belief >= SHOWN)
        return _part(left[shown], right[shown], belief[shown])

    def weighed(self, rows: Ints, floor: float = beside.FLOOR) -> Weighed:
        """The pairs of some left rows, before their neighbours are known."""
        left, right = self.index.pairs(rows)
        if len(left) == 0:
            return Weighed(left, right, np.zeros(0), np.zeros(0), np.zeros(0, np.int8))
        fields = self.evidence.fields(left, right)
        one, kin = fit.choices(self.fitted, fields, left, self.pair.right.size)
        kept, group = np.flatnonzero(one >= floor), beside.groups(fields)
        return Weighed(left[kept], right[kept], one[kept], kin[kept], group[kept])

    def explained(self, pairs: Pairs) -> list[str]:
        """The evidence for and against each pair in words."""
        found: list[str] = []
        for at in range(0, len(pairs.left), _EXPLAINED):
            part = slice(at, at + _EXPLAINED)
            found += in_words(self.fitted, self.evidence.fields(pairs.left[part], pairs.right[part]))
        return ["; ".join((*pairs.told(place), words)) for place, words in enumerate(found)]


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
    if pair.left is pair.right:
        found = _closed(_joined(_all(engine, engine.compared, progress, parts)))
    else:
        found = _twice(_settled(engine, progress, parts), engine)
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


def _all(engine: Engine, task: Callable[[Ints], Part], progress: Progress, parts: Parts | None) -> list[Part]:
    every = list(blocks(engine.pair.left.size, _BLOCK))
    return through(task, every, parts or Parts(), progress, "comparing")


def _settled(engine: Engine, progress: Progress, parts: Parts | None) -> Pairs:
    """Every row's pairs, with what the rows beside it say."""
    made = _all(engine, lambda rows: vars(engine.weighed(rows)), progress, parts)
    found = Weighed(*(np.concatenate([part[name] for part in made]) for name in _WEIGHED))
    progress("neighbours", 0, 1)
    belief, gain = beside.settled(engine.pair, found, engine.weighed(_some(engine.pair.left, _NEIGHBOURS), 0.0))
    shown = np.flatnonzero(belief >= SHOWN)
    return Pairs(found.left[shown], found.right[shown], belief[shown], beside=gain[shown])


def _some(side: Side, number: int) -> Ints:
    """Rows drawn at random, in order; all where there are no more."""
    if side.size <= number:
        return np.arange(side.size)
    return np.sort(side.order[np.random.default_rng(7).choice(side.size, number, replace=False)])


def _engine(pair: Pair, progress: Progress, verdicts: Verdicts | None = None) -> Engine | None:
    """Learned from enough left rows; None where no two rows share anything."""
    index = Index(pair, lambda done, of: progress("keys", done, of))
    some = _some(pair.left, _LEARN)
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
    every.through = np.concatenate([np.full(len(pairs.left), -1), more.through])
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
