"""Who is one with a third is one with each other: in a table with itself, what two pairs say together of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diaban.match.arrays import Ints, fresh, spread

#: Rows that one row is believed to be one with; past it the group is left alone: chains of errors grow long.
MOST = 12


@dataclass(frozen=True)
class Chain:
    """Pairs that a third row joins, and how likely both of its pairs are at once."""

    left: Ints
    right: Ints
    through: Ints
    probability: NDArray[np.float64]


def chains(left: Ints, right: Ints, probability: NDArray[np.float64], floor: float) -> Chain:
    """For each two rows that some row is likelier than `floor` to be one with, the likeliest such row between them;
    the earlier row on the left, in order."""
    strong = np.flatnonzero(probability >= floor)
    middle = np.concatenate([left[strong], right[strong]])
    end = np.concatenate([right[strong], left[strong]])
    belief = np.concatenate([probability[strong]] * 2)
    order = np.lexsort((end, middle))
    middle, end, belief = middle[order], end[order], belief[order]
    if len(middle) == 0:
        return Chain(left[:0], right[:0], left[:0], probability[:0])
    begins = np.flatnonzero(fresh(middle))
    sizes = np.diff(np.append(begins, len(middle)))
    until = np.repeat(begins + sizes, sizes)
    later = np.where(np.repeat(sizes, sizes) > MOST, 0, until - np.arange(len(middle)) - 1)
    one = np.repeat(np.arange(len(middle)), later)
    two = spread(np.arange(len(middle)) + 1, later)
    return _likeliest(Chain(end[one], end[two], middle[one], belief[one] * belief[two]))


def _likeliest(found: Chain) -> Chain:
    """Of several rows between the same two, the best."""
    order = np.lexsort((found.through, -found.probability, found.right, found.left))
    left, right = found.left[order], found.right[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    kept = order[first]
    return Chain(found.left[kept], found.right[kept], found.through[kept], found.probability[kept])
