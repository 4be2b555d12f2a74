"""Ledger lines of this room: what they are about and where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from diaban.access.models import CLOCK, Account
from diaban.access.scope import Viewer
from diaban.core import sql
from diaban.core.time import today
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Code, Line, numbered

#: The place of what belongs to no unit: someone who holds no posting.
NOWHERE = 0


def place_of_staff(staff_id: int) -> tuple[int, int]:
    """(unit, office) of someone's posting in force, else of the last one, else (0, 0)."""
    row = sql.one(
        """select o.unit_id, o.id from access_posting p join access_office o on o.id = p.office_id
           where p.staff_id = %s order by p.valid_to is not null, p.valid_to desc, p.valid_from desc, p.id limit 1""",
        [staff_id],
    )
    return (NOWHERE, 0) if row is None else (row[0], row[1])


def write(what: str, *, record: int, place: int, office: int, actor: int, day: date | None = None,
          dims: Mapping[str, Code] | None = None, action: UUID | None = None) -> None:  # fmt: skip
    """One line `access.what` about the office or member of staff with this number."""
    ledger.append(
        [Line(f"access.{what}", numbered(record), place, office, actor, day=day, dims=dims or {}, action=action)]
    )


def of_staff(what: str, staff_id: int, actor: int, dims: Mapping[str, Code] | None = None) -> None:
    """A line about a member of staff, at the place where they work."""
    place, office = place_of_staff(staff_id)
    write(what, record=staff_id, place=place, office=office, actor=actor, dims=dims)


def of_account(what: str, account: Account, by: Viewer) -> None:
    of_staff(what, account.staff_id, by.staff_id)


def note_locked(username: str) -> None:
    """An account reached the limit of failures. Nothing is written for a name that nobody has."""
    staff_id = sql.value("select staff_id from access_account where username = %s", [username.strip().lower()])
    if staff_id is not None:
        of_staff("account_locked", staff_id, CLOCK)


def past_or_today(day: date) -> date | None:
    """The day of a line: lines are dated no later than today, even where what they say begins later."""
    return day if day <= today() else None
