"""What every verb of the corridor shares: one statement writes the case and its ledger lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework.cases import Case, replace
from diaban.casework.clocks import Pause
from diaban.casework.marks import Marks, settle
from diaban.casework.registry import CaseKind
from diaban.casework.timer import Timer
from diaban.core.errors import Invalid, NotFound
from diaban.core.sql import one
from diaban.core.time import now
from diaban.ledger.actions import append, documents, refusals
from diaban.ledger.lines import CLOCK, Code, Line


def line(
    kind: str, case: Case, by: Viewer, action: UUID, *, day: date | None = None, quantity: int = 1,
    dims: dict[str, Code] | None = None, state_from: str | None = None, state_to: str | None = None,
) -> Line:  # fmt: skip
    """A line about a case, by the viewer's office; the corridor's own kinds say what kind of case it is."""
    told = {"case": case.kind} if dims is None and kind.startswith("casework.") else dict(dims or {})
    return Line(kind, case.id, case.place, by.office_id or case.office_id, by.staff_id, day, quantity, told, by.purpose,
                state_from, state_to, action)  # fmt: skip


_WRITE = """
with written as materialized (select ledger.append(%s::jsonb) as ids)
update casework_case c set {sets}version = c.version + 1,
    near_line = coalesce(written.ids[%s::int], %s::bigint), late_line = coalesce(written.ids[%s::int], %s::bigint)
from written where c.id = %s returning c.version, c.near_line, c.late_line
"""


def write(case: Case, changed: Case, lines: Sequence[Line], marks: Marks | None = None) -> Case:
    """Write what changed of a case, with the lines that say so, in one statement; returns the case as it is now.

    Raises LineRefused, with nothing written.
    """
    columns = [name for name in _COLUMNS if getattr(case, name) != getattr(changed, name)]
    params = [multirange(changed.pauses) if name == "pauses" else getattr(changed, name) for name in columns]
    sets = "".join(f"{name} = %s{'::tstzmultirange' if name == 'pauses' else ''}, " for name in columns)
    every = [*lines, *(marks.lines if marks else ())]
    near, late = positions(len(lines), marks)
    with refusals():
        written = one(
            _WRITE.format(sets=sets),
            [documents(every), *params, near, changed.near_line, late, changed.late_line, case.id],
        )
    if written is None:  # seen and locked a moment ago: the viewer sees it, but may not change it
        raise NotFound(_("Không có việc này trong phạm vi của bạn."))
    version, near_line, late_line = written
    return replace(changed, version=version, near_line=near_line, late_line=late_line)


def multirange(pauses: Sequence[Pause]) -> str:
    """Pauses as PostgreSQL reads them; those that touch become one there."""
    bounds = (f"[{p.since.isoformat()},{p.until.isoformat() if p.until else ''})" for p in pauses)
    return "{" + ",".join(bounds) + "}"


def positions(before: int, marks: Marks | None) -> tuple[int | None, int | None]:
    """The places (from 1) of the marks' lines among all that are written; None where there is none."""
    if marks is None:
        return None, None
    near, late = marks.near_at, marks.late_at
    return (None if near is None else before + near + 1), (None if late is None else before + late + 1)


def append_marked(told: Iterable[tuple[Sequence[Line], Marks]]) -> list[tuple[int | None, int | None]]:
    """Write the lines of many cases in one statement, each case's own before those of its marks.

    Returns the ids of the marks' new lines, near and late, case by case; None where there is none.
    """
    lines: list[Line] = []
    ends: list[tuple[int | None, int | None]] = []
    for own, marks in told:
        lines += own
        ends.append(positions(len(lines), marks))
        lines += marks.lines
    ids = append(lines)
    return [(near and ids[near - 1], late and ids[late - 1]) for near, late in ends]


_COLUMNS = (
    "kind", "state", "place", "office_id", "assignee_id", "title_code", "received_at", "clock_from", "due_at",
    "closed_at", "near", "late", "paused", "rule", "computed", "pauses",
)  # fmt: skip


def fresh(
    declared: CaseKind, case_id: UUID, place: int, office: int, received: datetime, moment: datetime, computed: int,
    *, state: str = "", title_code: str = "", assignee_id: int | None = None,
) -> Case:  # fmt: skip
    """A case opened at `moment` in a state (the kind's first unless said), its clock from when it was received; it has
    no deadline yet. `computed`: the calendar it will be computed by."""
    begun = declared.state(state) if state else declared.start
    return Case(
        case_id, declared.code, begun.code, place, office, assignee_id, title_code, moment, received, received, None,
        None, False, False, False, None, None, begun.clock or declared.clock, computed, 1,
    )  # fmt: skip


def timed(case: Case, timer: Timer, moment: datetime, action: UUID) -> tuple[Case, Marks]:
    """A fresh case with the deadline that its rule gives, and what the clock marks on it as of a moment."""
    due = timer.due(case.rule, case.received_at.timestamp())
    due_at = None if due is None else datetime.fromtimestamp(due, UTC)
    return mark(replace(case, due_at=due_at), due_at, moment, action)


def mark(
    case: Case, due_at: datetime | None, moment: datetime, action: UUID, *, computed: int | None = None
) -> tuple[Case, Marks]:
    """The case with a deadline, marked as of a moment by the clock's own lines."""
    marks = settle(case, due_at, moment, CLOCK, action)
    return replace(
        case, due_at=due_at, near=marks.near, late=marks.late, computed=case.computed if computed is None else computed
    ), marks


def check_moment(moment: datetime | None, not_before: datetime | None = None) -> datetime:
    """When something happened: now unless said; not ahead, nor before what it follows. Raises Invalid."""
    at = moment or now()
    if at > now():
        sentence = _("Thời điểm không được sau hiện tại.")
        raise Invalid(sentence, {"at": sentence})
    if not_before is not None and at < not_before:
        sentence = _("Thời điểm không được trước khi nhận việc.")
        raise Invalid(sentence, {"at": sentence})
    return at
