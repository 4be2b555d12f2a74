"""Incidents as JSON: listed and opened with the rights of the pages, taken in by the same verb, opened with a log."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from diaban.areas import queries as areas
from diaban.incidents import actions, queries
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.queries import IncidentView
from diaban.people.api import REFUSED, Limit, Number
from diaban.people.views.base import viewer_of
from diaban.web import calls
from diaban.web.paging import Ask, from_queryset

router = Router()
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Source = Literal["denunciation", "tip", "proposal", "found", "hotline", "surrender", "referred", "unknown"]


class IncidentRow(Schema):
    """An incident without persons. `state` is the case's; `kind` and `group` are codes of the catalogue."""

    id: UUID
    day: date
    kind: str
    kind_title: str
    group: str
    place: int
    place_name: str
    source: str
    state: str


class Incidents(Schema):
    """A page; `next` is the id to go on after, null at the end."""

    incidents: list[IncidentRow]
    next: UUID | None


class InvolvedOut(Schema):
    """Who was involved; `count` above 1 are persons not known by name."""

    id: UUID
    role: str
    who: str
    resident_id: UUID | None
    name: str
    count: int


class StepOut(Schema):
    """Something that was done."""

    at: datetime
    text: str


class IncidentRecord(IncidentRow):
    """An incident as its page shows it. `lat`, `lon` are rounded unless the role needs the point."""

    happened_on: date | None
    happened_at: time | None
    reported_at: datetime | None
    summary: str
    address: str
    lat: float | None
    lon: float | None
    dead: int
    injured: int
    loss: int
    area: int
    outcome: str
    outcome_note: str
    due_at: datetime | None
    version: int
    involved: list[InvolvedOut]
    steps: list[StepOut]


class InvolvedIn(Schema):
    """Someone involved: a name as stated, or a count of unknown persons."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["suspect", "victim", "reporter", "witness", "related"]
    who: Literal["person", "organisation"] = "person"
    name: Annotated[str, Field(max_length=120)] = ""
    count: Annotated[int, Field(ge=1, le=10_000)] = 1


class IncidentIn(Schema):
    """An incident to be taken in; kind and place are enough. `loss` in đồng."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, Field(max_length=32)]
    place: Id
    happened_on: date | None = None
    happened_at: time | None = None
    source: Source = "unknown"
    summary: Annotated[str, Field(max_length=5000)] = ""
    address: Annotated[str, Field(max_length=300)] = ""
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    dead: Annotated[int, Field(ge=0, le=10_000)] = 0
    injured: Annotated[int, Field(ge=0, le=10_000)] = 0
    loss: Annotated[int, Field(ge=0, le=10**15)] = 0
    involved: Annotated[list[InvolvedIn], Field(max_length=100)] = []


@router.get("incidents", response={200: Incidents, **REFUSED}, summary="Incidents of the caller's ground, latest first")
def incident_list(
    request: HttpRequest, since: date | None = None, until: date | None = None, group: str = "", kind: str = "",
    state: str = "", unit_id: Number | None = None, after: UUID | None = None, limit: Limit = 50,
) -> Any:  # fmt: skip
    viewer = viewer_of(request)
    rows = queries.incidents(viewer=viewer)
    if unit_id is not None:
        rows = rows.filter(place__in=areas.places_within(unit_id))
    asked = {"day__gte": since, "day__lte": until, "group": group, "kind": kind, "case_state": state}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    found = from_queryset(rows, sorts={"day": "day"})(Ask(sort="day", down=True, after=str(after or ""), limit=limit))
    shown = queries.shown(found.rows)
    return Incidents(incidents=[_row(row) for row in shown], next=shown[-1].pk if found.later else None)


def _row(row: Any) -> IncidentRow:
    same = ("id", "day", "kind", "kind_title", "group", "place", "place_name", "source")
    return IncidentRow(**{name: getattr(row, name) for name in same}, state=row.case_state)


@router.get("incidents/{uuid:incident_id}", response={200: IncidentRecord, **REFUSED}, summary="Open one incident",
            openapi_extra={"x-limit": "lookup", "x-etag": True})  # fmt: skip
def incident(request: HttpRequest, incident_id: UUID) -> Any:
    viewer = viewer_of(request)
    view = queries.open_incident(viewer=viewer, incident_id=incident_id, channel=viewer.api_channel)
    calls.show_version(request, view.incident.version)
    return record(view)


def record(view: IncidentView) -> IncidentRecord:
    """An incident as JSON shows it to this viewer."""
    row, (lat, lon) = view.incident, view.point or (None, None)
    same = ("id", "day", "kind", "group", "place", "source", "happened_on", "happened_at", "reported_at", "summary",
            "address", "dead", "injured", "loss", "area", "outcome", "outcome_note", "version")  # fmt: skip
    return IncidentRecord(
        **{name: getattr(row, name) for name in same}, kind_title=view.kind, place_name=view.place, state=view.state,
        lat=lat, lon=lon, due_at=view.case.due_at if view.case else None,
        involved=[InvolvedOut(id=p.id, role=p.role, who=p.who, resident_id=p.resident_id, name=name, count=p.count)
                  for p, name in view.people],
        steps=[StepOut(at=step.at, text=step.text) for step in view.steps],
    )  # fmt: skip


@router.post("incidents", response={200: IncidentRecord, **REFUSED}, summary="Take in an incident",
             openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def take_in(request: HttpRequest, body: IncidentIn) -> Any:
    viewer = viewer_of(request)
    said = body.model_dump()
    people = [InvolvedData(**one) for one in said.pop("involved")]
    made = actions.take_in(by=viewer, data=IncidentData(**said), involved=people)
    view = queries.open_incident(viewer=viewer, incident_id=made.pk, channel=viewer.api_channel)
    calls.show_version(request, view.incident.version)
    return record(view)
