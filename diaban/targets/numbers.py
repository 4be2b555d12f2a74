"""Targets as they are written and typed: 1.250 is a count, 95,5% a rate."""

from __future__ import annotations

import re
from fractions import Fraction

from diaban.core.text import fmt_int, fmt_num

_COUNT = re.compile(r"^(\d{1,3}(\.\d{3})+|\d+)$", re.ASCII)
_RATE = re.compile(r"^(\d{1,5})(?:,(\d{1,2}))?\s*%?$", re.ASCII)


def read_value(text: str, rate: bool) -> int:
    """A count, or hundredths of a percent: 1.128 is a thousand, 95,5 is 9550 of a rate. Raises ValueError."""
    text = text.strip()
    if not rate:
        if not _COUNT.match(text):
            raise ValueError(text)
        return int(text.replace(".", ""))
    found = _RATE.match(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0") or 0)


def write_value(value: int, rate: bool) -> str:
    """As `read_value` reads it: 1.128, or 95,50%."""
    return f"{fmt_num(value / 100, 2)}%" if rate else fmt_int(value)


def write_share(share: Fraction | None) -> str:
    """What was reached of a target: 87,5%; empty where it isn't known. Cut, not rounded: 99,96% is not yet all."""
    if share is None:
        return ""
    tenths = share * 1000
    return f"{fmt_num((tenths.numerator // tenths.denominator) / 10, 1)}%"
