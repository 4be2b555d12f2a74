"""What follows in other rooms from what happens to applications, in the same transaction.

A room says so in its `card_cases.py`, by either of these functions:

    def opened(by, told: Opened) -> None        someone asked for a card at the counter; drives tell nobody
    def stepped(by, step: Step) -> None         applications took a step of their way, all the same one

This room knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core import rooms


@dataclass(frozen=True, slots=True)
class Opened:
    """An application that was taken in: whose, where they are counted, why, and when."""

    application_id: UUID
    resident_id: UUID
    place: int
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its code in `states.APPLICATION`, when each application took it, and how a card was handed over."""

    code: str
    moments: Mapping[UUID, datetime]
    delivery: str = ""
    receiver: str = ""


def opened(by: Viewer, told: Opened) -> None:
    """Tell the rooms that follow."""
    for _label, module in rooms.having("card_cases", but="cards"):
        module.opened(by, told)


def stepped(by: Viewer, step: Step) -> None:
    """Tell the rooms that follow."""
    for _label, module in rooms.having("card_cases", but="cards"):
        module.stepped(by, step)
