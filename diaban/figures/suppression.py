"""Small numbers aren't shown to a reader who may not open what is behind them."""

from __future__ import annotations

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
