"""Dossiers as JSON: listed, opened, taken in and moved by the verbs and with the rights of the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from diaban.access.looks import log_shown
from diaban.onestop import actions, asking, catalogue, policies, queries
from diaban.onestop.queries import DossierView
from diaban.people.api import REFUSED, Limit
from diaban.people.views.base import viewer_of
from diaban.web import calls
from diaban.web.paging import Ask, from_queryset

router = Router()
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Words = Annotated[str, Field(max_length=2000)]
Verb = Literal[
    "process", "ask_supplement", "answer_supplement", "charge", "pay", "waive", "approve", "refuse", "stop", "go_on",
    "withdraw", "deliver", "extend", "forward", "reopen",
]  # fmt: skip


class Asked(Schema):
    """A question of a procedure: asked only where `when` (another question, its answers) holds."""

    code: str
    kind: str
    title: str
    required: bool
    options: list[str]
    when: tuple[str, list[str]] | None
    who: str


class ProcedureOut(Schema):
    """The version of a procedure in force today. `national_code` is null where the state has published none; `checked`:
    someone has compared the version with the text of the law."""

    code: str
    version: int
    national_code: str | None
    title: str
    field: str
    amount: int
    unit: str
    fee: int
    citation: str
    checked: bool
    questions: list[Asked]
    papers: list[str]


class DossierRow(Schema):
    """A dossier without what was answered. `state` is one of the ten of the national list."""

    id: UUID
    number: str
    procedure: str
    version: int
    state: str
    place: int
    office_id: int
    intake_office_id: int
    channel: str
    subject_id: UUID | None
    applicant: str
    received_at: datetime
    promised_at: datetime | None


class Dossiers(Schema):
    """A page; `next` is the id to go on after, null at the end."""

    dossiers: list[DossierRow]
    next: UUID | None


class DossierRecord(DossierRow):
    """A dossier with its four tracks. `application_id`: the application for a card that it follows."""

    answers: dict[str, Any]
    papers: list[str]
    fee_state: str
    fee: int
    result_state: str
    result_no: str
    decided_at: datetime | None
    delivery_state: str
    delivered_at: datetime | None
    late: bool
    paused: bool
    record_version: int
    application_id: UUID | None


class ApplicantIn(Schema):
    """Who hands it in, where it isn't the person it is about."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=120)] = ""
    number: Annotated[str, Field(max_length=20)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""


class DossierIn(Schema):
    """A dossier to be taken in; `answers` by the codes of the procedure's questions, days as 2026-11-20."""

    model_config = ConfigDict(extra="forbid")
    procedure: Annotated[str, Field(max_length=32)]
    subject_id: UUID | None = None
    answers: Annotated[dict[str, Annotated[str, Field(max_length=4000)] | int | bool | None], Field(max_length=80)] = {}
    papers: Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=40)] = []
    applicant: ApplicantIn = ApplicantIn()
    channel: Literal["direct", "online", "post"] = "direct"
    office_id: Id | None = None


class StepIn(Schema):
    """A verb with what it asks for: what, why, fee, day, office_id, result_no, way, receiver."""

    model_config = ConfigDict(extra="forbid")
    verb: Verb
    what: Words = ""
    why: Words = ""
    fee: Annotated[int, Field(ge=1, le=10**9)] | None = None
    day: date | None = None
    office_id: Id | None = None
    result_no: Annotated[str, Field(max_length=60)] = ""
    way: Literal["", "counter", "proxy", "post", "online"] = ""
    receiver: Annotated[str, Field(max_length=120)] = ""


#: What each verb takes of a `StepIn`.
_TAKES: dict[str, tuple[str, ...]] = {
    "ask_supplement": ("what", "why"), "charge": ("fee",), "approve": ("result_no",), "refuse": ("why",),
    "stop": ("why",), "deliver": ("way", "receiver"), "extend": ("day", "why"), "forward": ("office_id",),
}  # fmt: skip


@router.get("procedures", response={200: list[ProcedureOut], **REFUSED}, summary="Procedures in force today")
def procedures(request: HttpRequest) -> Any:
    policies.check_read(viewer_of(request))
    return [
        ProcedureOut(
            code=row.code, version=row.version, national_code=row.national_code, title=catalogue.title(row),
            field=row.field, amount=row.amount, unit=row.unit, fee=row.fee, citation=row.citation,
            checked=row.checked,
            questions=[Asked(code=q.code, kind=q.kind, title=asking.said(q.title, q.title_en), required=q.required,
                             options=[code for code, _vi, _en in q.options],
                             when=(q.when[0], list(q.when[1])) if q.when else None, who=q.who)
                       for q in asking.questions(row.questions)],
            papers=[paper.code for paper in asking.papers(row.papers)],
        )
        for row in catalogue.in_force()
    ]  # fmt: skip


@router.get("dossiers", response={200: Dossiers, **REFUSED}, summary="Dossiers of the caller's ground, latest first",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def dossier_list(
    request: HttpRequest, state: str = "", procedure: str = "", after: UUID | None = None, limit: Limit = 50
) -> Any:
    viewer = viewer_of(request)
    rows = queries.dossiers(viewer=viewer)
    asked = {"state": state, "procedure__code": procedure}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    ask = Ask(sort="day", down=True, after=str(after or ""), limit=limit)
    found = from_queryset(rows, sorts={"day": "received_at"})(ask)
    shown = [row.subject_id for row in found.rows if row.subject_id]
    if shown:
        log_shown(viewer, "list", shown, viewer.api_channel)
    return Dossiers(
        dossiers=[DossierRow(**_row(row)) for row in found.rows], next=found.rows[-1].pk if found.later else None
    )


@router.get("dossiers/{uuid:dossier_id}", response={200: DossierRecord, **REFUSED}, summary="Open one dossier",
            openapi_extra={"x-limit": "lookup", "x-etag": True})  # fmt: skip
def dossier(request: HttpRequest, dossier_id: UUID) -> Any:
    return _shown(request, dossier_id)


@router.post("dossiers", response={200: DossierRecord, **REFUSED}, summary="Take in a dossier",
             openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def take_in(request: HttpRequest, body: DossierIn) -> Any:
    said = actions.Intake(
        body.procedure, body.subject_id, body.answers, body.papers,
        actions.Applicant(body.applicant.name, body.applicant.number, body.applicant.phone), body.channel,
        body.office_id,
    )  # fmt: skip
    return _shown(request, actions.take_in(by=viewer_of(request), intake=said).pk)


@router.post("dossiers/{uuid:dossier_id}/steps", response={200: DossierRecord, **REFUSED},
             summary="One step of a dossier", openapi_extra={"x-once": True, "x-etag": True})  # fmt: skip
def step(request: HttpRequest, dossier_id: UUID, body: StepIn) -> Any:
    from diaban.casework.policies import needed

    verb: Callable[..., Any] = getattr(actions, body.verb)
    given = {name: needed(getattr(body, name), name) for name in _TAKES.get(body.verb, ())}
    verb(by=viewer_of(request), dossier_id=dossier_id, **given)
    return _shown(request, dossier_id)


def _shown(request: HttpRequest, dossier_id: UUID) -> DossierRecord:
    viewer = viewer_of(request)
    view: DossierView = queries.open_dossier(viewer=viewer, dossier_id=dossier_id, channel=viewer.api_channel)
    row, case = view.dossier, view.case
    calls.show_version(request, row.version)
    same = ("answers", "fee_state", "fee", "result_state", "result_no", "decided_at", "delivery_state", "delivered_at")
    return DossierRecord(
        **_row(row), **{name: getattr(row, name) for name in same}, papers=[paper["code"] for paper in row.papers],
        late=case.late if case else False, paused=case.paused if case else False, record_version=row.version,
        application_id=row.work_id,
    )  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    same = ("id", "number", "state", "place", "channel", "subject_id", "applicant", "received_at", "promised_at")
    return {
        **{name: getattr(row, name) for name in same}, "procedure": row.procedure.code,
        "version": row.procedure.version, "office_id": row.office, "intake_office_id": row.intake_office,
    }  # fmt: skip
