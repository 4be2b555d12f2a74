"""The room's verbs as JSON: each is one action, with its policy, its ledger lines and the version that was read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from diaban.access.scope import Viewer
from diaban.people import actions, queries
from diaban.people import api_schemas as s
from diaban.people.api import REFUSED, household_record, person_record
from diaban.people.views.base import viewer_of

router = Router()
PERSON = {200: s.PersonRecord, **REFUSED}
HOUSEHOLD = {200: s.HouseholdRecord, **REFUSED}
ONE = "people/{uuid:resident_id}"
HOME = "households/{uuid:household_id}"


def _person(viewer: Viewer, resident_id: UUID) -> s.PersonRecord:
    return person_record(viewer, queries.resident(viewer=viewer, resident_id=resident_id))


def _home(viewer: Viewer, household_id: UUID) -> s.HouseholdRecord:
    return household_record(queries.household(viewer=viewer, household_id=household_id))


@router.post("people", response=PERSON, summary="Register someone who lives here and isn't in the register")
def register(request: HttpRequest, body: s.Register) -> Any:
    viewer = viewer_of(request)
    made = actions.register(
        by=viewer, person=body.person(), place=body.place, household_id=body.household_id, since=body.since,
        kind=body.kind,
    )  # fmt: skip
    return _person(viewer, made.id)


@router.put(ONE, response=PERSON, summary="Put a resident's details right")
def correct(request: HttpRequest, resident_id: UUID, body: s.Correct) -> Any:
    viewer = viewer_of(request)
    kept = queries.resident(viewer=viewer, resident_id=resident_id).resident.id_no
    person = body.person() if body.id_no else body.model_copy(update={"id_no": kept}).person()
    actions.correct(by=viewer, resident_id=resident_id, version=body.version, person=person)
    return _person(viewer, resident_id)


@router.post(f"{ONE}/death", response=PERSON, summary="Record a death")
def death(request: HttpRequest, resident_id: UUID, body: s.OnDay) -> Any:
    viewer = viewer_of(request)
    actions.record_death(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/move-out", response=PERSON, summary="Record a move to a place outside this register")
def move_out(request: HttpRequest, resident_id: UUID, body: s.MoveOut) -> Any:
    viewer = viewer_of(request)
    actions.move_out(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/move-in", response=PERSON, summary="Someone known to the register settles in the own ground")
def move_in(request: HttpRequest, resident_id: UUID, body: s.MoveIn) -> Any:
    viewer = viewer_of(request)
    actions.move_in(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/stays", response=PERSON, summary="Declare a temporary stay, an absence or an overnight stay")
def open_stay(request: HttpRequest, resident_id: UUID, body: s.StayIn) -> Any:
    viewer = viewer_of(request)
    actions.open_stay(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/stays/{{uuid:stay_id}}/end", response=PERSON, summary="End a declared stay or absence")
def close_stay(request: HttpRequest, resident_id: UUID, stay_id: UUID, body: s.OnDay) -> Any:
    viewer = viewer_of(request)
    actions.close_stay(by=viewer, stay_id=stay_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/aliases", response=PERSON, summary="Note an old number or another name")
def add_alias(request: HttpRequest, resident_id: UUID, body: s.AliasIn) -> Any:
    viewer = viewer_of(request)
    actions.add_alias(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{ONE}/events/{{uuid:event_id}}/void", response=PERSON, summary="Undo an event entered by mistake")
def void(request: HttpRequest, resident_id: UUID, event_id: UUID, body: s.Version) -> Any:
    viewer = viewer_of(request)
    queries.resident(viewer=viewer, resident_id=resident_id)
    event = actions.void_event(by=viewer, event_id=event_id, version=body.version)
    return _person(viewer, event.resident_id)


@router.post(f"{ONE}/split", response=HOUSEHOLD, summary="A member leaves and heads a household of their own")
def split(request: HttpRequest, resident_id: UUID, body: s.Split) -> Any:
    viewer = viewer_of(request)
    return _home(viewer, actions.open_household(by=viewer, head_id=resident_id, **body.dict()).id)


@router.post(f"{ONE}/join", response=PERSON, summary="A resident joins another household of the same place")
def join(request: HttpRequest, resident_id: UUID, body: s.Join) -> Any:
    viewer = viewer_of(request)
    actions.join_household(by=viewer, resident_id=resident_id, **body.dict())
    return _person(viewer, resident_id)


@router.post(f"{HOME}/births", response=PERSON, summary="Record a birth; `birth_date` is the whole day")
def birth(request: HttpRequest, household_id: UUID, body: s.PersonIn) -> Any:
    from datetime import date

    viewer = viewer_of(request)
    day = body.birth_date or date.max
    child, _event = actions.record_birth(by=viewer, person=body.person(), household_id=household_id, birth_day=day)
    return _person(viewer, child.id)


@router.post(f"{HOME}/head", response=HOUSEHOLD, summary="Another member becomes head")
def head(request: HttpRequest, household_id: UUID, body: s.Head) -> Any:
    viewer = viewer_of(request)
    actions.change_head(by=viewer, household_id=household_id, version=body.version, head_id=body.head_id)
    return _home(viewer, household_id)


@router.post(f"{HOME}/close", response=HOUSEHOLD, summary="End a household in which nobody lives")
def close(request: HttpRequest, household_id: UUID, body: s.Version) -> Any:
    viewer = viewer_of(request)
    actions.close_household(by=viewer, household_id=household_id, version=body.version)
    return _home(viewer, household_id)
