"""Dividing a whole number among units so that the parts are the whole, to the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def by_weight(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Parts of `whole` in proportion to weights (unit → weight, none negative), by largest remainder.

    Each unit gets its exact share rounded down; what is left goes one by one to the largest remainders, and where
    those are equal to the unit that stands first. The parts add up to the whole, and none is a whole unit away from its
    exact share. Raises ValueError for no unit, a negative number, or weights that are all 0 with something to divide.
    """
    total = sum(weights.values())
    if not weights or whole < 0 or min(weights.values()) < 0 or (total == 0 and whole):
        raise ValueError("nothing to divide by")
    if not whole:
        return dict.fromkeys(weights, 0)
    parts = {unit: whole * weight // total for unit, weight in weights.items()}
    left = whole - sum(parts.values())
    # Sorting is stable: of equal remainders the first unit comes first.
    largest = sorted(weights, key=lambda unit: -(whole * weights[unit] % total))
    for unit in largest[:left]:
        parts[unit] += 1
    return parts


def equally(whole: int, units: Sequence[int]) -> dict[int, int]:
    """Parts that differ by one at most; the first units have the larger ones."""
    return by_weight(whole, dict.fromkeys(units, 1))
