"""What every benchmark gives: figures with a goal, measured in turn with their peer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

Bound = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: `value` in the unit its name says, held against `goal` by `bound`."""

    name: str
    value: float
    goal: float
    bound: Bound
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return self.value <= self.goal if self.bound == "at most" else self.value >= self.goal

    def plain(self) -> dict[str, Any]:
        """As JSON: name, value, goal, holds, detail (with the bound in it)."""
        told = asdict(self)
        return {
            "name": self.name, "value": round(self.value, 4), "goal": self.goal, "holds": self.holds,
            "detail": {"bound": self.bound, **told["detail"]},
        }  # fmt: skip


class Benchmark(Protocol):
    """Given an empty folder of its own, its figures. `size`, where it takes one, is how many residents there are."""

    def __call__(self, folder: Path, /, **size: int) -> Sequence[Figure]: ...


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values doesn't pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def in_turn(rounds: int, **sides: Callable[[], object]) -> dict[str, list[float]]:
    """Seconds of each side in each round, the sides taking turns, so that a busy machine slows all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            seconds[name].append(time.perf_counter() - began)
    return seconds


def ratio(seconds: Mapping[str, Sequence[float]], of: str, to: str) -> float:
    """The median of one side over the median of another."""
    return statistics.median(seconds[of]) / statistics.median(seconds[to])
