"""Round axes and classes of equal count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10


def ticks(most: float, wanted: int = 4) -> list[float]:
    """Round steps from 0 to at least `most`, about `wanted` of them. [0, 1] where there is nothing to show."""
    if most < 1e-9:
        return [0, 1]
    rough = most / wanted
    power = 10 ** floor(log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
    if step < 1 and most >= 1:
        step = 1
    return [i * step for i in range(ceil(round(most / step, 9)) + 1)]


def breaks(values: Iterable[float], classes: int = 5) -> list[float]:
    """Upper bounds of `classes` quantiles; fewer where values repeat, so that equal values share a class."""
    ordered = sorted(values)
    if not ordered:
        return []
    bounds = [ordered[ceil(len(ordered) * part / classes) - 1] for part in range(1, classes + 1)]
    return sorted(set(bounds))


def class_of(value: float | None, bounds: Sequence[float], classes: int = 5) -> int:
    """1 for the lowest class to `classes` for the highest; 0 where there is no value."""
    if value is None or not bounds:
        return 0
    place = next((i for i, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
    return classes - len(bounds) + place + 1
