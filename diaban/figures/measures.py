"""What may be counted: measures declared by rooms in their `measures.py`, as `MEASURES = (Measure(...), ...)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from diaban.ledger import registry


class How(StrEnum):
    """How standing lines become a number."""

    LINES = "lines"  #: how many lines
    QUANTITY = "quantity"  #: the sum of their quantities
    STOCK = "stock"  #: the sum of quantities of every line up to the period's last day
    DISTINCT = "distinct"  #: how many different records


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's definition. `where` narrows by dims declared by every kind: name → codes, any of which.

    `title` and `definition` are lazy translations; the definition says what counts and what doesn't.
    """

    code: str
    title: Any
    definition: Any
    kinds: tuple[str, ...]
    how: How = How.LINES
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit: Any = ""

    def cells_know(self) -> bool:
        """Whether cells can answer: no distinct count, and every dim asked is among the first three of its kind."""
        if self.how is How.DISTINCT:
            return False
        declared = registry.kinds()
        return all(dim in declared[kind].dims[:3] for kind in self.kinds for dim in self.where)


@cache
def measures() -> dict[str, Measure]:
    """Every declared measure by code, in the order of rooms.

    Raises ValueError where two share a code, or one names a kind or dim that isn't declared.
    """
    found: dict[str, Measure] = {}
    declared = registry.kinds()
    for app in apps.get_app_configs():
        name = f"{app.name}.measures"
        if not app.name.startswith("diaban.") or app.label == "figures" or find_spec(name) is None:
            continue
        for measure in import_module(name).MEASURES:
            if measure.code in found:
                raise ValueError(f"two rooms declare the measure {measure.code}")
            for kind in measure.kinds:
                if kind not in declared or set(measure.where) - set(declared[kind].dims):
                    raise ValueError(f"{measure.code} counts what {kind} doesn't declare")
            found[measure.code] = measure
    return found


def measure(code: str) -> Measure:
    """The measure of that code. Raises KeyError for none."""
    return measures()[code]
