"""A case takes a step of its kind, and its clock is stopped and started."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies, stepping
from diaban.casework.actions.base import check_moment, line, write
from diaban.casework.cases import Case, locked
from diaban.casework.stepping import Stepped
from diaban.core.errors import Conflict
from diaban.core.ids import uuid7
from diaban.core.time import ZONE, now
from diaban.ledger.lines import Code, Line


def move(
    *, by: Viewer, case_id: UUID, step: str, at: datetime | None = None, version: int | None = None, quantity: int = 1,
    dims: dict[str, Code] | None = None, lines: Sequence[Line] = (), action: UUID | None = None, rule: str = "",
) -> Case:  # fmt: skip
    """Take a step of the case's kind, as of `at`; writes the step's own line and whatever the clock has to say.

    `quantity` and `dims` go into the step's line; `lines` are more of the domain's own. `rule`: the clock
    that begins with this step, where the record says which rather than the state. Raises Conflict where the case
    stands elsewhere by now, Refused where the viewer may not, NotFound outside their ground.
    """
    with transaction.atomic():
        case = locked(case_id, version)
        way = policies.check_step(by, case, step)
        when, made = check_moment(at, case.received_at), action or uuid7()
        stepping.check_order(case, when)
        if case.closed_at is not None and when < case.closed_at:
            raise Conflict(_("Thời điểm này trước khi việc kết thúc; chưa lưu gì."))
        to = case.declared.state(way.to)
        to = replace(to, clock=rule) if rule else to
        done = stepping.enter(case, to, when, now(), calendar.current(), made)
        own = line(
            way.line, case, by, made, day=when.astimezone(ZONE).date(), quantity=quantity, dims=dims or {},
            state_from=case.state, state_to=way.to,
        )  # fmt: skip
        return write(case, done.case, [own, *lines, *done.lines], done.marks)


def pause(
    *, by: Viewer, case_id: UUID, at: datetime | None = None, version: int | None = None, lines: Sequence[Line] = ()
) -> Case:
    """Stop the clock of a case while someone else has to act. Raises Conflict where it stands still already."""

    def stop(case: Case, when: datetime, made: UUID) -> Stepped:
        stepping.check_pause(case, when)
        return stepping.pause(case, when, made)

    return _turned("casework.paused", stop, by, case_id, at, version, lines)


def resume(
    *, by: Viewer, case_id: UUID, at: datetime | None = None, version: int | None = None, lines: Sequence[Line] = ()
) -> Case:
    """Let the clock of a case go on; its deadline moves by the working time that it stood still."""

    def go(case: Case, when: datetime, made: UUID) -> Stepped:
        if not case.paused:
            raise Conflict(_("Thời hạn của việc này đang tính; chưa lưu gì, hãy tải lại trang."))
        stepping.check_order(case, when)
        return stepping.run(case, when, now(), calendar.current(), made)

    return _turned("casework.resumed", go, by, case_id, at, version, lines)


def _turned(
    kind: str, turn: Callable[[Case, datetime, UUID], Stepped], by: Viewer, case_id: UUID, at: datetime | None,
    version: int | None, lines: Sequence[Line],
) -> Case:  # fmt: skip
    with transaction.atomic():
        case = locked(case_id, version)
        policies.check_work(by, case)
        policies.check_still_open(case)
        when, made = check_moment(at, case.received_at), uuid7()
        done = turn(case, when, made)
        own = line(kind, case, by, made, day=when.astimezone(ZONE).date())
        return write(case, done.case, [own, *lines], done.marks)


def rerule(*, by: Viewer, case_id: UUID, rule: str, since: datetime | None = None, version: int | None = None) -> Case:
    """Put a case under another rule (a longer term for a complex one), from its own beginning or from `since` on."""
    with transaction.atomic():
        case = locked(case_id, version)
        policies.check_work(by, case)
        policies.check_still_open(case)
        made, kept = uuid7(), calendar.current()
        begun = replace(case, rule=rule, clock_from=since or case.clock_from)
        done = stepping.retimed(begun, now(), kept, made)
        own = line("casework.deadline_moved", case, by, made, state_from=moment_code(case.due_at),
                   state_to=moment_code(done.case.due_at))  # fmt: skip
        return write(case, done.case, [own], done.marks)


def moment_code(moment: datetime | None) -> str:
    """A moment as a code that a line may carry: 2026-03-05.1730 in office time, or none."""
    return "none" if moment is None else f"{moment.astimezone(ZONE):%Y-%m-%d.%H%M}"
