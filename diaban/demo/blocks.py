"""What the generator hands over: one commune at a time, in columns, so that millions of residents need
little memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from diaban.demo.hamlets import Hamlet

FAULTS: Final = ("sex", "year", "century", "prefix")


@dataclass(frozen=True, slots=True)
class Commune:
    """What the generator has to know of a commune: its code, old province (two digits of the list of 63),
    and whether it is a town.
    """

    code: str
    province: str
    urban: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay beside the permanent one (or, for 'temporary' with ``where`` None, instead of it). Days are
    ordinals.

    ``where``: index of another commune of the plan, or None for this one.
    """

    row: int
    kind: str
    starts: int
    ends: int | None
    reason: str
    where: int | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something of the past year: 'born', 'died', 'moved_out', 'registered' (from outside) or 'moved_in'
    (from hamlet ``origin``).
    """

    row: int
    kind: str
    day: int
    origin: int | None = None
    elsewhere: str = ""


@dataclass(slots=True)
class Block:
    """The residents and households of one commune. Columns of residents are aligned; ``house`` points into
    the columns of households.

    Dates are proleptic ordinals (``datetime.date.fromordinal``). ``born`` is the first possible day by
    ``precision``. ``faults`` names the rows whose number was made not to fit (the codes of
    ``people.numbers.odd``); ``cmnd`` holds old numbers by row.
    """

    index: int
    commune: Commune
    hamlets: list[Hamlet]
    house_hamlet: list[int] = field(default_factory=list)
    house_code: list[str] = field(default_factory=list)
    house_address: list[str] = field(default_factory=list)
    house_head: list[int | None] = field(default_factory=list)
    house_closed: dict[int, int] = field(default_factory=dict)
    house: list[int] = field(default_factory=list)
    relation: list[str] = field(default_factory=list)
    sex: list[str] = field(default_factory=list)
    born: list[int] = field(default_factory=list)
    precision: list[str] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    number: list[str | None] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)
    hometown: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    died: dict[int, int] = field(default_factory=dict)
    cmnd: dict[int, str] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.house)

    def full_names(self) -> list[str]:
        """Full names, NFC, single spaces."""
        parts = zip(self.family, self.middle, self.given, strict=True)
        return [f"{f} {m} {g}" if m else f"{f} {g}" for f, m, g in parts]
