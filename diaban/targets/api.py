"""Targets as JSON: read with how far each was reached, set, divided, revised and taken back by the pages' own verbs.

A number is a count; a rate is in hundredths of a percent of its denominator on its day: 9550 is 95.5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from diaban.areas import queries as areas
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import read
from diaban.figures.periods_schemes import Family
from diaban.people.api import REFUSED, Cursor, Limit, Number
from diaban.people.api_schemas import BothVersions, Known, Problem
from diaban.people.views.base import viewer_of
from diaban.targets import actions, dividing, policies, presenters, queries
from diaban.targets.data import Division, Document
from diaban.targets.models import Plan, Split, Version
from diaban.targets.queries import Reached, Standing
from diaban.web import calls

router = Router()
STALE = {412: BothVersions, 428: Problem}
#: An id in a body: what the database's integers hold.
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
#: A count, or hundredths of a percent.
Value = Annotated[int, Field(ge=0, le=actions.MOST)]


class Input(Schema):
    model_config = ConfigDict(extra="forbid")


class DocumentIO(Input):
    """What set a target: its number, its day, and the signer's post, never their name."""

    number: Annotated[str, Field(max_length=80)]
    signed_on: date
    signer_post: Annotated[str, Field(max_length=120)]

    def given(self) -> Document:
        return Document(self.number, self.signed_on, self.signer_post)


class PartIO(Input):
    """What one unit below has of it."""

    unit_id: Id
    value: Value


class Divided(Input):
    """How it is divided among the units below; `parts` go with `hand` alone and must add up to the value."""

    split: Literal["none", "equal", "population", "last_year", "hand", "same"] = "none"
    parts: Annotated[list[PartIO], Field(max_length=5000)] = []

    def division(self) -> Division:
        return Division(Split(self.split), {part.unit_id: part.value for part in self.parts})


class DivideIn(Divided):
    """A value that might be set: for the parts that it would be divided into. `rate`: hundredths of a percent."""

    measure: Annotated[str, Field(max_length=80)]
    unit_id: Id
    period: Annotated[str, Field(max_length=40)]
    value: Value
    rate: bool = False


class TargetIn(Divided):
    """A target to be set. `period` as people write it: 2026 is the state's reporting year, 2026-Q1, 2026-T05.

    With `denominator` the value is hundredths of a percent of that measure, on `as_of` or the period's last day.
    """

    measure: Annotated[str, Field(max_length=80)]
    unit_id: Id
    period: Annotated[str, Field(max_length=40)]
    value: Value
    document: DocumentIO
    denominator: Annotated[str, Field(max_length=80)] = ""
    as_of: Annotated[date | None, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))] = None


class ReviseIn(Divided):
    """Another value or division, by another document."""

    value: Value
    document: DocumentIO
    reason: Annotated[str, Field(max_length=400)] = ""
    version: Known = None


class WithdrawIn(Input):
    """By which document, and why, it no longer holds."""

    document: DocumentIO
    reason: Annotated[str, Field(min_length=1, max_length=400)]
    version: Known = None


class TargetRow(Schema):
    """A target in a list. `value` is the whole's; a unit that has only a part of it reads that in the record."""

    id: UUID
    measure: str
    title: str
    unit_id: int
    unit_name: str
    period: str
    since: date
    until: date
    value: int
    denominator: str
    as_of: date | None
    withdrawn: bool
    version: int


class Targets(Schema):
    """A page of targets, the last set first. `next`: the address of the next page."""

    targets: list[TargetRow]
    next: str | None


class ReachedOut(Schema):
    """How far a unit has come: the figure counted for it (null where it isn't told), its denominator's, and the share
    of the target as a decimal number (1.0 is all of it)."""

    unit_id: int
    value: int
    figure: int | None
    under: int | None
    share: float | None


class VersionOut(Schema):
    """What a target was by one document; `parts` are those that the caller may read."""

    number: int
    value: int
    split: str
    document: DocumentIO
    reason: str
    at: datetime
    parts: list[PartIO]


class TargetRecord(Schema):
    """A target with how far it was reached, as a whole and by unit, and all its versions, newest first."""

    target: TargetRow
    whole: ReachedOut
    parts: list[ReachedOut]
    versions: list[VersionOut]


class Parts(Schema):
    """What each unit below would have; of a number they add up to it."""

    parts: list[PartIO]


@router.get("targets", response={200: Targets, **REFUSED}, summary="Targets that concern the caller's ground")
def target_list(request: HttpRequest, unit_id: Number | None = None, cursor: Cursor = "", limit: Limit = 50) -> Any:
    rows = queries.plans(viewer=viewer_of(request))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    edge = calls.edge(request, cursor)
    if edge:
        rows = rows.filter(pk__lt=edge[0])
    found = list(rows.order_by("-pk")[: limit + 1])
    more = [found[limit - 1].pk] if len(found) > limit else None
    return Targets(targets=_rows(found[:limit]), next=calls.next_page(request, more))


@router.post("targets", response={200: TargetRecord, **REFUSED}, summary="Set a target and divide it",
             openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def set_target(request: HttpRequest, body: TargetIn) -> Any:
    made = actions.set_target(
        by=viewer_of(request), measure=body.measure, unit_id=body.unit_id, period=_period(body.period),
        value=body.value, document=body.document.given(), division=body.division(), denominator=body.denominator,
        as_of=body.as_of,
    )  # fmt: skip
    return _record(request, made.pk)


@router.post("targets/parts", response={200: Parts, **REFUSED}, summary="What a division would give; nothing is set")
def parts(request: HttpRequest, body: DivideIn) -> Any:
    viewer = viewer_of(request)
    policies.check_set(viewer, areas.unit(body.unit_id).id)
    actions.check_measure(body.measure)
    found = dividing.parts(
        viewer, measure=body.measure, unit_id=body.unit_id, period=_period(body.period), value=body.value,
        division=body.division(), rate=body.rate,
    )  # fmt: skip
    return Parts(parts=[PartIO(unit_id=unit, value=part) for unit, part in found.items()])


@router.get("targets/{uuid:plan_id}", response={200: TargetRecord, **REFUSED}, summary="One target and its history",
            openapi_extra={"x-etag": True})  # fmt: skip
def target(request: HttpRequest, plan_id: UUID) -> Any:
    return _record(request, plan_id)


@router.put("targets/{uuid:plan_id}", response={200: TargetRecord, **REFUSED, **STALE},
            summary="Revise a target: its value, its division", openapi_extra={"x-once": True, "x-etag": True,
                                                                               "x-versioned": True})  # fmt: skip
def revise(request: HttpRequest, plan_id: UUID, body: ReviseIn) -> Any:
    sent = calls.changes(request, body, lambda: _target(request, plan_id))
    actions.revise(
        by=viewer_of(request), plan_id=plan_id, version=sent["version"], value=body.value,
        document=body.document.given(), division=body.division(), reason=body.reason,
    )  # fmt: skip
    return _record(request, plan_id)


@router.post("targets/{uuid:plan_id}/withdraw", response={200: TargetRecord, **REFUSED, **STALE},
             summary="Take a target back", openapi_extra={"x-once": True, "x-etag": True,
                                                          "x-versioned": True})  # fmt: skip
def withdraw(request: HttpRequest, plan_id: UUID, body: WithdrawIn) -> Any:
    sent = calls.changes(request, body, lambda: _target(request, plan_id))
    actions.withdraw(
        by=viewer_of(request), plan_id=plan_id, version=sent["version"], document=body.document.given(),
        reason=body.reason,
    )  # fmt: skip
    return _record(request, plan_id)


def _period(text: str) -> Named:
    """A period as plans are made for it: a bare year is the state's reporting year."""
    return read(text, Family.STATE)


def _target(request: HttpRequest, plan_id: UUID) -> TargetRow:
    return _rows([queries.plan(plan_id, viewer=viewer_of(request))])[0]


def _record(request: HttpRequest, plan_id: UUID) -> TargetRecord:
    viewer = viewer_of(request)
    plan = queries.plan(plan_id, viewer=viewer)
    calls.show_version(request, plan.version)
    found: Standing = queries.standing(plan, viewer=viewer)
    return TargetRecord(
        target=_rows([plan])[0], whole=_reached(found.whole), parts=[_reached(each) for each in found.parts.values()],
        versions=[_version(each) for each in queries.versions(plan_id, viewer=viewer)],
    )  # fmt: skip


def _rows(plans: Sequence[Plan]) -> list[TargetRow]:
    holding = queries.current(plans)
    names = areas.labels({plan.unit_id for plan in plans})
    same = ("id", "measure", "unit_id", "period", "since", "until", "denominator", "as_of", "withdrawn", "version")
    return [
        TargetRow(
            **{name: getattr(plan, name) for name in same}, title=str(presenters.title_of(plan.measure)),
            unit_name=names.get(plan.unit_id, ""), value=holding[plan.pk].value,
        )
        for plan in plans
    ]  # fmt: skip


def _reached(each: Reached) -> ReachedOut:
    return ReachedOut(
        unit_id=each.unit_id, value=each.value, figure=each.figure.value,
        under=None if each.under is None else each.under.value,
        share=None if each.share is None else float(each.share),
    )  # fmt: skip


def _version(each: Version) -> VersionOut:
    told = DocumentIO(number=each.document, signed_on=each.signed_on, signer_post=each.signer_post)
    return VersionOut(
        number=each.number, value=each.value, split=each.split, document=told, reason=each.reason, at=each.at,
        parts=[PartIO(unit_id=part.unit_id, value=part.value) for part in each.parts.all()],
    )  # fmt: skip
