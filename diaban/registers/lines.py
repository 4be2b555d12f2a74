"""The ledger lines of rows and homes: who came, who went, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.time import today
from diaban.ledger.actions import append_columns
from diaban.ledger.lines import Line
from diaban.registers.ledger_kinds import UNSTATED
from diaban.registers.models import Home, Row


def _what(one: Row | Home) -> dict[str, str]:
    return {"register": one.register, "group": one.group or UNSTATED}


def enter(made: Sequence[Row | Home], by: Viewer, action: UUID, *, opening: bool) -> None:
    """The lines of rows or homes that come into a register, all of one sort; `opening`: from an older list."""
    if not made:
        return
    kind = ("home_" if isinstance(made[0], Home) else "") + ("opening" if opening else "entered")
    append_columns(
        f"registers.{kind}", records=[one.pk for one in made], days=today(), places=[one.place for one in made],
        dims=[_what(one) for one in made], office=by.office_id, actor=by.staff_id, purpose=by.purpose, action=action,
    )  # fmt: skip


def leave(gone: Sequence[Row | Home], by: Viewer, action: UUID, *, day: date, why: str) -> None:
    """The lines of rows or homes that leave a register on a day."""
    if not gone:
        return
    kind = "home_left" if isinstance(gone[0], Home) else "left"
    append_columns(
        f"registers.{kind}", records=[one.pk for one in gone], days=day, places=[one.place for one in gone],
        quantities=-1, dims=[{**_what(one), "why": why} for one in gone],
        office=by.office_id, actor=by.staff_id, purpose=by.purpose, action=action,
    )  # fmt: skip


def done(kind: str, row: Row, by: Viewer, action: UUID, **dims: str) -> Line:
    """A line about what was done with a row today."""
    return Line(
        f"registers.{kind}", row.id, row.place, by.office_id, by.staff_id, dims={"register": row.register, **dims},
        purpose=by.purpose, action=action,
    )  # fmt: skip
