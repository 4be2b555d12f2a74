"""What follows in other rooms from what happens to a resident, in the same transaction and undone with it.

A room to the right says so in its `life.py`, by any of these functions:

    def died(by, resident_id, day) -> dict      what `revived` is given back, as JSON
    def revived(by, resident_id, kept) -> None  the death was entered by mistake
    def changed(by, resident_id, fields, day)   known details are otherwise now; codes as in `people.corrected`
    def merged(by, resident_ids)                these records became one person's, or are no longer

This room knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core import rooms


def _following(what: str) -> Iterator[tuple[str, Any]]:
    for label, module in rooms.having("life", but="people"):
        follow = getattr(module, what, None)
        if follow is not None:
            yield label, follow


def died(by: Viewer, resident_id: UUID, day: date) -> dict[str, Any]:
    """What each room keeps to put back: by its label, empty where nothing followed."""
    kept = {label: follow(by, resident_id, day) for label, follow in _following("died")}
    return {label: told for label, told in kept.items() if told}


def revived(by: Viewer, resident_id: UUID, kept: Mapping[str, Any]) -> None:
    """Each room puts back what followed from the death."""
    for label, follow in _following("revived"):
        follow(by, resident_id, kept.get(label, {}))


def changed(by: Viewer, resident_id: UUID, fields: Sequence[str], day: date) -> None:
    """Details that were known have been put right."""
    if fields:
        for _label, follow in _following("changed"):
            follow(by, resident_id, fields, day)


def merged(by: Viewer, resident_ids: Sequence[UUID]) -> None:
    """Records have been merged into one of them, or told apart again."""
    for _label, follow in _following("merged"):
        follow(by, resident_ids)
