"""Residents and households as JSON: read with the rights of the pages, opened and searched with the same log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from diaban.access.purposes import grant_reach
from diaban.access.scope import Viewer
from diaban.people import queries
from diaban.people.api_schemas import (
    AliasOut,
    Found,
    Happening,
    HouseholdRecord,
    People,
    Person,
    PersonRecord,
    Query,
    Refusal,
    Stay,
)
from diaban.people.queries import Filters
from diaban.people.views.base import viewer_of

router = Router()
REFUSED = {401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}


@router.get("people", response={200: People, **REFUSED}, summary="Residents of the account's ground, in name order")
def person_list(
    request: HttpRequest,
    unit_id: int | None = None,
    sex: str = "",
    state: str = "counted",
    after: str = "",
    limit: int = 50,
) -> Any:
    filters = Filters(unit=unit_id, sex=sex, state=state)
    page = queries.list_residents(
        viewer=viewer_of(request), filters=filters, after=after, limit=max(1, min(limit, 500)), channel="api"
    )
    return People(people=[Person.from_orm(row) for row in page.rows], later=page.later)


@router.post("people/search", response={200: Found, **REFUSED}, summary="Find residents; the look-up is recorded")
def search(request: HttpRequest, body: Query) -> Any:
    found = queries.search(viewer=viewer_of(request), text=body.q[:120], channel="api")
    if found.beyond is not None:
        grant_reach(request.session, found.beyond)
    return Found(people=[Person.from_orm(row) for row in found.rows], more=found.more, beyond=found.beyond)


@router.get("people/{uuid:resident_id}", response={200: PersonRecord, **REFUSED}, summary="Open one resident")
def person(request: HttpRequest, resident_id: UUID) -> Any:
    viewer = viewer_of(request)
    return person_record(viewer, queries.open_resident(viewer=viewer, resident_id=resident_id, channel="api"))


def person_record(viewer: Viewer, view: queries.PersonView) -> PersonRecord:
    """A resident as JSON shows them to this viewer."""
    row = view.resident
    course = queries.timeline(viewer=viewer, resident_id=row.id)
    same = ("id", "full_name", "sex", "birth_date", "birth_precision", "death_date", "phone", "address", "hometown",
            "place", "relation", "state", "household_id", "version")  # fmt: skip
    stay = ("id", "kind", "place", "address", "starts", "ends", "reason")
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


@router.get("households/{uuid:household_id}", response={200: HouseholdRecord, **REFUSED}, summary="Open one household")
def household(request: HttpRequest, household_id: UUID) -> Any:
    view = queries.open_household_record(viewer=viewer_of(request), household_id=household_id, channel="api")
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
