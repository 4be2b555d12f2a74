"""What happens to residents, as it concerns their cards; `people.life` calls it inside its own actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.cards.actions import ending
from diaban.cards.models import Outdated


def died(by: Viewer, resident_id: UUID, day: date) -> dict[str, Any]:
    """Cards and applications end with their bearer; returns what `revived` needs."""
    return ending.died(by=by, resident_id=resident_id, day=day)


def revived(by: Viewer, resident_id: UUID, kept: Mapping[str, Any]) -> None:
    """They come back with a bearer whose death was entered by mistake."""
    ending.revived(by=by, resident_id=resident_id, kept=kept)


def changed(by: Viewer, resident_id: UUID, fields: Sequence[str], day: date) -> None:
    """A card that states otherwise than the register is to be exchanged."""
    what = next((field for field in Outdated.values if field in fields), None)
    if what is not None:
        ending.changed(by=by, resident_id=resident_id, what=what, day=day)


def merged(by: Viewer, resident_ids: Sequence[UUID]) -> None:
    """One person has one duty, whichever of their records a card hangs on."""
    ending.merged(by=by, resident_ids=resident_ids)
