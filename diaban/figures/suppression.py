"""Small numbers aren't shown to a reader who may not open what is behind them, nor what would reveal them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: Fewer than this many, and a reader could tell who.
SMALLEST = 8


def suppressed(lines: int, value: int) -> bool:
    """Whether a figure made of so many lines may only be shown as "fewer than 8"."""
    return 0 < abs(lines) < SMALLEST or 0 < abs(value) < SMALLEST


def complementary(values: dict[int, int | None]) -> dict[int, int | None]:
    """Hide one more of a row of parts whose total is known, where exactly one is hidden and could be computed.

    The smallest of the shown parts other than zero goes; nothing changes where none or several are hidden.
    """
    hidden = [key for key, value in values.items() if value is None]
    shown = {key: value for key, value in values.items() if value}
    if len(hidden) != 1 or not shown:
        return values
    smallest = min(shown, key=lambda key: (abs(shown[key]), key))
    return {**values, smallest: None}


def told_by_total(total: int, parts: Mapping[int, int], hidden: Collection[int]) -> set[int]:
    """Which parts to hide, beyond those that are small, so that the total and the shown parts don't give them away.

    Whoever takes the shown parts from the total has the sum of the hidden ones. One hidden part would then be known;
    several whose sum is small, or is as much as so many small parts can make, would be nearly so. The smallest of the
    shown parts other than zero goes, then the next, until nothing is told.
    """
    gone = set(hidden)
    left = sorted((key for key in parts if key not in gone and parts[key]), key=lambda key: (abs(parts[key]), key))
    while gone and left and _given_away(total - sum(parts[key] for key in parts if key not in gone), gone, hidden):
        gone.add(left.pop(0))
    return gone


def _given_away(rest: int, gone: Collection[int], hidden: Collection[int]) -> bool:
    bounds = {len(hidden), (SMALLEST - 1) * len(hidden)} if len(gone) == len(hidden) else set()
    return len(gone) == 1 or abs(rest) < SMALLEST or abs(rest) in bounds
