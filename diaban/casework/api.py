"""The inbox, cases and their verbs as JSON, with the rights of the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query as InQuery
from ninja import Router, Schema
from pydantic import Field

from diaban.casework import actions, policies, presenters, queries
from diaban.casework.presenters import Shown
from diaban.casework.queries import Case, Tab
from diaban.people.api_schemas import Problem
from diaban.people.views.base import viewer_of

router = Router()
REFUSED = dict.fromkeys((401, 403, 404, 409, 422, 429), Problem)
#: An id of ours: what the database's integers hold.
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class CaseOut(Schema):
    """One case: codes and ids; `due_at` isn't final while `paused`."""

    id: UUID
    kind: str
    label: str
    state: str
    state_title: str
    place: int
    place_name: str
    office_id: int
    assignee_id: int | None
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    late: bool
    due: bool
    paused: bool
    version: int


class InboxOut(Schema):
    """A page of one tab, soonest due first; `next` is given as `after` for the page behind it."""

    counts: dict[str, int]
    cases: list[CaseOut]
    next: UUID | None = None


class Step(Schema):
    """A line about a case."""

    day: date
    kind: str
    state_from: str | None
    state_to: str | None
    quantity: int
    standing: bool


class CaseRecord(Schema):
    """A case with the steps it may take from here and what happened to it, the latest first."""

    case: CaseOut
    steps: list[str]
    history: list[Step]


class Batch(Schema):
    """A verb for up to 200 cases. `staff_id` goes with assign, `office_id` with hand_over, `step` with move."""

    verb: Literal["assign", "return", "escalate", "hand_over", "pause", "resume", "move"]
    case_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    staff_id: Number | None = None
    office_id: Number | None = None
    step: Annotated[str, Field(max_length=32)] | None = None


class VerdictOut(Schema):
    """What became of one case, and why where it stayed as it was."""

    case_id: UUID
    done: bool
    sentence: str = ""


_NEEDS = {"assign": "staff_id", "hand_over": "office_id", "move": "step"}


@router.get("cases", response={200: InboxOut, **REFUSED}, summary="The inbox: open cases of the caller's ground")
def inbox(
    request: HttpRequest,
    tab: Tab = Tab.OPEN,
    after: UUID | None = None,
    limit: Annotated[int, InQuery(ge=1, le=200)] = 50,
) -> Any:
    viewer = viewer_of(request)
    policies.check_inbox(viewer)
    known = queries.counts(viewer=viewer)
    found = queries.inbox(viewer=viewer, tab=tab, after=after, limit=limit, known=known)
    shown = presenters.show(found.rows, viewer)
    counts = {each.value: number for each, number in known.by_tab.items()}
    return InboxOut(counts=counts, cases=[_out(each) for each in shown], next=found.after)


@router.get("cases/{case_id}", response={200: CaseRecord, **REFUSED}, summary="One case with its history")
def case(request: HttpRequest, case_id: UUID) -> Any:
    viewer = viewer_of(request)
    found = queries.case(case_id, viewer=viewer)
    (shown,) = presenters.show([found], viewer)
    steps = [way.code for way in found.declared.ways(found.state) if policies.can_step(viewer, found, way.code)]
    history = [
        Step(day=row.day, kind=row.kind, state_from=row.state_from, state_to=row.state_to, quantity=row.quantity,
             standing=row.standing)
        for row in queries.history(case_id, viewer=viewer)
    ]  # fmt: skip
    return CaseRecord(case=_out(shown), steps=steps, history=history)


@router.post("case-batches", response={200: list[VerdictOut], **REFUSED}, summary="One verb for many cases")
def batch(request: HttpRequest, body: Batch) -> Any:
    viewer = viewer_of(request)
    policies.check_inbox(viewer)
    needed = _NEEDS.get(body.verb)
    given = {} if needed is None else {needed: policies.needed(getattr(body, needed), needed)}
    verdicts = actions.batch(by=viewer, verb=body.verb, case_ids=body.case_ids, **given)
    return [VerdictOut(case_id=each.case_id, done=each.done, sentence=each.sentence) for each in verdicts]


def _out(shown: Shown) -> CaseOut:
    found: Case = shown.case
    return CaseOut(
        id=found.id, kind=found.kind, label=shown.label, state=found.state, state_title=shown.state, place=found.place,
        place_name=shown.place, office_id=found.office_id, assignee_id=found.assignee_id,
        received_at=found.received_at, due_at=found.due_at, closed_at=found.closed_at, late=found.late, due=found.near,
        paused=found.paused, version=found.version,
    )  # fmt: skip
