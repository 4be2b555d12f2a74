"""A line as it is handed to `ledger.actions`, and the two members of staff that are no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

#: The clock (what happens because a day passed), and the command line that loads what others did.
CLOCK = 1
COMMAND_LINE = 2

Code = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be written. `day` is today unless said; `action` is shared by the lines of one call."""

    kind: str
    record: UUID
    place: int
    office: int
    actor: int
    day: date | None = None
    quantity: int = 1
    dims: Mapping[str, Code] = field(default_factory=dict)
    purpose: str | None = None
    state_from: str | None = None
    state_to: str | None = None
    action: UUID | None = None
    corrects: int | None = None


def numbered(number: int) -> UUID:
    """The record id of something whose own key is a number (an office, a member of staff, a unit)."""
    return UUID(int=number)


def number_of(record: UUID) -> int | None:
    """The number that `numbered` made this id from, or None for a true UUID."""
    return record.int if record.int < 1 << 63 else None
