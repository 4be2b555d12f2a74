"""Sorting, counting and joining long arrays of whole numbers, in the ways that numpy does fastest."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

_SALT = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
                  0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3], np.uint64)  # fmt: skip
_ROW_BITS = np.uint64(24)
MOST_ROWS = 1 << 24  #: rows that a packed key has room for


def mixed(*columns: NDArray[Any]) -> Keys:
    """One number for each row, equal where the rows are. Columns of whole numbers; keys may be among them."""
    found = np.zeros(len(columns[0]), np.uint64)
    for index, column in enumerate(columns):
        part = column if column.dtype == np.uint64 else column.astype(np.int64).view(np.uint64)
        found = (found ^ (part + np.uint64(2))) * _SALT[index % len(_SALT)]
        found ^= found >> np.uint64(29)
    return found


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Sorted, each once. `np.unique` hashes whole numbers, which takes ten times as long where most differ."""
    found = np.sort(values)
    return found[fresh(found)]


def fresh(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a sorted array's runs begin."""
    found = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def occurrences(values: Keys, usable: NDArray[np.bool_], at: Keys) -> NDArray[np.float32]:
    """How many usable rows carry each of the values asked for."""
    run = np.sort(values[usable])
    low = np.searchsorted(run, at, "left")
    return (np.searchsorted(run, at, "right") - low).astype(np.float32)


def spread(start: Ints, count: Ints) -> Ints:
    """The places of runs that begin at `start` and are `count` long, one after another."""
    at = np.repeat(start, count)
    return np.asarray(at + np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count))


def packed(keys: Keys, rows: Ints) -> Keys:
    """Keys (their upper 40 bits) and rows as one sorted array. Two keys in a million million that are taken for one
    make a candidate too many, no more."""
    found = (keys >> _ROW_BITS << _ROW_BITS) | rows.astype(np.uint64)
    found.sort()
    return found


def rows_of(pack: Keys) -> Ints:
    return np.asarray((pack & np.uint64(MOST_ROWS - 1)).astype(np.int64))


def joined(left: Keys, right: Keys, cap: int) -> tuple[Ints, Ints]:
    """Rows of two packed arrays whose keys are equal, but for keys that more than `cap` right rows share."""
    low_key = left >> _ROW_BITS << _ROW_BITS
    low = np.searchsorted(right, low_key)
    count = np.searchsorted(right, low_key + np.uint64(MOST_ROWS)) - low
    count[count > cap] = 0
    return np.repeat(rows_of(left), count), rows_of(right[spread(low, count)])


class Sieve:
    """Which keys may stand in a set: one byte for each of four times as many places as there are keys."""

    def __init__(self, keys: Keys) -> None:
        bits = max(int(len(keys) * 4).bit_length(), 10)
        self._shift = np.uint64(64 - min(bits, 27))
        self._seen = np.zeros(1 << min(bits, 27), np.bool_)
        self._seen[keys >> self._shift] = True

    def __call__(self, keys: Keys) -> NDArray[np.bool_]:
        return np.asarray(self._seen[keys >> self._shift])
