"""Residents and households as JSON: read with the rights of the pages, opened and searched with the same log."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query as InQuery
from ninja import Router

from diaban.access.purposes import grant_reach
from diaban.access.scope import Viewer
from diaban.core.text import sort_key
from diaban.people import policies, queries
from diaban.people.api_schemas import (
    AliasOut,
    AlikeFound,
    AlikeIn,
    AlikeOut,
    Found,
    Happening,
    HouseholdRecord,
    People,
    Person,
    PersonRecord,
    Problem,
    Query,
    Stay,
)
from diaban.people.queries import Filters
from diaban.people.views.base import viewer_of
from diaban.web import calls

router = Router()
REFUSED = dict.fromkeys((401, 403, 404, 409, 422, 429), Problem)
#: An id of ours: what the database's integers hold.
Number = Annotated[int, InQuery(ge=1, le=2**31 - 1)]
Limit = Annotated[int, InQuery(ge=1, le=500, description="Rows of a page.")]
Cursor = Annotated[str, InQuery(max_length=600, description="Where `next` of the page before goes on.")]


@router.get("people", response={200: People, **REFUSED}, summary="Residents of the caller's ground, in name order",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def person_list(
    request: HttpRequest,
    unit_id: Number | None = None,
    sex: Literal["", "m", "f", "u"] = "",
    state: Literal["", "counted", "present", "absent", "away", "dead", "moved", "void"] = "counted",
    cursor: Cursor = "",
    limit: Limit = 50,
    count: bool = False,
) -> Any:
    viewer, filters = viewer_of(request), Filters(unit=unit_id, sex=sex, state=state)
    page = queries.list_residents(
        viewer=viewer, filters=filters, edge=calls.edge(request, cursor), limit=limit, channel=viewer.api_channel
    )
    last = page.rows[-1] if page.later else None
    return People(
        people=[Person.from_orm(row) for row in page.rows],
        next=calls.next_page(request, [sort_key(last.full_name), last.id] if last else None),
        count=queries.count_residents(viewer=viewer, filters=filters) if count else None,
    )


@router.post("people/search", response={200: Found, **REFUSED}, summary="Find residents; the look-up is recorded",
             openapi_extra={"x-limit": "search"})  # fmt: skip
def search(request: HttpRequest, body: Query) -> Any:
    viewer = viewer_of(request)
    found = queries.search(viewer=viewer, text=body.q[:120], channel=viewer.api_channel)
    if found.beyond is not None:
        grant_reach(request.session, found.beyond)
    return Found(
        people=[Person.from_orm(row) for row in found.rows], more=found.more, near=found.near, beyond=found.beyond
    )


@router.post("people/alike", response={200: AlikeFound, **REFUSED}, openapi_extra={"x-limit": "search"},
             summary="Who may be the person about to be registered; the look-up is recorded")  # fmt: skip
def alike(request: HttpRequest, body: AlikeIn) -> Any:
    viewer = viewer_of(request)
    policies.check_add(viewer, body.place)
    found = queries.alike(viewer=viewer, person=body.person().checked(), place=body.place,
                          household_id=body.household_id, channel=viewer.api_channel)  # fmt: skip
    return AlikeFound(alike=[
        AlikeOut(person=Person.from_orm(one.person) if one.person else None, place_name=one.place_name,
                 probability=round(one.probability, 3), evidence=list(one.evidence))
        for one in found
    ])  # fmt: skip


@router.get("people/{uuid:resident_id}", response={200: PersonRecord, **REFUSED}, summary="Open one resident",
            openapi_extra={"x-limit": "lookup", "x-etag": True})  # fmt: skip
def person(request: HttpRequest, resident_id: UUID) -> Any:
    viewer = viewer_of(request)
    view = queries.open_resident(viewer=viewer, resident_id=resident_id, channel=viewer.api_channel)
    calls.show_version(request, view.resident.version)
    return person_record(viewer, view)


def person_record(viewer: Viewer, view: queries.PersonView) -> PersonRecord:
    """A resident as JSON shows them to this viewer."""
    row = view.resident
    course = queries.timeline(viewer=viewer, resident_id=row.id)
    same = ("id", "full_name", "sex", "birth_date", "birth_precision", "death_date", "phone", "address", "hometown",
            "place", "relation", "state", "household_id", "version")  # fmt: skip
    stay = ("id", "kind", "place", "address", "starts", "ends", "reason", "begun", "closed")
    return PersonRecord(
        **{name: getattr(row, name) for name in same},
        number=view.number,
        place_name=view.place_name,
        stays=[Stay(place_name=name, **{n: getattr(s, n) for n in stay}) for s, name in view.stays],
        aliases=[AliasOut(kind=a.kind, value=v, issuer=a.issuer, issued_on=a.issued_on) for a, v in view.aliases],
        timeline=[
            Happening(day=m.day, kind=m.kind, title=str(m.title), detail=m.detail, undone=m.undone,
                      event_id=m.event.id if m.event else None)
            for m in course
        ],
        warnings=[str(w.sentence) for w in view.warnings],
    )  # fmt: skip


@router.get("households/{uuid:household_id}", response={200: HouseholdRecord, **REFUSED}, summary="Open one household",
            openapi_extra={"x-limit": "lookup", "x-etag": True})  # fmt: skip
def household(request: HttpRequest, household_id: UUID) -> Any:
    viewer = viewer_of(request)
    view = queries.open_household_record(viewer=viewer, household_id=household_id, channel=viewer.api_channel)
    calls.show_version(request, view.household.version)
    return household_record(view)


def household_record(view: queries.HouseholdView) -> HouseholdRecord:
    """A household as JSON shows it."""
    home = view.household
    same = ("id", "code", "address", "place", "head_id", "closed_on", "version")
    return HouseholdRecord(
        **{name: getattr(home, name) for name in same},
        place_name=view.place_name,
        members=[Person.from_orm(member) for member in view.members],
    )
