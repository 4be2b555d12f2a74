"""Shapes of residents and households in JSON. Dates are ISO 8601; codes are those of `people.models`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from diaban.people.data import PersonData

#: The version a write was made from, where it isn't said by If-Match.
Known = Annotated[int | None, Field(ge=0, le=2**31 - 1, description="Instead of If-Match: the version that was read.")]
Relation = Literal[
    "head", "spouse", "child", "parent", "grandchild", "grandparent", "sibling", "in_law", "other"
]  # fmt: skip


class Input(Schema):
    """What a caller sends: a field nobody knows is refused, since a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class Difference(Schema):
    """A field that two people left different."""

    field: str
    yours: Any
    stored: Any


class Problem(Schema):
    """What went wrong (RFC 9457): `detail` is one sentence in the caller's language, `fields` names parameters with
    their own. `code` is "stale" where the record is newer than yours, else what to quote of a defect."""

    type: str
    title: str
    status: int
    detail: str
    fields: dict[str, str]
    code: str


class BothVersions(Problem):
    """The record is newer than the one this change was made from: yours, the stored one, and where they differ."""

    yours: dict[str, Any]
    stored: dict[str, Any]
    differences: list[Difference]


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
    """A page in name order. `next`: the address of the next page; `count`: of the whole list, where asked for."""

    people: list[Person]
    next: str | None
    count: int | None


class Found(Schema):
    """What a search showed. `beyond`: the one resident outside the ground who has exactly the number typed; it may be
    opened for a quarter of an hour. `more`: the list was cut. `near`: how many at the end are only close to what was
    typed: a slip put right, a word begun or left out."""

    people: list[Person]
    more: bool
    near: int
    beyond: UUID | None


class Stay(Schema):
    """A time somewhere; `ends` is the last day, or null while it goes on. Declared ahead it hasn't `begun`; `closed`
    without having begun, it was taken back."""

    id: UUID
    kind: str
    place: int
    place_name: str
    address: str
    starts: date
    ends: date | None
    reason: str
    begun: bool
    closed: bool


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


class Query(Input):
    """What is typed to find someone: sent in the body, so that it stays out of addresses and logs."""

    q: str


class PersonIn(Input):
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


class AlikeIn(PersonIn):
    """Someone about to be registered at a place, maybe into a household."""

    place: int
    household_id: UUID | None = None


class AlikeOut(Schema):
    """Someone who may be that person. `person` is missing for someone outside the caller's ground."""

    person: Person | None
    place_name: str
    probability: float
    evidence: list[str]


class AlikeFound(Schema):
    """The likeliest first; never a reason to refuse."""

    alike: list[AlikeOut]


class Correct(PersonIn):
    version: Known = None


class OnDay(Input):
    day: date
    version: Known = None


class MoveOut(OnDay):
    destination: str


class MoveIn(OnDay):
    place: int
    household_id: UUID | None = None
    address: str = ""
    relation: Relation = "other"


class StayIn(Input):
    kind: Literal["temporary", "absent", "visiting"]
    starts: date
    ends: date | None = None
    reason: str = ""
    place: int | None = None
    address: str = ""
    version: Known = None


class AliasIn(Input):
    kind: Literal["cmnd", "id_no", "name"]
    value: str
    issuer: str = ""
    issued_on: date | None = None
    version: Known = None


class Split(Input):
    address: str
    code: str = ""
    version: Known = None


class Join(Input):
    household_id: UUID
    relation: Relation
    version: Known = None


class Head(Input):
    head_id: UUID
    version: Known = None


class Version(Input):
    """The version that was read; a newer one in store answers 412 and nothing is written."""

    version: Known = None
