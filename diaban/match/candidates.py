"""Which pairs are worth a comparison: those that share a key, of many kinds, so that no single slip hides a person.

The right side's keys lie sorted, those alone that some left row asks for. Left rows come in blocks, so that the pairs
of a block are all that is in memory at once, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from diaban.core.errors import DiabanError
from diaban.match.arrays import MOST_ROWS, Ints, Keys, Sieve, distinct, fresh, joined, packed
from diaban.match.keys import KINDS, Kind, Made, View
from diaban.match.sides import Pair, Side

_SLICE = 1_000_000  #: rows whose keys are made at once
_MOSTLY = 0.5
_NONE = np.zeros(0, np.uint64)


def made(pair: Pair, side: Side, kind: Kind, rows: Ints) -> Made:
    """The keys of one kind of some rows."""
    return kind.make(View(pair, side, rows, kind.placed))


class Index:
    """The right side's keys of every kind, packed with their rows."""

    def __init__(self, pair: Pair, told: Callable[[int, int], None] = lambda _done, _of: None) -> None:
        if max(pair.right.size, pair.left.size) >= MOST_ROWS:
            raise DiabanError(f"Bảng có hơn {MOST_ROWS:,} dòng; hãy chia thành nhiều tệp.")
        self._pair = pair
        self._same = pair.left is pair.right
        self._sparing = self._same and _tells(pair.right)
        self._kinds: list[Keys] = []
        for number, kind in enumerate(KINDS):
            told(number, len(KINDS))
            self._kinds.append(self._packed(kind))

    def _packed(self, kind: Kind) -> Keys:
        pair = self._pair
        wanted = None if self._same else Sieve(made(pair, pair.left, kind, np.arange(pair.left.size))[0])
        keys, rows = [_NONE], [np.zeros(0, np.int64)]
        for at in range(0, pair.right.size, _SLICE):
            key, row = made(pair, pair.right, kind, np.arange(at, min(at + _SLICE, pair.right.size)))
            if wanted is not None:
                asked = np.flatnonzero(wanted(key))
                key, row = key[asked], row[asked]
            keys.append(key)
            rows.append(row)
        pack = packed(np.concatenate(keys), np.concatenate(rows))
        return _shared(pack) if self._same else pack

    def pairs(self, rows: Ints) -> tuple[Ints, Ints]:
        """Left and right rows of every pair of these left rows that shares a key, once, in order of the left row.
        In a table with itself the earlier row is on the left."""
        found = [np.zeros(0, np.int64)]
        for kind, right in zip(KINDS, self._kinds, strict=True):
            one, two = joined(packed(*made(self._pair, self._pair.left, kind, rows)), right, kind.cap)
            if self._same:
                ahead = np.flatnonzero(one < two)
                one, two = one[ahead], two[ahead]
            share = distinct(one * MOST_ROWS + two)
            found.append(share * 2 + (kind.broad and self._sparing))
        every = _worthy(np.concatenate(found))
        return every // MOST_ROWS, every % MOST_ROWS


def _worthy(found: Ints) -> Ints:
    """Each pair once, without those that one broad kind alone has found; the lowest bit says that a kind is broad."""
    found.sort()
    pair = found >> 1
    first = fresh(pair)
    begins = np.flatnonzero(first)
    several = np.diff(np.append(begins, len(pair))) > 1
    return np.asarray(pair[begins[several | (found[begins] & 1 == 0)]])


def _tells(side: Side) -> bool:
    """Whether most rows tell a day of birth and a commune: two of one person then share more than one broad key."""
    return bool((side.day > 0).mean() > _MOSTLY and (side.place >= 0).mean() > _MOSTLY) if side.size else False


def _shared(pack: Keys) -> Keys:
    """Keys that stand alone find nobody in their own table."""
    key = pack // np.uint64(MOST_ROWS)
    twice = np.zeros(len(key), np.bool_)
    same = key[1:] == key[:-1]
    twice[1:] |= same
    twice[:-1] |= same
    return pack[twice]


def blocks(size: int, rows: int) -> Iterator[Ints]:
    """The rows of a side, so many at once."""
    for at in range(0, size, rows):
        yield np.arange(at, min(at + rows, size))
