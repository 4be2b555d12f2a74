"""Applications for cards and cards as JSON: listed, opened and moved with the rights of the pages, in one's purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from diaban.access.looks import log_shown
from diaban.areas import queries as areas
from diaban.cards import actions, queries
from diaban.cards.queries import ApplicationView
from diaban.casework.policies import needed
from diaban.people.api import REFUSED, Limit, Number
from diaban.people.views.base import viewer_of
from diaban.web import calls
from diaban.web.paging import Ask, from_queryset

router = Router()
Reason = Literal["first", "age", "changed", "damaged", "lost", "request"]
Quality = Literal["good", "poor", "none"]


class ApplicationRow(Schema):
    """An application without its bearer's name. `state` is the case's; `late`: its day has passed."""

    id: UUID
    resident_id: UUID
    place: int
    place_name: str
    reason: str
    received_on: date
    state: str
    due_at: datetime | None
    late: bool
    slip_no: str | None


class Applications(Schema):
    """A page; `next` is the id to go on after, null at the end."""

    applications: list[ApplicationRow]
    next: UUID | None


class CardOut(Schema):
    """A card that was printed; its number is in exactly one state."""

    serial: str
    state: str
    issued_on: date
    good_until: date | None
    handed_on: date | None
    delivery: str
    outdated: str


class ApplicationRecord(ApplicationRow):
    """An application as its page shows it. No picture or print is kept, only whether it was taken well."""

    bearer: str
    face: str
    fingers: str
    iris: str
    reference: str
    returned_why: str
    version: int
    cards: list[CardOut]


class ApplicationIn(Schema):
    """Who asks for a card, and why. The resident's record must be open to the caller."""

    model_config = ConfigDict(extra="forbid")
    resident_id: UUID
    reason: Reason


class CardStepIn(Schema):
    """A step of an application. `capture` takes the qualities and reference, `send_back` and `spoil` take `why`,
    `print` takes `serial`, `hand` takes `delivery` and `checked`, and who receives it unless the bearer does."""

    model_config = ConfigDict(extra="forbid")
    step: Literal["mend", "mended", "capture", "declare", "send", "send_back", "approve", "print", "arrive",
                  "not_collected", "hand", "lose", "spoil", "refuse", "withdraw"]  # fmt: skip
    face: Quality | None = None
    fingers: Quality | None = None
    iris: Quality | None = None
    reference: Annotated[str, Field(max_length=60)] | None = None
    why: Annotated[str, Field(max_length=300)] | None = None
    serial: Annotated[str, Field(max_length=20)] | None = None
    delivery: Literal["self", "proxy", "post"] | None = None
    checked: bool | None = None
    receiver: Annotated[str, Field(max_length=120)] = ""
    receiver_ref: Annotated[str, Field(max_length=60)] = ""


#: What each step does, what it can't do without, and what it takes beside.
_STEPS: dict[str, tuple[Callable[..., Any], tuple[str, ...], tuple[str, ...]]] = {
    "mend": (actions.mend, (), ()), "mended": (actions.mended, (), ()), "declare": (actions.declare, (), ()),
    "capture": (actions.capture, ("face", "fingers", "iris", "reference"), ()), "send": (actions.send, (), ()),
    "send_back": (actions.send_back, ("why",), ()), "approve": (actions.approve, (), ()),
    "print": (actions.print_card, ("serial",), ()), "arrive": (actions.arrive, (), ()),
    "not_collected": (actions.not_collected, (), ()), "lose": (actions.lose, (), ()),
    "hand": (actions.hand_over, ("delivery", "checked"), ("receiver", "receiver_ref")),
    "spoil": (actions.spoil, ("why",), ()), "refuse": (actions.refuse, (), ()),
    "withdraw": (actions.withdraw, (), ()),
}  # fmt: skip


@router.get("card-applications", response={200: Applications, **REFUSED},
            summary="Applications for cards of the caller's ground, latest first",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def applications(
    request: HttpRequest, state: str = "", reason: str = "", late: bool = False, unit_id: Number | None = None,
    after: UUID | None = None, limit: Limit = 50,
) -> Any:  # fmt: skip
    viewer = viewer_of(request)
    rows = queries.applications(viewer=viewer)
    if unit_id is not None:
        rows = rows.filter(place__in=areas.places_within(unit_id))
    asked = {"state": state, "reason": reason, "late": late}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    ask = Ask(sort="day", down=True, after=str(after or ""), limit=limit)
    found = from_queryset(rows, sorts={"day": "received_on"})(ask)
    log_shown(viewer, "list", [row.resident_id for row in found.rows], viewer.api_channel)
    told = [ApplicationRow(**_row(row, row.state, row.due_at, row.late)) for row in found.rows]
    return Applications(applications=told, next=found.rows[-1].pk if found.later else None)


def _row(row: Any, state: str, due_at: datetime | None, late: bool) -> dict[str, Any]:
    same = ("id", "resident_id", "place", "reason", "received_on", "slip_no")
    return {name: getattr(row, name) for name in same} | {
        "place_name": areas.label(row.place), "state": state, "due_at": due_at, "late": late,
    }  # fmt: skip


@router.get("card-applications/{uuid:application_id}", response={200: ApplicationRecord, **REFUSED},
            summary="Open one application", openapi_extra={"x-limit": "lookup", "x-etag": True})  # fmt: skip
def application(request: HttpRequest, application_id: UUID) -> Any:
    return _opened(request, application_id)


def _opened(request: HttpRequest, application_id: UUID) -> ApplicationRecord:
    viewer = viewer_of(request)
    view = queries.open_application(viewer=viewer, application_id=application_id, channel=viewer.api_channel)
    calls.show_version(request, view.application.version)
    return _record(view)


def _record(view: ApplicationView) -> ApplicationRecord:
    row = view.application
    same = ("face", "fingers", "iris", "reference", "returned_why", "version")
    return ApplicationRecord(
        **_row(row, view.case.state, view.case.due_at, view.case.late), bearer=view.bearer.full_name,
        **{name: getattr(row, name) for name in same},
        cards=[CardOut(**{name: getattr(card, name) for name in CardOut.model_fields}) for card in view.cards],
    )  # fmt: skip


@router.post("card-applications", response={200: ApplicationRecord, **REFUSED},
             summary="Take in an application for a card", openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def take_in(request: HttpRequest, body: ApplicationIn) -> Any:
    made = actions.apply(by=viewer_of(request), resident_id=body.resident_id, reason=body.reason)
    return _opened(request, made.pk)


@router.post("card-applications/{uuid:application_id}/steps", response={200: ApplicationRecord, **REFUSED},
             summary="Move an application by one step", openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def step(request: HttpRequest, application_id: UUID, body: CardStepIn) -> Any:
    act, wanted, beside = _STEPS[body.step]
    given = {name: needed(getattr(body, name), name) for name in wanted}
    given |= {name: getattr(body, name) for name in beside}
    act(by=viewer_of(request), application_id=application_id, **given)
    return _opened(request, application_id)
