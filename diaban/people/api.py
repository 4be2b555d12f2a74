"""JSON of residents: the list of the viewer's ground, and one record, which is logged like a page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from diaban.people import queries
from diaban.people.queries import Filters, PersonRow
from diaban.people.views.base import viewer_of

router = Router()


class Failure(Schema):
    """What went wrong, in one sentence; `fields` names parameters with their own sentences."""

    detail: str
    fields: dict[str, str] = {}
    code: str = ""


class Person(Schema):
    """A resident in a list; `number` is masked unless the account may see numbers whole."""

    id: UUID
    full_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    number: str
    place: int
    place_name: str
    relation: str
    state: str
    household_id: UUID | None


class People(Schema):
    """A page in name order; give the last id as `after` for the next page where `later`."""

    people: list[Person]
    later: bool


class Stay(Schema):
    kind: str
    place: int
    place_name: str
    starts: date
    ends: date | None


class PersonRecord(Schema):
    """A resident opened: the look-up is recorded."""

    id: UUID
    full_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    number: str
    place: int
    place_name: str
    state: str
    household_id: UUID | None
    stays: list[Stay]
    version: int


REFUSED = {401: Failure, 403: Failure, 404: Failure, 422: Failure}


@router.get("people", response={200: People, **REFUSED}, summary="Residents of the account's ground, in name order")
def person_list(request: HttpRequest, unit_id: int | None = None, sex: str = "", state: str = "counted",
                after: str = "", limit: int = 50) -> Any:  # fmt: skip
    page = queries.list_residents(
        viewer=viewer_of(request), filters=Filters(unit=unit_id, sex=sex, state=state), after=after,
        limit=max(1, min(limit, 500)),
    )  # fmt: skip
    return People(people=[_person(row) for row in page.rows], later=page.later)


def _person(row: PersonRow) -> Person:
    return Person.from_orm(row)


@router.get("people/{uuid:resident_id}", response={200: PersonRecord, **REFUSED}, summary="Open one resident")
def person(request: HttpRequest, resident_id: UUID) -> Any:
    view = queries.open_resident(viewer=viewer_of(request), resident_id=resident_id, channel="api")
    row = view.resident
    stays = [Stay(kind=s.kind, place=s.place, place_name=name, starts=s.starts, ends=s.ends) for s, name in view.stays]
    return PersonRecord(
        id=row.id, full_name=row.full_name, sex=row.sex, birth_date=row.birth_date, birth_precision=row.birth_precision,
        number=view.number, place=row.place, place_name=view.place_name, state=row.state,
        household_id=row.household_id, stays=stays, version=row.version,
    )  # fmt: skip
