"""How any two names compare, as one of a few kinds of likeness."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from diaban.match.names import WIDTH, Names

Ints = NDArray[np.int64]
Small = NDArray[np.int8]
Flags = NDArray[np.bool_]
_CHUNK = 250_000
_BITS = np.uint64(22)


class Likeness(IntEnum):
    """How two names compare, nearest first."""

    SAME = 0
    UNMARKED = 1  #: the same letters, one of them without its marks
    MARKS = 2  #: the same letters, other marks
    ORDER = 3  #: the same syllables in another order, or written as one
    SLIP = 4  #: one syllable is a slip or a region's way of writing
    SHORT = 5  #: a syllable shortened to its first letter
    LACKING = 6  #: a syllable in the middle left out
    TWO = 7  #: two of these slips
    ENDLESS = 8  #: the family name or the given name left out
    CALLED = 9  #: one of them is what the family calls the person at home
    MIDDLE = 10  #: another syllable in the middle
    OTHER_ONE = 11  #: another family name or another given name
    GIVEN = 12  #: only the given name is the same
    PART = 13  #: only the family name is the same
    OTHER = 14
    UNKNOWN = 15  #: a name is missing


LEVELS = int(Likeness.UNKNOWN)


class Likener:
    """Compares names by their numbers; -1 for a missing one."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._alike, self._short = _Table(names.alike), _Table(names.short)

    def __call__(self, left: Ints, right: Ints) -> Small:
        found = np.full(len(left), Likeness.UNKNOWN, np.int8)
        for at in range(0, len(left), _CHUNK):
            part = slice(at, at + _CHUNK)
            known = np.flatnonzero((left[part] >= 0) & (right[part] >= 0))
            found[at + known] = self._compared(left[part][known], right[part][known])
        return found

    def _compared(self, left: Ints, right: Ints) -> Small:
        n = self.names
        found = np.full(len(left), Likeness.OTHER, np.int8)
        found[n.sorted_key[left] == n.sorted_key[right]] = Likeness.ORDER
        found[n.joined_key[left] == n.joined_key[right]] = Likeness.ORDER
        same = np.flatnonzero(n.fold_key[left] == n.fold_key[right])
        one, two = left[same], right[same]
        found[same] = np.where(n.unmarked[one] | n.unmarked[two], Likeness.UNMARKED, Likeness.MARKS)
        found[same[n.spelt_key[one] == n.spelt_key[two]]] = Likeness.SAME
        rest = np.flatnonzero(found == Likeness.OTHER)
        found[rest] = self._unequal(left[rest], right[rest])
        found[(n.count[left] == 0) | (n.count[right] == 0)] = Likeness.UNKNOWN
        return found

    def _unequal(self, left: Ints, right: Ints) -> Small:
        """Names of other letters: side by side, one syllable longer, or part of them."""
        n = self.names
        a, b = n.folded[left], n.folded[right]
        one, two = n.count[left].astype(np.int64), n.count[right].astype(np.int64)
        found = np.full(len(left), Likeness.OTHER, np.int8)
        level = np.flatnonzero(one == two)
        found[level] = self._side_by_side(a[level], b[level], one[level])
        for shorter, longer, odd in (
            (a, b, np.flatnonzero(one == two - 1)),
            (b, a, np.flatnonzero(one == two + 1)),
        ):
            found[odd] = self._one_lacking(shorter[odd], longer[odd], np.minimum(one, two)[odd])
        every = np.arange(len(left))
        first = a[:, 0] == b[:, 0]
        last = a[every, np.maximum(one - 1, 0)] == b[every, np.maximum(two - 1, 0)]
        rest = found == Likeness.OTHER
        found[rest & first] = Likeness.PART
        found[rest & last] = Likeness.GIVEN
        called = (n.called[left] != n.called[right]) & (first | (np.minimum(one, two) == 1))
        found[rest & called] = Likeness.CALLED
        return found

    def _slips(self, a: NDArray[np.int32], b: NDArray[np.int32], unequal: Flags) -> tuple[Flags, Flags]:
        """Whether syllables are a slip of each other, and whether one is the other's first letter."""
        slip, short = np.zeros(a.shape, np.bool_), np.zeros(a.shape, np.bool_)
        at = np.flatnonzero(unequal & (a >= 0) & (b >= 0))
        pairs = a.reshape(-1)[at].astype(np.int64) * self.names.size + b.reshape(-1)[at]
        slip.reshape(-1)[at], short.reshape(-1)[at] = self._alike(pairs), self._short(pairs)
        return slip, short

    def _side_by_side(self, a: NDArray[np.int32], b: NDArray[np.int32], count: Ints) -> Small:
        unequal = a != b
        number = unequal.sum(axis=1, dtype=np.int8)
        found = np.full(len(a), Likeness.OTHER, np.int8)
        near = np.flatnonzero(number <= 3)
        slip, short = self._slips(a[near], b[near], unequal[near])
        slips, shorts = (slip & ~short).sum(axis=1, dtype=np.int8), short.sum(axis=1, dtype=np.int8)
        number, count = number[near], count[near]
        other = number - slips - shorts
        kind = found[near]
        one_other = (other == 1) & (number == 1) & (count >= 3)
        place = unequal[near].argmax(axis=1)
        kind[one_other] = np.where((place > 0) & (place < count - 1), Likeness.MIDDLE, Likeness.OTHER_ONE)[one_other]
        kind[(other == 0) & (number >= 2) & (number < count)] = Likeness.TWO
        kind[(other == 0) & (shorts >= 1) & (slips == 0) & (shorts < count)] = Likeness.SHORT
        kind[(other == 0) & (slips == 1) & (number == 1)] = Likeness.SLIP
        found[near] = kind
        return found

    def _one_lacking(self, a: NDArray[np.int32], b: NDArray[np.int32], count: Ints) -> Small:
        """`b` has one syllable more: `a` is it with one syllable left out, perhaps with slips beside."""
        later = np.full(b.shape, -1, b.dtype)
        later[:, :-1] = b[:, 1:]
        straight, moved = a == b, a == later
        found = np.full(len(a), Likeness.OTHER, np.int8)
        fits = _fits(straight, moved) & (count >= 2)
        ends = straight[:, 0] & moved[np.arange(len(a)), np.maximum(count - 1, 0)]
        found[fits] = np.where(ends, Likeness.LACKING, Likeness.ENDLESS)[fits]
        both = straight | moved
        rest = np.flatnonzero(~fits & (both.sum(axis=1) >= WIDTH - 1) & (count >= 2))
        straight, moved = straight[rest], moved[rest]
        for exact, other in ((straight, b[rest]), (moved, later[rest])):
            slip, short = self._slips(a[rest], other, ~exact)
            exact |= slip | short
        found[rest[_fits(straight, moved)]] = Likeness.TWO
        return found


def _fits(straight: Flags, moved: Flags) -> Flags:
    """Whether there is a place before which all is as in the longer name, and after which all is one further on."""
    before = np.ones(len(straight), np.bool_)
    fits = np.zeros(len(straight), np.bool_)
    after = np.flip(np.logical_and.accumulate(np.flip(moved, axis=1), axis=1), axis=1)
    for cut in range(WIDTH):
        fits |= before & after[:, cut]
        before = before & straight[:, cut]
    return fits


class _Table:
    """Membership in a sorted table of numbers, most of what isn't in it seen at once."""

    def __init__(self, table: Ints) -> None:
        self._table = table
        self._seen = np.zeros(1 << int(_BITS), np.bool_)
        self._seen[self._place(table)] = True

    @staticmethod
    def _place(values: Ints) -> NDArray[np.uint64]:
        return np.asarray((values.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> (np.uint64(64) - _BITS))

    def __call__(self, values: Ints) -> Flags:
        found = self._seen[self._place(values)]
        if len(self._table):
            maybe = np.flatnonzero(found)
            asked = values[maybe]
            place = np.minimum(np.searchsorted(self._table, asked), len(self._table) - 1)
            found[maybe] = self._table[place] == asked
        return found
