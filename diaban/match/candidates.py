"""Which pairs are worth a comparison: those that share a key, of many kinds, so that no single slip hides a person.

A key is a few facts mixed into one number. Names enter whole and with each syllable left out in turn, which sees
through a slip in any one of them; facts beside the name (year, commune, head) keep the groups small. A group that is
larger than the cap of its kind is left to the other kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from diaban.match.names import WIDTH, Names, mixed
from diaban.match.sides import Ints, Pair, Side

Keys = tuple[NDArray[np.uint64], Ints]  #: keys, and the row of each
_NONE = np.uint64(0)


def join(left: Keys, right: Keys, cap: int) -> tuple[Ints, Ints]:
    """Rows whose keys are equal, but for keys that more than `cap` right rows share."""
    order = np.argsort(right[0], kind="stable")
    keys, rows = right[0][order], right[1][order]
    low = np.searchsorted(keys, left[0], "left")
    count = np.searchsorted(keys, left[0], "right") - low
    count[(count > cap) | (left[0] == _NONE)] = 0
    at = np.repeat(low, count)
    step = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(left[1], count), rows[at + step]


def _mix(*parts: NDArray[np.uint64] | Ints) -> NDArray[np.uint64]:
    columns = np.stack([part.view(np.int64) if part.dtype == np.uint64 else part.astype(np.int64) for part in parts], 1)
    return mixed(columns)


def _tag(size: int, number: int) -> Ints:
    """Tells the keys of one kind from those of another."""
    return np.full(size, number, np.int64)


def _keep(key: NDArray[np.uint64], good: NDArray[np.bool_]) -> Keys:
    rows = np.flatnonzero(good)
    return key[rows], rows


def _without(n: Names) -> list[tuple[Ints, NDArray[np.uint64]]]:
    """For each syllable: the names that have it, and their keys without it."""
    found = []
    for cut in range(WIDTH):
        has = np.flatnonzero((n.count > cut) & (n.count > 1))
        kept = np.delete(n.folded[has], cut, axis=1)
        padded = np.concatenate([kept, np.full((len(has), 1), -1, np.int32)], axis=1)
        found.append((has, mixed(padded)))
    return found


def _varied(side: Side, n: Names, facts: list[NDArray[np.uint64] | Ints], good: NDArray[np.bool_]) -> Keys:
    """Keys of the whole name and of the name without each syllable, each with the facts."""
    keys, rows = [], []
    forms = [(np.arange(len(n.count)), n.fold_key), *_without(n)]
    for having, key in forms:
        table = np.zeros(len(n.count), np.uint64)
        table[having] = key
        usable = good & (side.name >= 0)
        of_row = table[np.maximum(side.name, 0)]
        usable &= of_row != _NONE
        at = np.flatnonzero(usable)
        keys.append(_mix(of_row[at], *(fact[at] for fact in facts)))
        rows.append(at)
    return np.concatenate(keys), np.concatenate(rows)


def _spread_places(pair: Pair, side: Side) -> tuple[Ints, Ints]:
    """(row, commune) for each commune that a row's place may mean, where those are few."""
    table = [sorted(one) if len(one) <= 4 else [] for one in pair.place_sets]
    width = np.array([*(len(one) for one in table), 0], np.int64)
    flat = np.array([code for one in table for code in one], np.int64)
    start = np.cumsum(width) - width
    count = width[side.place]
    at = np.repeat(start[side.place], count)
    step = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(np.arange(side.size), count), flat[at + step] if len(at) else at


def _part(n: Names, last: bool) -> Ints:
    return (n.folded[np.arange(len(n.count)), np.maximum(n.count - 1, 0)] if last else n.folded[:, 0]).astype(np.int64)


def _kinds(pair: Pair, side: Side) -> Iterator[tuple[str, int, Keys]]:
    """Every kind of key of one side: a name for it, its cap and its keys."""
    n, name = pair.names, np.maximum(side.name, 0)
    year, full = side.year.astype(np.int64), (side.day > 0) & (side.month > 0)
    date = year * 10_000 + side.month.astype(np.int64) * 100 + side.day
    named, dated = side.name >= 0, side.year > 0
    tag = partial(_tag, side.size)
    numbers = np.concatenate([side.id_no, side.cmnd])
    yield "number", 20, _keep_rows(_mix(numbers, np.zeros_like(numbers)), numbers >= 0, side.size)
    yield "order and year", 80, _keep(_mix(n.sorted_key[name], year, tag(1)), named & dated)
    yield "joined and year", 80, _keep(_mix(n.joined_key[name], year, tag(2)), named & dated)
    yield "name but a syllable, year", 60, _varied(side, n, [year, tag(3)], dated)
    yield "given name and date", 60, _keep(_mix(_part(n, True)[name], date, tag(4)), named & full)
    yield "family name and date", 60, _keep(_mix(_part(n, False)[name], date, tag(5)), named & full)
    yield "name alone", 12, _keep(_mix(n.sorted_key[name], tag(6)), named)
    head = n.fold_key[np.maximum(side.head, 0)]
    other = (side.head >= 0) & (n.fold_key[name] != head)
    yield "head and given name", 30, _keep(_mix(head, _part(n, True)[name], tag(7)), other & named)
    yield "head and year", 30, _keep(_mix(head, year, tag(8)), other & dated)
    settled = side.village >= 0
    yield "name but a syllable, village", 20, _varied(side, n, [side.village, tag(9)], settled)
    given = _part(n, True)[name]
    yield "given name, year, village", 20, _keep(_mix(given, year, side.village, tag(16)), named & dated & settled)
    yield from _placed(pair, side, year, date, full)


def _placed(pair: Pair, side: Side, year: Ints, date: Ints, full: NDArray[np.bool_]) -> Iterator[tuple[str, int, Keys]]:
    rows, commune = _spread_places(pair, side)
    n, here = pair.names, _taken(side, rows)
    name, named = np.maximum(here.name, 0), here.name >= 0
    tag = partial(_tag, len(rows))
    given, dated = _part(n, True)[name], here.year > 0

    def back(keys: Keys) -> Keys:
        return keys[0], rows[keys[1]]

    yield "name and commune", 60, back(_keep(_mix(n.sorted_key[name], commune, tag(10)), named))
    yield "name but a syllable, commune", 25, back(_varied(here, n, [commune, tag(11)], named))
    yield "date and commune", 30, back(_keep(_mix(date[rows], commune, tag(12)), full[rows]))
    yield "given name, year, commune", 60, back(_keep(_mix(given, year[rows], commune, tag(13)), named & dated))
    settled = here.village >= 0
    yield "given name and village", 40, back(_keep(_mix(given, here.village, commune, tag(14)), named & settled))
    yield "year and village", 25, back(_keep(_mix(year[rows], here.village, commune, tag(15)), dated & settled))


def _taken(side: Side, rows: Ints) -> Side:
    columns = {name: getattr(side, name)[rows] for name in side.__dataclass_fields__ if name != "size"}
    return Side(size=len(rows), **columns)


def _keep_rows(keys: NDArray[np.uint64], good: NDArray[np.bool_], size: int) -> Keys:
    at = np.flatnonzero(good)
    return keys[at], at % size


def pairs(pair: Pair) -> tuple[Ints, Ints]:
    """Left and right rows of every pair that shares a key, once, in order of the left row."""
    size, found = np.int64(pair.right.size), []
    same = pair.left is pair.right
    for left, right in zip(_kinds(pair, pair.left), _kinds(pair, pair.right), strict=True):
        one, two = join(left[2], right[2], left[1])
        if same:
            ahead = one < two
            one, two = one[ahead], two[ahead]
        found.append(np.unique(one * size + two))
    every = np.unique(np.concatenate(found))
    return np.divmod(every, size)
