"""What the room's tests begin with: a commune's police, residents, applications that have come so far."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.models import Application
from diaban.core.sql import value
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

GOOD: dict[str, Any] = {"face": "good", "fingers": "good", "iris": "poor", "reference": "MAY01-000123"}
BORN = date(1985, 3, 2)


def someone(police: Viewer, number: int = 1, **more: Any) -> Resident:
    """A resident born in 1985 of whom all is known."""
    return settle(police, **{"id_no": f"0420850{number:05d}", "birth_date": BORN, "sex": "m", **more})


def declared(police: Viewer, resident: Resident, reason: str = "first") -> Application:
    """An application that may go to the centre."""
    made = actions.apply(by=police, resident_id=resident.pk, reason=reason)
    actions.capture(by=police, application_id=made.pk, **GOOD)
    return actions.declare(by=police, application_id=made.pk)


def at_the_office(police: Viewer, resident: Resident, serial: str, reason: str = "first") -> Application:
    """An application whose card lies at the office."""
    made = declared(police, resident, reason)
    actions.send(by=police, application_id=made.pk)
    actions.approve(by=police, application_id=made.pk)
    actions.print_card(by=police, application_id=made.pk, serial=serial)
    return actions.arrive(by=police, application_id=made.pk)


def handed(police: Viewer, resident: Resident, serial: str, reason: str = "first") -> Application:
    """One whose card its bearer holds."""
    made = at_the_office(police, resident, serial, reason)
    return actions.hand_over(by=police, application_id=made.pk, delivery="self", checked=True)


def state(application_id: UUID) -> str:
    """Where an application stands."""
    return str(value("select state from casework_case where id = %s", [application_id]))


def told(kind: str) -> int:
    """The sum of the standing quantities of a kind of line, as the session sees them."""
    return int(value("select coalesce(sum(l.quantity), 0) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
                     " where k.code = %s", [kind]))  # fmt: skip
