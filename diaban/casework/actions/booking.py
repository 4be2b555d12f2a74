"""Cases of records from older books: written many at once, each where it stands already; and taken back with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies, registry
from diaban.casework.actions.base import append_marked, fresh, line, timed
from diaban.casework.cases import COLUMNS, Case, case_of, replace
from diaban.casework.marks import Marks, settle
from diaban.casework.registry import CaseKind
from diaban.casework.timer import Timer
from diaban.core.sql import execute, rows
from diaban.core.time import ZONE, now
from diaban.ledger.actions import append
from diaban.ledger.lines import Code, Line
from diaban.papers import bulk

#: Cases whose lines are written in one statement.
_CHUNK = 2_000
_COLUMNS = (
    ("id", "uuid"), ("kind", "text"), ("state", "text"), ("place", "int4"), ("office_id", "int4"),
    ("title_code", "text"), ("opened_at", "timestamptz"), ("received_at", "timestamptz"), ("clock_from", "timestamptz"),
    ("due_at", "timestamptz"), ("closed_at", "timestamptz"), ("near", "bool"), ("late", "bool"), ("near_line", "int8"),
    ("late_line", "int8"), ("rule", "text"), ("computed", "int4"),
)  # fmt: skip
_TAKEN_BACK = """
update casework_case set state = %s, closed_at = coalesce(closed_at, %s), near = false, late = false, paused = false,
    pauses = '{}', version = version + 1
where id = any(%s)
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """A case as an older book leaves it. The clock of its state runs from `received_at`; in a final state none does.

    `dims` go into the line of the kind's `opened`.
    """

    case_id: UUID
    place: int
    office_id: int
    state: str
    received_at: datetime
    title_code: str = ""
    dims: Mapping[str, Code] = field(default_factory=dict)


def open_many(*, by: Viewer, kind: str, cases: Sequence[Booked], action: UUID) -> int:
    """Write cases that stand where they stand, each with the line of the kind's `opened` and what the clock has to say.

    One that is closed was so before the register knew it: its `closed_at` is its `opened_at`, and no line claims a day
    on which it was. Call inside the transaction of the action. Raises Refused, with nothing written, where any lies
    outside the viewer's ground.
    """
    declared, places = registry.kind(kind), {each.place for each in cases}
    for place in [*(places - set(by.scope.person_places)), *places][:1]:  # one outside refuses them all
        policies.check_open_case(by, declared, place)
    moment, timer = now(), Timer(calendar.current())
    for start in range(0, len(cases), _CHUNK):
        some = cases[start : start + _CHUNK]
        made = [_made(each, declared, moment, timer, action) for each in some]
        opened = [_opened(case, each, declared, by, action) for (case, _m), each in zip(made, some, strict=True)]
        written = _marked(made, opened)
        bulk.load("casework_case", _COLUMNS, ([getattr(case, name) for name, _type in _COLUMNS] for case in written))
    return len(cases)


def _made(each: Booked, declared: CaseKind, moment: datetime, timer: Timer, action: UUID) -> tuple[Case, Marks]:
    case = fresh(
        declared, each.case_id, each.place, each.office_id, min(each.received_at, moment), moment,
        timer.calendar.version, state=each.state, title_code=each.title_code,
    )  # fmt: skip
    if declared.state(each.state).final:
        return replace(case, rule="", closed_at=moment), Marks(False, False)
    return timed(case, timer, moment, action)


def _opened(case: Case, each: Booked, declared: CaseKind, by: Viewer, action: UUID) -> Line:
    day = case.received_at.astimezone(ZONE).date()
    return line(declared.opened, case, by, action, day=day, dims=dict(each.dims), state_to=case.state)


def _marked(made: Sequence[tuple[Case, Marks]], opened: Sequence[Line]) -> list[Case]:
    """Write the lines; the cases with the ids of their marks' lines."""
    ends = append_marked(([first], marks) for (_case, marks), first in zip(made, opened, strict=True))
    return [
        replace(case, near_line=near, late_line=late) for (case, _marks), (near, late) in zip(made, ends, strict=True)
    ]


_FOUND = f"select {COLUMNS} from casework_case c where c.id = any(%s) order by c.id for no key update"


def take_back(*, by: Viewer, ids: Sequence[UUID], state: str, action: UUID) -> int:
    """Close cases in a final state because their records were brought in by mistake; returns how many.

    What the clock marked on them is taken back, whenever it did; their other lines are the domain's to take back after
    this. Call inside the transaction of the action.
    """
    moment = now()
    for start in range(0, len(ids), _CHUNK):
        found = [case_of(row) for row in rows(_FOUND, [list(ids[start : start + _CHUNK])])]
        append([gone for case in found for gone in settle(case, None, moment, by.staff_id, action).lines])
        execute(_TAKEN_BACK, [state, moment, [case.id for case in found]])
    return len(ids)
