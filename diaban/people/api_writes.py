"""The room's verbs as JSON: each is one action, with its policy, its ledger lines and the version that was read.

They are added to the router of the reads: two routers can't share an address, the first would answer for both.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from diaban.access.scope import Viewer
from diaban.people import actions, queries
from diaban.people import api_schemas as s
from diaban.people.api import REFUSED, household_record, person_record
from diaban.people.api import router as router
from diaban.people.views.base import viewer_of
from diaban.web import calls

STALE = {412: s.BothVersions, 428: s.Problem}
PERSON = {200: s.PersonRecord, **REFUSED}
HOUSEHOLD = {200: s.HouseholdRecord, **REFUSED}
#: A write of a record that was read: needs the version. A write that makes something: may be sent twice.
NEW = {"x-once": True, "x-etag": True}
VERSIONED = NEW | {"x-versioned": True}
ONE = "people/{uuid:resident_id}"
HOME = "households/{uuid:household_id}"


def _person(viewer: Viewer, resident_id: UUID, request: HttpRequest | None = None) -> s.PersonRecord:
    view = queries.resident(viewer=viewer, resident_id=resident_id)
    if request is not None:
        calls.show_version(request, view.resident.version)
    return person_record(viewer, view)


def _home(viewer: Viewer, household_id: UUID, request: HttpRequest | None = None) -> s.HouseholdRecord:
    view = queries.household(viewer=viewer, household_id=household_id)
    if request is not None:
        calls.show_version(request, view.household.version)
    return household_record(view)


def _of_person(request: HttpRequest, resident_id: UUID, body: Any) -> tuple[Viewer, dict[str, Any]]:
    """Who writes, and what with which version."""
    viewer = viewer_of(request)
    return viewer, calls.changes(request, body, lambda: _person(viewer, resident_id), shown_as={"id_no": "number"})


def _of_home(request: HttpRequest, household_id: UUID, body: Any) -> tuple[Viewer, dict[str, Any]]:
    viewer = viewer_of(request)
    return viewer, calls.changes(request, body, lambda: _home(viewer, household_id))


@router.post("people", response=PERSON, summary="Register someone who lives here and isn't in the register",
             openapi_extra=NEW)  # fmt: skip
def register(request: HttpRequest, body: s.Register) -> Any:
    viewer = viewer_of(request)
    made = actions.register(
        by=viewer, person=body.person(), place=body.place, household_id=body.household_id, since=body.since,
        kind=body.kind,
    )  # fmt: skip
    return _person(viewer, made.id, request)


@router.put(ONE, response=PERSON | STALE, summary="Put a resident's details right", openapi_extra=VERSIONED)
def correct(request: HttpRequest, resident_id: UUID, body: s.Correct) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    kept = queries.resident(viewer=viewer, resident_id=resident_id).resident.id_no
    person = body.person() if body.id_no else body.model_copy(update={"id_no": kept}).person()
    actions.correct(by=viewer, resident_id=resident_id, version=sent["version"], person=person)
    return _person(viewer, resident_id, request)


@router.post(f"{ONE}/death", response=PERSON | STALE, summary="Record a death", openapi_extra=VERSIONED)
def death(request: HttpRequest, resident_id: UUID, body: s.OnDay) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.record_death(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/move-out",
    response=PERSON | STALE,
    summary="Record a move to a place outside this register",
    openapi_extra=VERSIONED,
)
def move_out(request: HttpRequest, resident_id: UUID, body: s.MoveOut) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.move_out(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/move-in",
    response=PERSON | STALE,
    summary="Someone known to the register settles in the own ground",
    openapi_extra=VERSIONED,
)
def move_in(request: HttpRequest, resident_id: UUID, body: s.MoveIn) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.move_in(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/stays",
    response=PERSON | STALE,
    summary="Declare a temporary stay, an absence or an overnight stay",
    openapi_extra=VERSIONED,
)
def open_stay(request: HttpRequest, resident_id: UUID, body: s.StayIn) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.open_stay(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/stays/{{uuid:stay_id}}/end",
    response=PERSON | STALE,
    summary="End a declared stay or absence",
    openapi_extra=VERSIONED,
)
def close_stay(request: HttpRequest, resident_id: UUID, stay_id: UUID, body: s.OnDay) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.close_stay(by=viewer, stay_id=stay_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/stays/{{uuid:stay_id}}/cancel",
    response=PERSON | STALE,
    summary="Take back a stay declared ahead",
    openapi_extra=VERSIONED,
)
def cancel_stay(request: HttpRequest, resident_id: UUID, stay_id: UUID, body: s.Version) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.cancel_stay(by=viewer, stay_id=stay_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/aliases", response=PERSON | STALE, summary="Note an old number or another name", openapi_extra=VERSIONED
)
def add_alias(request: HttpRequest, resident_id: UUID, body: s.AliasIn) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.add_alias(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(
    f"{ONE}/events/{{uuid:event_id}}/void",
    response=PERSON | STALE,
    summary="Undo an event entered by mistake",
    openapi_extra=VERSIONED,
)
def void(request: HttpRequest, resident_id: UUID, event_id: UUID, body: s.Version) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    queries.resident(viewer=viewer, resident_id=resident_id)
    event = actions.void_event(by=viewer, event_id=event_id, **sent)
    return _person(viewer, event.resident_id, request)


@router.post(
    f"{ONE}/split",
    response=HOUSEHOLD | STALE,
    summary="A member leaves and heads a household of their own",
    openapi_extra=VERSIONED,
)
def split(request: HttpRequest, resident_id: UUID, body: s.Split) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    return _home(viewer, actions.open_household(by=viewer, head_id=resident_id, **sent).id, request)


@router.post(
    f"{ONE}/join",
    response=PERSON | STALE,
    summary="A resident joins another household of the same place",
    openapi_extra=VERSIONED,
)
def join(request: HttpRequest, resident_id: UUID, body: s.Join) -> Any:
    viewer, sent = _of_person(request, resident_id, body)
    actions.join_household(by=viewer, resident_id=resident_id, **sent)
    return _person(viewer, resident_id, request)


@router.post(f"{HOME}/births", response=PERSON, summary="Record a birth; `birth_date` is the whole day",
             openapi_extra=NEW)  # fmt: skip
def birth(request: HttpRequest, household_id: UUID, body: s.PersonIn) -> Any:
    from datetime import date

    viewer = viewer_of(request)
    day = body.birth_date or date.max
    child, _event = actions.record_birth(by=viewer, person=body.person(), household_id=household_id, birth_day=day)
    return _person(viewer, child.id, request)


@router.post(f"{HOME}/head", response=HOUSEHOLD | STALE, summary="Another member becomes head", openapi_extra=VERSIONED)
def head(request: HttpRequest, household_id: UUID, body: s.Head) -> Any:
    viewer, sent = _of_home(request, household_id, body)
    actions.change_head(by=viewer, household_id=household_id, **sent)
    return _home(viewer, household_id, request)


@router.post(
    f"{HOME}/close",
    response=HOUSEHOLD | STALE,
    summary="End a household in which nobody lives",
    openapi_extra=VERSIONED,
)
def close(request: HttpRequest, household_id: UUID, body: s.Version) -> Any:
    viewer, sent = _of_home(request, household_id, body)
    actions.close_household(by=viewer, household_id=household_id, **sent)
    return _home(viewer, household_id, request)
