"""A case is opened, and moved to another place when its record is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies, registry
from diaban.casework.actions.base import check_moment, fresh, line, mark, positions, write
from diaban.casework.cases import Case, locked
from diaban.casework.marks import moved
from diaban.core.errors import Invalid
from diaban.core.ids import uuid7
from diaban.core.sql import value
from diaban.core.time import ZONE, now
from diaban.ledger.actions import documents, refusals
from diaban.ledger.lines import CLOCK, Code, Line

_OPEN = """
with written as materialized (select ledger.append(%s::jsonb) as ids)
insert into casework_case (id, kind, state, place, office_id, assignee_id, title_code, opened_at, received_at,
    clock_from, due_at, near, late, near_line, late_line, rule, computed, closed_at, paused, pauses)
select %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, ids[%s::int], ids[%s::int], %s, %s, %s, %s,
    %s::tstzmultirange from written
returning version
"""


def open(
    *, by: Viewer, kind: str, case_id: UUID, place: int, office_id: int | None = None,
    received_at: datetime | None = None, assignee_id: int | None = None, title_code: str = "",
    day: date | None = None, quantity: int = 1, dims: dict[str, Code] | None = None, lines: Sequence[Line] = (),
    action: UUID | None = None,
) -> Case:  # fmt: skip
    """Open the case of a record, in the kind's first state, at the viewer's office unless another is named.

    `received_at` starts its clock; `day`, `quantity` and `dims` go into the line of the kind's `opened`, and `lines`
    of the domain's own are written with it. Raises Refused outside the viewer's ground, Invalid for a time ahead.
    """
    declared = registry.kind(kind)
    policies.check_open_case(by, declared, place)
    office = office_id if office_id is not None else by.office_id
    if not office:
        raise Invalid(_("Hãy nêu cơ quan thụ lý việc này; chưa lưu gì."))
    received, made, kept = check_moment(received_at), action or uuid7(), calendar.current()
    case = fresh(
        declared, case_id, place, office, received, now(), kept.version, title_code=title_code, assignee_id=assignee_id
    )
    due_at = kept.due(case.rule, received, [])
    case, marks = mark(replace(case, due_at=due_at), due_at, now(), made)
    opened = line(
        declared.opened, case, by, made, day=day or received.astimezone(ZONE).date(), quantity=quantity,
        dims=dims or {}, state_to=case.state,
    )  # fmt: skip
    every = [opened, *lines]
    params = [
        case.id, kind, case.state, place, office, assignee_id, title_code, case.opened_at, received, received, due_at,
        case.near, case.late, *positions(len(every), marks), case.rule, kept.version, None, False, "{}",
    ]  # fmt: skip
    with refusals():
        version = value(_OPEN, [documents([*every, *marks.lines]), *params])
    return replace(case, version=version)


def relocate(
    *, by: Viewer, case_id: UUID, place: int, office_id: int | None = None, lines: Sequence[Line] = (),
    version: int | None = None, action: UUID | None = None,
) -> Case:  # fmt: skip
    """Write a case at another place, and at the office there if one is named; figures follow by the domain's `lines`.

    The lines of the clock follow by themselves: they say where the case was late.
    """
    with transaction.atomic():
        case = locked(case_id, version)
        policies.check_work(by, case)
        made = action or uuid7()
        changed = replace(case, place=place, office_id=office_id or case.office_id)
        keep_reach(case.id)
        own = line("casework.relocated", changed, by, made)
        return write(case, changed, [own, *lines], moved(case, place, changed.office_id, CLOCK, made))


def keep_reach(case_id: UUID) -> None:
    """Let this transaction go on seeing a case that it gives away to another ground's office."""
    value("select set_config('diaban.reach', array_append(access.reach(), %s::uuid)::text, true)", [case_id])
