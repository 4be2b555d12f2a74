"""Shapes of residents and households in JSON. Dates are ISO 8601; codes are those of `people.models`."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema

from diaban.people.data import PersonData

Relation = Literal[
    "head", "spouse", "child", "parent", "grandchild", "grandparent", "sibling", "in_law", "other"
]  # fmt: skip


class Failure(Schema):
    """What went wrong, in one sentence; `fields` names parameters with their own sentences."""

    status: int
    sentence: str
    fields: dict[str, str] = {}
    code: str = ""


class Refusal(Schema):
    error: Failure


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


class Found(Schema):
    """What a search showed. `beyond`: the one resident outside the ground who has exactly the number typed; it may be
    opened for a quarter of an hour. `more`: the list was cut."""

    people: list[Person]
    more: bool
    beyond: UUID | None


class Stay(Schema):
    """A time somewhere; `ends` is the last day, or null while it goes on."""

    id: UUID
    kind: str
    place: int
    place_name: str
    address: str
    starts: date
    ends: date | None
    reason: str


class AliasOut(Schema):
    kind: str
    value: str
    issuer: str
    issued_on: date | None


class Happening(Schema):
    """A line of a resident's course. `event_id` is given where it can still be undone."""

    day: date
    kind: str
    title: str
    detail: str
    event_id: UUID | None
    undone: bool


class PersonRecord(Schema):
    """A resident opened: the look-up is recorded. `warnings` are sentences about the number."""

    id: UUID
    full_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    death_date: date | None
    number: str
    phone: str
    address: str
    hometown: str
    place: int
    place_name: str
    relation: str
    state: str
    household_id: UUID | None
    stays: list[Stay]
    aliases: list[AliasOut]
    timeline: list[Happening]
    warnings: list[str]
    version: int


class HouseholdRecord(Schema):
    """A household opened: the look-up of its members is recorded."""

    id: UUID
    code: str
    address: str
    place: int
    place_name: str
    head_id: UUID | None
    closed_on: date | None
    members: list[Person]
    version: int


class Query(Schema):
    """What is typed to find someone: sent in the body, so that it stays out of addresses and logs."""

    q: str


class PersonIn(Schema):
    """Who a person is. `birth_date` is the first possible day by `birth_precision`; `u` goes with null."""

    full_name: str
    sex: Literal["m", "f", "u"] = "u"
    birth_date: date | None = None
    birth_precision: Literal["d", "m", "y", "u"] = "u"
    id_no: str | None = None
    phone: str = ""
    address: str = ""
    hometown: str = ""
    relation: Relation = "other"

    def person(self) -> PersonData:
        return PersonData(**{name: getattr(self, name) for name in PersonIn.model_fields})


class Register(PersonIn):
    """Someone new; without `household_id` they head a household of their own."""

    place: int
    household_id: UUID | None = None
    since: date
    kind: Literal["permanent", "temporary"] = "permanent"


class Correct(PersonIn):
    version: int


class OnDay(Schema):
    day: date
    version: int


class MoveOut(OnDay):
    destination: str


class MoveIn(OnDay):
    place: int
    household_id: UUID | None = None
    address: str = ""
    relation: Relation = "other"


class StayIn(Schema):
    kind: Literal["temporary", "absent", "visiting"]
    starts: date
    ends: date | None = None
    reason: str = ""
    place: int | None = None
    address: str = ""
    version: int


class AliasIn(Schema):
    kind: Literal["cmnd", "id_no", "name"]
    value: str
    issuer: str = ""
    issued_on: date | None = None


class Split(Schema):
    address: str
    code: str = ""
    version: int


class Join(Schema):
    household_id: UUID
    relation: Relation
    version: int


class Head(Schema):
    head_id: UUID
    version: int


class Version(Schema):
    """The version that was read; a newer one in store answers 409 and nothing is written."""

    version: int
