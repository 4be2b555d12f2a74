"""What follows in registers from a resident's life: a death ends what they are owed, and is undone with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.ledger.actions import void_written
from diaban.people import identity
from diaban.people.actions.base import action
from diaban.registers.actions import bring_back, take_out
from diaban.registers.models import Home, Row, State, Why


def died(by: Viewer, resident_id: UUID, day: date) -> dict[str, Any]:
    """Their rows leave on the day of death, and with the last of a household its home. What `revived` needs."""
    with action() as action_id:
        found = list(
            Row.objects.select_for_update()
            .filter(resident_id__in=identity.of_one(resident_id), state=State.ACTIVE)
            .order_by("id")
        )
        homes = take_out(found, by, action_id, day=day, why=Why.DEAD)
        if not found:
            return {}
        return {"action": str(action_id), "rows": [str(row.id) for row in found], "homes": [str(h.id) for h in homes]}


def revived(by: Viewer, resident_id: UUID, kept: Mapping[str, Any]) -> None:
    """The death was entered by mistake: the rows that it took out stand again, where nobody changed them since."""
    if not kept:
        return
    with action() as action_id:
        rows = list(Row.objects.select_for_update().filter(pk__in=kept["rows"], state=State.LEFT, why=Why.DEAD))
        homes = list(Home.objects.select_for_update().filter(pk__in=kept["homes"], state=State.LEFT, why=Why.DEAD))
        bring_back([*rows, *homes])
        void_written(
            records=[one.pk for one in (*rows, *homes)], actions=[UUID(kept["action"])], office=by.office_id,
            actor=by.staff_id, purpose=by.purpose, action=action_id,
        )  # fmt: skip
