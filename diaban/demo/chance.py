"""Chance in bulk: many 16-bit values at once, and thresholds by age, so that a draw costs a look-up and not
a call.
"""

from __future__ import annotations

import random
import sys
from array import array
from typing import Final

#: Values of one draw.
RANGE: Final = 65_536


def bits(rng: random.Random, count: int) -> array[int]:
    """``count`` values from 0 to 65,535; the same on machines of either byte order."""
    values = array("H", rng.randbytes(2 * count))
    if sys.byteorder == "big":
        values.byteswap()
    return values


def by_age(*steps: tuple[int, float]) -> list[int]:
    """Thresholds by whole age 0 to 130: ``(until age, share)`` pairs as values out of 65,536."""
    ages: list[int] = []
    for until, share in steps:
        ages.extend([round(share * RANGE)] * (until - len(ages)))
    return ages + [ages[-1]] * (131 - len(ages))
