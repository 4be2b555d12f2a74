"""What a report says, as data: sections of sentences and tables whose numbers are figures.

A sentence names figures in braces, with what is wanted of each after a colon:

    "Xảy ra {incidents.cases:unit}, {incidents.cases:change}."

`{code}` is the number, `:unit` the number with its unit, `:then` the number of the same period a year before,
`:percent` by how much it differs, `:change` the words that compare the two. `{area}`, `{since}`, `{until}`, `{period}`
and `{year}` are known of the report itself. A document of the state is in Vietnamese whatever language its reader has
chosen for the pages, so the words of templates aren't translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any

from diaban.areas.queries import Level
from diaban.figures.periods_schemes import Family, Grain


class Spec(StrEnum):
    """What a slot asks of its figure."""

    NUMBER = ""
    UNIT = "unit"
    THEN = "then"
    PERCENT = "percent"
    CHANGE = "change"


#: Slots that are known of the report itself.
OWN_SLOTS = frozenset({"area", "since", "until", "period", "year"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence: a figure's measure, or one of `OWN_SLOTS` (then `spec` means nothing)."""

    name: str
    spec: Spec


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph. It is left out where none of its figures has lines, now or a year before, unless `always`."""

    text: str
    always: bool = False

    def pieces(self) -> Iterator[str | Slot]:
        """Words and slots in their order. Raises ValueError for an unknown spec."""
        for words, name, spec, _conversion in Formatter().parse(self.text):
            if words:
                yield words
            if name is not None:
                yield Slot(name, Spec(spec or ""))

    def measures(self) -> list[str]:
        """The figures it names, each once."""
        named = (piece.name for piece in self.pieces() if isinstance(piece, Slot))
        return [name for name in dict.fromkeys(named) if name not in OWN_SLOTS]


@dataclass(frozen=True, slots=True)
class Compared:
    """A table of figures, a row each: this period, the same period a year before, the difference."""

    title: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByUnit:
    """A table of the communes of the map that was asked for, a figure in each column; the last row adds up."""

    title: str
    measures: tuple[str, ...]


Part = Sentence | Compared | ByUnit


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report. Where nothing of it is known it says so in one sentence, or is left out if it is
    `optional`.
    """

    title: str
    parts: tuple[Part, ...]
    optional: bool = False

    def measures(self) -> list[str]:
        """Every figure it names, each once, in the order of reading."""
        named = [m for part in self.parts for m in (part.measures() if isinstance(part, Sentence) else part.measures)]
        return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report. `grain` and `family` say which periods it covers, `levels` which units.

    `version` grows with every change of its words or figures, so that what was signed says which it was made from.
    """

    code: str
    version: int
    name: Any
    about: Any
    title: str
    grain: Grain
    family: Family
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    basis: str
    valid_from: date

    def measures(self) -> list[str]:
        """Every figure the report needs, each once, in the order of reading."""
        return list(dict.fromkeys(m for section in self.sections for m in section.measures()))
