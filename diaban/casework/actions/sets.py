"""Many cases of one kind opened, or taken one step, in one go: each is checked and stepped as one alone would be, and
a few statements write them all. All or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies, registry, stepping
from diaban.casework.actions.base import append_marked, check_moment, fresh, multirange, timed
from diaban.casework.cases import Case, locked_all, replace
from diaban.casework.marks import Marks
from diaban.casework.timer import Timer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.ids import uuid7
from diaban.core.sql import insert_rows, update_rows
from diaban.core.time import ZONE, now
from diaban.ledger.actions import append, append_columns
from diaban.ledger.lines import Code, Line


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to be opened: its record's id, where, since when, and the dims of its line."""

    case_id: UUID
    place: int
    received_at: datetime
    title_code: str = ""
    dims: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A case that takes the step, as of a moment (now unless said), with the dims of its line."""

    case_id: UUID
    at: datetime | None = None
    dims: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """One line of a step, without what all lines of a call share."""

    kind: str
    case: Case
    day: date
    dims: Mapping[str, Code]
    state_from: str | None
    state_to: str


def open_all(
    *, by: Viewer, kind: str, openings: Sequence[Opening], office_id: int | None = None, action: UUID | None = None
) -> list[Case]:
    """Open the cases of many records of a kind at the viewer's office, unless another is named.

    Raises as `open` does for one, with nothing written.
    """
    declared, made, kept = registry.kind(kind), action or uuid7(), calendar.current()
    office = office_id if office_id is not None else by.office_id
    if not office:
        raise Invalid(_("Hãy nêu cơ quan thụ lý việc này; chưa lưu gì."))
    timer, moment = Timer(kept), now()
    cases, every = [], []
    for each in openings:
        policies.check_open_case(by, declared, each.place)
        received = check_moment(each.received_at)
        case = fresh(
            declared, each.case_id, each.place, office, received, moment, kept.version, title_code=each.title_code
        )
        cases.append(timed(case, timer, moment, made))
        day = received.astimezone(ZONE).date()
        every.append(_Told(declared.opened, case, day, each.dims, None, declared.start.code))
    with transaction.atomic(savepoint=False):
        _tell(by, every, made)
        return _opened(cases)


def move_all(*, by: Viewer, step: str, moves: Sequence[Move], action: UUID | None = None) -> list[Case]:
    """Take the same step with many cases, in the order given. Raises as `move` does for one, with nothing written."""
    with transaction.atomic(savepoint=False):
        found = locked_all([each.case_id for each in moves])
        made, kept, moment = action or uuid7(), calendar.current(), now()
        cases, told = [], []
        clocks: list[Line] = []
        for each in moves:
            case = found[each.case_id]
            way = policies.check_step(by, case, step)
            when = check_moment(each.at or moment, case.received_at)
            stepping.check_order(case, when)
            if case.closed_at is not None and when < case.closed_at:
                raise Conflict(_("Thời điểm này trước khi việc kết thúc; chưa lưu gì."))
            done = stepping.enter(case, case.declared.state(way.to), when, moment, kept, made)
            cases.append((done.case, done.marks))
            clocks += done.lines
            told.append(_Told(way.line, case, when.astimezone(ZONE).date(), each.dims, case.state, way.to))
        _tell(by, told, made)
        append(clocks)
        return _moved([found[each.case_id] for each in moves], cases)


def _tell(by: Viewer, told: Iterable[_Told], action: UUID) -> None:
    """The lines of a step, in as many calls as there are kinds, states and offices among them."""
    alike: dict[tuple[str, str | None, str, int], list[_Told]] = {}
    for each in told:
        key = (each.kind, each.state_from, each.state_to, by.office_id or each.case.office_id)
        alike.setdefault(key, []).append(each)
    for (kind, before, after, office), lines in alike.items():
        append_columns(
            kind, records=[each.case.id for each in lines], days=[each.day for each in lines],
            places=[each.case.place for each in lines], office=office, actor=by.staff_id,
            dims=[each.dims for each in lines], purpose=by.purpose, state_from=before, state_to=after, action=action,
        )  # fmt: skip


#: Columns that a step may change, and those that never change, with their types.
_MOVING = {"state": "text", "clock_from": "timestamptz", "due_at": "timestamptz", "closed_at": "timestamptz",
           "near": "boolean", "late": "boolean", "paused": "boolean", "near_line": "bigint", "late_line": "bigint",
           "rule": "text", "computed": "int"}  # fmt: skip
_FIXED = {"id": "uuid", "kind": "text", "place": "int", "office_id": "int", "title_code": "text",
          "opened_at": "timestamptz", "received_at": "timestamptz"}  # fmt: skip


def _marked(settled: Sequence[tuple[Case, Marks]]) -> list[Case]:
    """The lines of the clocks written; the cases with their ids."""
    ends = append_marked(((), marks) for _case, marks in settled)
    return [
        replace(case, near_line=near or case.near_line, late_line=late or case.late_line) if near or late else case
        for (case, _marks), (near, late) in zip(settled, ends, strict=True)
    ]


def _opened(settled: Sequence[tuple[Case, Marks]]) -> list[Case]:
    cases = _marked(settled)
    columns = _columns(cases, _FIXED | _MOVING) | {"pauses": ("tstzmultirange", ["{}"] * len(cases))}
    insert_rows("casework_case", columns)
    return cases


def _moved(before: Sequence[Case], settled: Sequence[tuple[Case, Marks]]) -> list[Case]:
    """Write what changed of locked cases. Raises NotFound where one may be seen but not changed."""
    cases = _marked(settled)
    columns = _columns(cases, _MOVING, before)
    if any(case.pauses != old.pauses for case, old in zip(cases, before, strict=True)):
        columns["pauses"] = ("tstzmultirange", [multirange(case.pauses) for case in cases])
    written = update_rows("casework_case", "id uuid", [case.id for case in cases], columns, "version = t.version + 1")
    if written < len(cases):
        raise NotFound(_("Không có việc này trong phạm vi của bạn."))
    return cases


def _columns(
    cases: Sequence[Case], types: Mapping[str, str], before: Sequence[Case] = ()
) -> dict[str, tuple[str, Sequence[Any]]]:  # fmt: skip
    """The values of columns, without those that no case has otherwise than before."""
    found: dict[str, tuple[str, Sequence[Any]]] = {}
    for name, kind in types.items():
        of = attrgetter(name)
        values = list(map(of, cases))
        if not before or values != list(map(of, before)):
            found[name] = (kind, values)
    return found
