"""Keys: a few facts of a row mixed into one number. Rows that share one, of any kind, are worth a comparison.

Names enter as they may sound, whole and with each syllable left out in turn, which sees through a slip in any one of
them; facts beside the name (year, commune, head) keep the groups small.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diaban.match.arrays import Ints, Keys, mixed, spread
from diaban.match.sides import Pair, Side
from diaban.match.values import OLD

Made = tuple[Keys, Ints]  #: keys, and the row of each


class View:
    """Some rows of a side, with what keys are made of. `placed`: once for each commune that a row's place may mean."""

    def __init__(self, pair: Pair, side: Side, rows: Ints, placed: bool = False) -> None:
        self.names = pair.names
        self._side = side
        if placed:
            rows, self.commune = _communes(pair, side, rows)
        self.rows = rows

    def _of(self, column: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(column[self.rows])

    @cached_property
    def named(self) -> NDArray[np.bool_]:
        return np.asarray(self._of(self._side.name) >= 0)

    @cached_property
    def name(self) -> Ints:
        return np.asarray(np.maximum(self._of(self._side.name), 0))

    @cached_property
    def given(self) -> NDArray[np.int32]:
        return np.asarray(self.names.given()[self.name])

    @cached_property
    def family(self) -> NDArray[np.int32]:
        return np.asarray(self.names.heard[self.name, 0])

    @cached_property
    def headed(self) -> NDArray[np.bool_]:
        return np.asarray(self._of(self._side.head) >= 0)

    @cached_property
    def head(self) -> Keys:
        return np.asarray(self.names.sorted_key[np.maximum(self._of(self._side.head), 0)])

    @cached_property
    def year(self) -> NDArray[np.int64]:
        return np.asarray(self._of(self._side.year).astype(np.int64))

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        return np.asarray(self.year > 0)

    @cached_property
    def full(self) -> NDArray[np.bool_]:
        return np.asarray(self._of(self._side.day) > 0)

    @cached_property
    def date(self) -> NDArray[np.int64]:
        return np.asarray(
            self.year * 10_000 + self._of(self._side.month).astype(np.int64) * 100 + self._of(self._side.day)
        )

    @cached_property
    def village(self) -> NDArray[np.int64]:
        return np.asarray(self._of(self._side.village).astype(np.int64))

    @cached_property
    def settled(self) -> NDArray[np.bool_]:
        return np.asarray(self.village >= 0)

    @cached_property
    def lost(self) -> NDArray[np.bool_]:
        """Rows whose commune isn't known, or that may be anywhere."""
        return np.asarray(self._of(self._side.place) < 0)

    def numbers(self) -> Made:
        """Both numbers of each row, where it has them."""
        new, old = self._of(self._side.id_no), self._of(self._side.cmnd)
        both, rows = np.concatenate([new, old]), np.concatenate([self.rows, self.rows])
        known = both >= 0
        return both[known].astype(np.uint64), rows[known]

    def keyed(self, good: NDArray[np.bool_], *facts: NDArray[Any]) -> Made:
        """A key of these facts for the rows that have them all."""
        at = np.flatnonzero(good)
        return mixed(*(fact[at] for fact in facts)), self.rows[at]

    def varied(self, good: NDArray[np.bool_], *facts: NDArray[Any]) -> Made:
        """Keys of the whole name and of the name without each syllable, each with the facts."""
        keys, rows = [], []
        at = np.flatnonzero(good & self.named)
        name, beside, here = self.name[at], [fact[at] for fact in facts], self.rows[at]
        for table in self.names.cut_keys():
            of_row = table[name]
            has = np.flatnonzero(of_row)
            keys.append(mixed(of_row[has], *(fact[has] for fact in beside)))
            rows.append(here[has])
        return np.concatenate(keys), np.concatenate(rows)


def _communes(pair: Pair, side: Side, rows: Ints) -> tuple[Ints, Ints]:
    """(row, commune) for each commune that a row's place may mean, where those are few."""
    table = [sorted(one) if len(one) <= 4 else [] for one in pair.place_sets]
    width = np.array([*(len(one) for one in table), 0], np.int64)
    flat = np.array([*(code for one in table for code in one), 0], np.int64)
    place = side.place[rows]
    count = width[place]
    return np.repeat(rows, count), flat[spread((np.cumsum(width) - width)[place], count)]


class Kind(NamedTuple):
    """One kind of key: larger groups than `cap` are left to the other kinds. `broad`: pairs that share nothing else are
    hardly ever one person where rows tell more than that."""

    title: str
    cap: int
    make: Callable[[View], Made]
    placed: bool = False
    broad: bool = False


def _ends(view: View) -> Made:
    """The last six digits of each number, where a slip is in the first."""
    numbers, rows = view.numbers()
    return mixed(numbers % np.uint64(10**6), (numbers >= OLD).astype(np.int64)), rows


def _starts(view: View) -> Made:
    """All but the last three digits of the new numbers."""
    numbers, rows = view.numbers()
    new = np.flatnonzero(numbers < OLD)
    return mixed(numbers[new] // np.uint64(1000)), rows[new]


def _exact(view: View) -> Made:
    numbers, rows = view.numbers()
    return mixed(numbers), rows


def _other_head(v: View) -> NDArray[np.bool_]:
    return np.asarray(v.headed & v.named & (v.head != v.names.sorted_key[v.name]))


KINDS = (
    Kind("number", 20, _exact),
    Kind("last digits of the number", 8, _ends, broad=True),
    Kind("first digits of the number", 8, _starts, broad=True),
    Kind("order and year", 60, lambda v: v.keyed(v.named & v.dated, v.names.sorted_key[v.name], v.year)),
    Kind("joined and year", 60, lambda v: v.keyed(v.named & v.dated, v.names.joined_key[v.name], v.year)),
    Kind("name but a syllable, year", 40, lambda v: v.varied(v.dated, v.year), broad=True),
    Kind("given name and date", 40, lambda v: v.keyed(v.named & v.full, v.given, v.date)),
    Kind("family name and date", 30, lambda v: v.keyed(v.named & v.full, v.family, v.date), broad=True),
    Kind("name alone", 12, lambda v: v.keyed(v.named, v.names.sorted_key[v.name])),
    Kind("joined alone", 8, lambda v: v.keyed(v.named, v.names.joined_key[v.name])),
    Kind("village alone", 8, lambda v: v.keyed(v.settled, v.village)),
    Kind("given name and village alone", 8, lambda v: v.keyed(v.named & v.settled, v.given, v.village)),
    Kind("date and village", 8, lambda v: v.keyed(v.full & v.settled, v.date, v.village), broad=True),
    Kind("head and given name", 30, lambda v: v.keyed(_other_head(v), v.head, v.given)),
    Kind("head and year", 30, lambda v: v.keyed(_other_head(v) & v.dated, v.head, v.year), broad=True),
    Kind(
        "given name, year, village",
        20,
        lambda v: v.keyed(v.named & v.dated & v.settled, v.given, v.year, v.village),
        broad=True,
    ),
    Kind("name and commune", 60, lambda v: v.keyed(v.named, v.names.sorted_key[v.name], v.commune), True),
    Kind("name but a syllable, commune", 25, lambda v: v.varied(v.named, v.commune), True, broad=True),
    Kind("date and commune", 30, lambda v: v.keyed(v.full, v.date, v.commune), True),
    Kind(
        "given name, year, commune",
        40,
        lambda v: v.keyed(v.named & v.dated, v.given, v.year, v.commune),
        True,
        broad=True,
    ),
    Kind(
        "given name and village",
        40,
        lambda v: v.keyed(v.named & v.settled, v.given, v.village, v.commune),
        True,
        broad=True,
    ),
    Kind(
        "year and village", 25, lambda v: v.keyed(v.dated & v.settled, v.year, v.village, v.commune), True, broad=True
    ),
    Kind("head and commune", 16, lambda v: v.keyed(_other_head(v), v.head, v.commune), True, broad=True),
)
