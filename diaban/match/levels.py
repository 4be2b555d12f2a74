"""How dates, numbers and codes of two rows compare: a small level for each pair, -1 where one of them is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diaban.match.arrays import Ints
from diaban.match.sides import Side
from diaban.match.values import OTHER

Small = NDArray[np.int8]
DAYS = 7
NUMBERS = 4


def same(one: NDArray[Any], two: NDArray[Any]) -> Small:
    """0 alike, 1 not."""
    return np.where((one >= 0) & (two >= 0), one != two, -1).astype(np.int8)


def days(one: Side, two: Side, left: Ints, right: Ints) -> tuple[Small, Small]:
    """Level and group of birth dates. Group 0, both with day and month: same, day and month exchanged, one of them
    another, another year, only the year is the same, years near, none of it. Group 1, a year alone (or the first of
    January, which stands for one): same, next, near, another."""
    ya, yb = one.year[left], two.year[right]
    ma, mb, da, db = one.month[left], two.month[right], one.day[left], two.day[right]
    known = (ya > 0) & (yb > 0)
    same_year, same_month, same_day = ya == yb, ma == mb, da == db
    alike = known & (da > 0) & same_year & same_month & same_day
    yearly = (((da <= 1) & (ma <= 1)) | ((db <= 1) & (mb <= 1)) | (da == 0) | (db == 0)) & ~alike
    near = _near_years(ya, yb)
    level = np.full(len(left), 6, np.int8)
    level[near] = 5
    level[same_year] = 4
    level[same_month & same_day & near] = 3
    level[same_year & (same_month | same_day)] = 2
    level[same_year & (ma == db) & (da == mb)] = 1
    level[alike] = 0
    rest = np.flatnonzero(yearly)
    apart = np.abs(ya[rest] - yb[rest])
    level[rest] = np.where(apart == 0, 0, np.where(apart == 1, 1, np.where(near[rest], 2, 3)))
    level[~known] = -1
    return level, yearly.astype(np.int8)


def _near_years(one: NDArray[np.int16], two: NDArray[np.int16]) -> NDArray[np.bool_]:
    """At most two years apart, one digit another, or the last two exchanged."""
    found = np.abs(one - two) <= 2
    rest = np.flatnonzero(~found & (one > 0) & (two > 0))
    a, b = one[rest], two[rest]
    a0, b0, a1, b1 = a % 10, b % 10, a // 10 % 10, b // 10 % 10
    same_century = a // 100 == b // 100
    digit = (same_century & ((a0 == b0) | (a1 == b1))) | ((a % 100 == b % 100) & ((a // 1000) == (b // 1000)))
    found[rest] = digit | (same_century & (a0 == b1) & (a1 == b0))
    return np.asarray(found)


def numbers(one: Ints, two: Ints, length: int) -> Small:
    """0 the same number, 1 one slip apart, 2 another, -1 where one is missing."""
    known = np.flatnonzero((one >= 0) & (two >= 0) & ((one >= OTHER) == (two >= OTHER)))
    found = np.full(len(one), -1, np.int8)
    rest = known[one[known] != two[known]]
    found[known] = np.where(one[known] == two[known], 0, 2)
    a, b = one[rest], two[rest]
    # Most pairs differ in most digits; only those that agree in half of the number can be a slip apart.
    half = 10 ** (length // 2)
    close = np.flatnonzero(_nearly(a // half, b // half) | _nearly(a % half, b % half))
    rest, a, b = rest[close], a[close], b[close]
    differ = np.stack([(a // 10**k) % 10 != (b // 10**k) % 10 for k in range(length)], axis=1)
    ends = np.logical_and.accumulate(~differ, axis=1).sum(axis=1)
    starts = np.logical_and.accumulate(~differ[:, ::-1], axis=1).sum(axis=1)
    number = differ.sum(axis=1)
    slip = (number <= 2) & (length - ends - starts <= 2) | (number <= 1) | _shifted(a, b, length)
    found[rest[slip]] = 1
    return found


def _nearly(one: Ints, two: Ints) -> NDArray[np.bool_]:
    """Halves that are the same, or one shifted by a place into the other."""
    return np.asarray((one == two) | (one // 10 == two % 10**5) | (two // 10 == one % 10**5))


def _shifted(a: Ints, b: Ints, length: int) -> NDArray[np.bool_]:
    """One digit too many or too few: the rest of the number moved by one place."""
    found = np.zeros(len(a), np.bool_)
    for one, two in ((a, b), (b, a)):
        short = one < 10 ** (length - 1)  # what lost a digit and was filled with a zero in front
        for k in range(length):
            low, high = one % 10**k, one // 10**k
            found |= short & (two % 10**k == low) & (two // 10 ** (k + 1) == high)
    return found
