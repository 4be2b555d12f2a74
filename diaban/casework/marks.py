"""What the clock has marked on a case, as lines: that its day has come, and that it is late.

A mark is a line dated the day it was crossed. When a deadline moves, the line follows: dated anew, or taken back where
the case wasn't late after all. Pure: nothing here reads a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from diaban.casework.cases import Case
from diaban.core.time import ZONE
from diaban.ledger.lines import Line

NEAR, LATE = "casework.due", "casework.late"


@dataclass(frozen=True, slots=True)
class Marks:
    """The two marks of a case after its deadline was looked at, and the lines that say what changed.

    `near_at` and `late_at` are the positions of their new lines among `lines`; None keeps the line there was.
    """

    near: bool
    late: bool
    lines: tuple[Line, ...] = ()
    near_at: int | None = None
    late_at: int | None = None


def crossed(due_at: datetime | None, moment: datetime) -> tuple[date | None, date | None]:
    """The days on which a case that runs until `moment` fell due and was late; None for what hasn't come."""
    if due_at is None:
        return None, None
    day = due_at.astimezone(ZONE).date()
    return (day if day <= moment.astimezone(ZONE).date() else None), (day if due_at < moment else None)


def settle(case: Case, due_at: datetime | None, moment: datetime, actor: int, action: UUID) -> Marks:
    """The marks of a case whose deadline is `due_at`, seen at `moment`. `case` has the deadline and lines of before."""
    near_day, late_day = crossed(due_at, moment)
    near = _line(case, NEAR, case.near_line if case.near else None, case.near_line, near_day, actor, action)
    late = _line(case, LATE, case.late_line if case.late else None, case.late_line, late_day, actor, action)
    lines = tuple(line for line in (near, late) if line is not None)
    return Marks(
        near_day is not None, late_day is not None, lines, None if near is None else 0,
        None if late is None else len(lines) - 1,
    )  # fmt: skip


def _line(
    case: Case, kind: str, standing: int | None, last: int | None, day: date | None, actor: int, action: UUID
) -> Line | None:
    """The line that brings a mark up to date, or None where it is. One that was taken back may stand again."""
    if standing is None and day is None:
        return None
    if standing is not None and day is not None and day == case.due_on:
        return None
    when, quantity = (day, 1) if day is not None else (case.due_on or case.received_at.astimezone(ZONE).date(), 0)
    return Line(
        kind, case.id, case.place, case.office_id, actor, when, quantity, {"case": case.kind}, action=action,
        corrects=last,
    )  # fmt: skip


def moved(case: Case, place: int, office: int, actor: int, action: UUID) -> Marks:
    """The marks of a case written at another place: standing lines are replaced by lines of that place and office."""
    day = case.due_on
    found = [
        Line(kind, case.id, place, office, actor, day, 1, {"case": case.kind}, action=action, corrects=standing)
        for kind, marked, standing in ((NEAR, case.near, case.near_line), (LATE, case.late, case.late_line))
        if marked and standing is not None and day is not None
    ]
    kinds = [line.kind for line in found]
    near, late = (kinds.index(kind) if kind in kinds else None for kind in (NEAR, LATE))
    return Marks(case.near, case.late, tuple(found), near, late)
