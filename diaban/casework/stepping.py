"""What a step does to a case and its clock. Pure: the same function serves the verbs, the tests and the walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.casework.calendar import Calendar
from diaban.casework.cases import Case, replace
from diaban.casework.clocks import Pause
from diaban.casework.marks import Marks, settle
from diaban.casework.registry import State
from diaban.core.errors import Conflict
from diaban.ledger.lines import CLOCK, Line


@dataclass(frozen=True, slots=True)
class Stepped:
    """A case after something happened to it: the lines of a clock that ended, and the marks of the one it has now."""

    case: Case
    lines: tuple[Line, ...]
    marks: Marks


def enter(case: Case, to: State, at: datetime, now: datetime, calendar: Calendar, action: UUID) -> Stepped:
    """The case in another state since `at`, seen `now`.

    It is closed, waits, goes on or begins a clock of the state's own, as the state says. Closed at a moment when it
    wasn't late, it isn't late whatever the clock wrote since; out of a final state it is open again, and the time that
    it was closed doesn't count. From one final state to another it stays closed since it was, and the clock stands.
    """
    if _goes_on(case, to, calendar):
        marks = settle(case, case.due_at, now, CLOCK, action)
        return Stepped(replace(case, state=to.code, near=marks.near, late=marks.late), (), marks)
    before = case
    if not case.open and to.final:
        return Stepped(replace(case, state=to.code), (), _still(case))
    if not case.open:
        since = case.closed_at or at
        case = replace(case, closed_at=None, pauses=(*case.pauses, Pause(since, max(since, at))))
    case = replace(case, state=to.code)
    if to.clock and not to.final:
        ended = _looked_at(case, at, action) if before.open and not case.paused else None
        lines = ended.lines if ended else ()
        fresh = replace(case, rule=to.clock, clock_from=at, pauses=(), paused=False, near=False, late=False,
                        near_line=None, late_line=None, due_at=None)  # fmt: skip
        return Stepped(*_with_lines(lines, _go_on(fresh, to, at, now, calendar, action)))
    return _go_on(case, to, at, now, calendar, action)


def _goes_on(case: Case, to: State, calendar: Calendar) -> bool:
    """Whether a step leaves the clock as it is: most do, and its deadline, computed with this calendar, stands."""
    changes = to.clock or to.final or to.stands or case.paused or not case.open
    return not changes and case.due_at is not None and case.computed == calendar.version


def _with_lines(lines: tuple[Line, ...], stepped: Stepped) -> tuple[Case, tuple[Line, ...], Marks]:
    return stepped.case, (*lines, *stepped.lines), stepped.marks


def _go_on(case: Case, to: State, at: datetime, now: datetime, calendar: Calendar, action: UUID) -> Stepped:
    if to.final:
        closed = replace(case, closed_at=at, paused=False, pauses=_ended(case.pauses, at))
        return Stepped(closed, (), _still(case)) if case.paused else _marked(closed, at, action)
    if to.stands:
        if case.paused:
            return Stepped(case, (), _still(case))
        running = case if case.due_at is not None else timed(case, calendar)
        return pause(running, at, action)
    return run(case, at, now, calendar, action)


def pause(case: Case, at: datetime, action: UUID) -> Stepped:
    """The clock stands still from `at` on. What it marked since then is taken back."""
    stepped = _marked(case, at, action)
    waiting = replace(stepped.case, paused=True, pauses=(*case.pauses, Pause(at)))
    return Stepped(waiting, (), stepped.marks)


def run(case: Case, at: datetime, now: datetime, calendar: Calendar, action: UUID) -> Stepped:
    """The clock runs, from `at` on if it stood still: its deadline anew, and the marks that follow."""
    going = replace(case, paused=False, pauses=_ended(case.pauses, at))
    due_at = calendar.due(going.rule, going.clock_from, list(going.pauses))
    marks = settle(case, due_at, now, CLOCK, action)
    done = replace(going, due_at=due_at, near=marks.near, late=marks.late, computed=calendar.version)
    return Stepped(done, (), marks)


def timed(case: Case, calendar: Calendar) -> Case:
    """The case with the deadline that its rule gives, not looked at yet."""
    return replace(case, due_at=calendar.due(case.rule, case.clock_from, list(case.pauses)), computed=calendar.version)


def retimed(case: Case, now: datetime, calendar: Calendar, action: UUID) -> Stepped:
    """A case after the calendar changed. One that waits is computed when it goes on."""
    if case.paused or not case.open:
        return Stepped(replace(case, computed=calendar.version), (), _still(case))
    return run(case, now, now, calendar, action)


def check_pause(case: Case, at: datetime) -> None:
    """A clock is paused once, and not before it last went on. Raises Conflict."""
    if case.paused:
        raise Conflict(_("Thời hạn của việc này đang dừng rồi; chưa lưu gì, hãy tải lại trang."))
    check_order(case, at)


def check_order(case: Case, at: datetime) -> None:
    """What happens to a case happens after what happened before: no step reaches behind a pause that has ended."""
    last = max((p.until or p.since for p in case.pauses), default=None)
    if last is not None and at < last:
        raise Conflict(_("Thời điểm này trước lần dừng hoặc tính tiếp gần nhất của việc; chưa lưu gì."))


def _marked(case: Case, until: datetime, action: UUID) -> Stepped:
    """The case as marked by a clock that ran until then."""
    marks = _looked_at(case, until, action)
    return Stepped(replace(case, near=marks.near, late=marks.late), (), marks)


def _looked_at(case: Case, until: datetime, action: UUID) -> Marks:
    return settle(case, case.due_at, until, CLOCK, action)


def _still(case: Case) -> Marks:
    return Marks(case.near, case.late)


def _ended(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    return tuple(Pause(p.since, max(p.since, at)) if p.until is None else p for p in pauses)
