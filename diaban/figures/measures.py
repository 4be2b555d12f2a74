"""What may be counted: measures declared by rooms in their `measures.py`, as `MEASURES = (Measure(...), ...)`.

Ratios of two measures stand beside them, as `RATIOS = (Ratio(...), ...)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from diaban.areas.models import Level
from diaban.ledger import registry


class How(StrEnum):
    """How standing lines become a number."""

    LINES = "lines"  #: how many lines
    QUANTITY = "quantity"  #: the sum of their quantities
    STOCK = "stock"  #: the sum of quantities of every line up to the period's last day
    DISTINCT = "distinct"  #: how many different records; persons that were merged are one
    UNITS = "units"  #: how many units of a level inside the area have at least one line


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's definition. `where` narrows by dims declared by every kind: name → codes, any of which.

    `title` and `definition` are lazy translations; the definition says what counts and what doesn't. `level` is that
    of the units that a count of units reached goes by.
    """

    code: str
    title: Any
    definition: Any
    kinds: tuple[str, ...]
    how: How = How.LINES
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit: Any = ""
    level: Level = Level.HAMLET

    def cells_know(self) -> bool:
        """Whether cells can answer: no distinct count, and every dim asked is among the first three of its kind."""
        if self.how is How.DISTINCT:
            return False
        declared = registry.kinds()
        return all(dim in declared[kind].dims[:3] for kind in self.kinds for dim in self.where)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measure for each `per` of another: 100 for a percentage, 100,000 for a rate of the population.

    `over` and `under` are codes of measures; under a stock the denominator is the stock on the period's last day.
    """

    code: str
    title: Any
    definition: Any
    over: str
    under: str
    per: int = 100
    places: int = 2
    unit: Any = "%"


def _rooms() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        name = f"{app.name}.measures"
        if app.name.startswith("diaban.") and app.label != "figures" and find_spec(name) is not None:
            yield import_module(name)


@cache
def measures() -> dict[str, Measure]:
    """Every declared measure by code, in the order of rooms.

    Raises ValueError where two share a code, or one names a kind or dim that isn't declared.
    """
    found: dict[str, Measure] = {}
    declared = registry.kinds()
    for room in _rooms():
        for measure in room.MEASURES:
            if measure.code in found:
                raise ValueError(f"two rooms declare the measure {measure.code}")
            for kind in measure.kinds:
                if kind not in declared or set(measure.where) - set(declared[kind].dims):
                    raise ValueError(f"{measure.code} counts what {kind} doesn't declare")
            found[measure.code] = measure
    return found


@cache
def ratios() -> dict[str, Ratio]:
    """Every declared ratio by code. Raises ValueError where a code is taken or a measure isn't declared."""
    found: dict[str, Ratio] = {}
    known = measures()
    for room in _rooms():
        for ratio in getattr(room, "RATIOS", ()):
            if ratio.code in found or ratio.code in known or not {ratio.over, ratio.under} <= set(known):
                raise ValueError(f"{ratio.code} is declared twice, or names a measure that isn't declared")
            found[ratio.code] = ratio
    return found


def measure(code: str | Measure) -> Measure:
    """The measure of that code, or the one given. Raises KeyError for none."""
    return code if isinstance(code, Measure) else measures()[code]
