"""JSON of what stands between rooms: who is signed in, areas, figures, the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from diaban.access import purposes
from diaban.access.roles import Permission
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.console.views.base import viewer_of
from diaban.core.errors import NotFound, Refused
from diaban.figures import queries as figures
from diaban.figures.measures import measures
from diaban.figures.periods import asked
from diaban.ledger import queries as ledger
from diaban.people.api import REFUSED, Cursor, Limit, Number
from diaban.web import calls
from diaban.web.figures import period_for

router = Router()


class Me(Schema):
    """The account signed in, and what it may do."""

    name: str
    post: str
    role: str
    office_id: int
    office: str
    unit_id: int | None
    purpose: str | None
    permissions: list[str]
    token_id: int | None


class PurposeIn(Schema):
    """Why persons are looked up; `reference` is a dossier's number where the purpose needs one."""

    code: str
    reference: str = ""


class PurposeOut(Schema):
    code: str
    title: str
    needs_reference: bool


class Area(Schema):
    """An administrative unit; `valid_to` is the first day it no longer was."""

    id: int
    level: str
    code: str
    kind: str
    name: str
    full_name: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    snapshot: bool


class Step(Schema):
    """One step of a unit's history."""

    area: Area
    land: str
    people: str
    day: date
    source: str


class AreaRecord(Schema):
    area: Area
    above: list[Area]
    below: list[Area]
    made_of: list[Step]
    became: list[Step]


class FigureOut(Schema):
    """A figure: `value` is null where it is not told or not known (`state`), and `why` says so. `known_from` is set
    where the measure is kept only from that day on, later than `since`; `gaps` are days in between (first, last) of
    which nothing is kept."""

    measure: str
    title: str
    unit_id: int
    since: date
    until: date
    value: int | None
    state: str
    may_open: bool
    why: str
    known_from: date | None
    gaps: list[tuple[date, date]]


class Line(Schema):
    """A line of the ledger: codes and ids. `standing` is false once it was replaced."""

    id: int
    recorded_at: datetime
    day: date
    kind: str
    record_type: str
    record: UUID
    place: int
    office: int
    actor: int
    quantity: int
    dims: dict[str, Any]
    corrects: int | None
    corrected_by: int | None
    leaf: int | None
    standing: bool


class Lines(Schema):
    """A page of lines, newest first. `next`: the address of the next page."""

    lines: list[Line]
    next: str | None


class Areas(Schema):
    """A page of units in their usual order. `next`: the address of the next page."""

    areas: list[Area]
    next: str | None


class Purposes(Schema):
    """The catalogue of the day, whole: it has some ten rows."""

    purposes: list[PurposeOut]


def area_of(unit: Unit) -> Area:
    return Area(
        id=unit.id, level=unit.level.name.lower(), code=unit.code, kind=unit.kind, name=unit.name,
        full_name=unit.full_name, parent_id=unit.parent_id, valid_from=unit.valid_from, valid_to=unit.valid_to,
        snapshot=unit.snapshot,
    )  # fmt: skip


@router.get("me", response={200: Me, **REFUSED}, summary="Who is signed in")
def me(request: HttpRequest) -> Any:
    viewer = viewer_of(request)
    return Me(
        name=viewer.staff_name, post=viewer.post, role=viewer.role.code, office_id=viewer.office_id,
        office=viewer.office_name, unit_id=viewer.scope.unit_id, purpose=viewer.purpose,
        permissions=sorted(str(p) for p in viewer.role.permissions), token_id=viewer.token_id,
    )  # fmt: skip


@router.get("purposes", response={200: Purposes, **REFUSED}, summary="Purposes that may be stated")
def purpose_list(request: HttpRequest) -> Any:
    viewer_of(request)
    found = purposes.catalogue()
    return Purposes(purposes=[PurposeOut(code=p.code, title=p.title, needs_reference=p.needs_reference) for p in found])


@router.post("purpose", response={200: PurposeOut, **REFUSED}, summary="State a purpose for the day's look-ups")
def state_purpose(request: HttpRequest, stated: PurposeIn) -> Any:
    viewer = viewer_of(request, Permission.PEOPLE_OPEN)
    if viewer.token_id is not None:
        raise Refused(_("Mã truy cập nêu mục đích ở từng lời gọi, trong tiêu đề X-Purpose."))
    p = purposes.state(request.session, stated.code, stated.reference)
    return PurposeOut(code=p.code, title=p.title, needs_reference=p.needs_reference)


@router.get("areas", response={200: Areas, **REFUSED}, summary="Units next below one on a day; provinces without one")
def area_list(
    request: HttpRequest, parent: Number | None = None, on: date | None = None, cursor: Cursor = "", limit: Limit = 500
) -> Any:
    viewer_of(request, Permission.AREAS_READ)
    found = areas.provinces(on) if parent is None else areas.children(areas.unit(parent).id, on)
    edge = calls.edge(request, cursor)
    begin = next((i + 1 for i, unit in enumerate(found) if edge and unit.id == edge[0]), 0)
    page = found[begin : begin + limit]
    more = [page[-1].id] if begin + limit < len(found) else None
    return Areas(areas=[area_of(unit) for unit in page], next=calls.next_page(request, more))


@router.get("areas/resolve", response={200: dict[str, Any], **REFUSED}, summary="What an address stands for on a day")
def area_resolve(request: HttpRequest, text: str, on: date | None = None) -> Any:
    viewer_of(request, Permission.AREAS_READ)
    return areas.resolve(text[:300], on).as_json()


@router.get("areas/{int:unit_id}", response={200: AreaRecord, **REFUSED}, summary="One unit and its history")
def area_record(request: HttpRequest, unit_id: int) -> Any:
    viewer_of(request, Permission.AREAS_READ)
    unit = areas.unit(unit_id)

    def steps(found: list[areas.Lineage]) -> list[Step]:
        return [
            Step(area=area_of(s.unit), land=s.land.value, people=s.people.value, day=s.day, source=s.source)
            for s in found
        ]

    return AreaRecord(
        area=area_of(unit), above=[area_of(u) for u in areas.ancestors(unit_id)],
        below=[area_of(u) for u in areas.children(unit_id)], made_of=steps(areas.predecessors(unit_id)),
        became=steps(areas.successors(unit_id)),
    )  # fmt: skip


@router.get("figures/{code}/{int:unit_id}", response={200: FigureOut, **REFUSED}, summary="One figure of one unit")
def figure(request: HttpRequest, code: str, unit_id: int, since: date | None = None, until: date | None = None) -> Any:
    viewer = viewer_of(request, Permission.FIGURES_READ)
    wanted = measures().get(code)
    if wanted is None:
        raise NotFound(_("Không có số liệu này."))
    usual = figures.reach(wanted, period_for(wanted).period)
    last = until or usual.until
    found = figures.count(code, areas.unit(unit_id).id, asked(since or min(usual.since, last), last), viewer=viewer)
    return FigureOut(
        measure=code, title=str(wanted.title), unit_id=unit_id, since=found.period.since, until=found.period.until,
        value=found.value, state=found.state.value, may_open=found.may_open, why=str(found.why),
        known_from=found.known_from, gaps=list(found.gaps),
    )  # fmt: skip


@router.get("ledger", response={200: Lines, **REFUSED}, summary="Lines of the ledger, newest first")
def ledger_lines(request: HttpRequest, unit_id: Number | None = None, since: date | None = None,
                 until: date | None = None, cursor: Cursor = "", limit: Limit = 50) -> Any:  # fmt: skip
    viewer_of(request, Permission.LEDGER_READ)
    places = None if unit_id is None else areas.places_within(unit_id)
    edge = calls.edge(request, cursor)
    wanted = ledger.Filter(places=places, since=since, until=until)
    page = ledger.lines(wanted, after=None if edge is None else (None, edge[0]), limit=limit)
    more = calls.next_page(request, None if page.after is None else [page.after[1]])
    return Lines(lines=[Line.from_orm(row) for row in page.rows], next=more)
