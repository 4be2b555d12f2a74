"""Reports as JSON: those of the ground, one of them with its figures, the lines behind a number, what came after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from diaban.console.api import Line
from diaban.console.views.base import viewer_of
from diaban.people.api import REFUSED, Cursor, Limit, Number
from diaban.reports import actions, as_json, comparing, opening, queries
from diaban.reports.models import Report
from diaban.web import calls

router = Router()


class ReportIn(Schema):
    """`area` is a unit's name with district and province, or its code; `period` as the report's own: 2023, 2023-T05."""

    model_config = ConfigDict(extra="forbid")
    template: Annotated[str, Field(max_length=20)]
    area: Annotated[str, Field(max_length=200)]
    period: Annotated[str, Field(max_length=40)]
    map: Annotated[str, Field(max_length=20)] = "then"


class ReportOut(Schema):
    """A report in the list. `revision` is how often it was signed."""

    id: UUID
    template: str
    title: str
    unit_id: int
    period: str
    map: str
    state: str
    revision: int
    made_at: datetime
    version: int


class Reports(Schema):
    """A page of reports, the newest first. `next`: the address of the next page."""

    reports: list[ReportOut]
    next: str | None


class OpenedLines(Schema):
    """The lines behind a number: `value` is what the measure makes of all `count` of them."""

    measure: str
    value: int
    count: int
    lines: list[Line]
    next: str | None


class Later(Schema):
    """A line that came after the cut: what it is, and by how much it changes the number (null: it doesn't add up)."""

    id: int
    came: str
    effect: int | None
    replaced: int | None


class Changed(Schema):
    """One number of a signed report, `which` of its two periods, and every line that came after its cut."""

    measure: str
    which: str
    was: int | None
    now: int | None
    lines: list[Later]
    more: bool


class SinceSigned(Schema):
    """`holds`: the ledger counted again at the report's cut says what was signed."""

    revision: int
    cut: int
    holds: bool
    changes: list[Changed]


def shown(report: Report) -> ReportOut:
    """A report as the list tells it."""
    return ReportOut(
        id=report.pk, template=report.template, title=queries.subject(report), unit_id=report.place,
        period=report.period, map=report.map, state=report.state, made_at=report.made_at, version=report.version,
        revision=max((signed.revision for signed in report.signed.all()), default=0),
    )  # fmt: skip


@router.get("reports", response={200: Reports, **REFUSED}, summary="Reports of the caller's ground, the newest first")
def report_list(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    rows = queries.reports(viewer=viewer_of(request))
    edge = calls.edge(request, cursor)
    if edge:
        rows = rows.filter(made_at__lte=edge[0]).exclude(made_at=edge[0], id__gte=edge[1])
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = calls.next_page(request, [last.made_at.isoformat(), last.pk] if last else None)
    return Reports(reports=[shown(each) for each in found[:limit]], next=following)


@router.post("reports", response={200: ReportOut, **REFUSED}, summary="Draft a report", openapi_extra={"x-once": True})
def draft(request: HttpRequest, body: ReportIn) -> Any:
    made = actions.draft(
        by=viewer_of(request), template=body.template, area=body.area, period=body.period, map=body.map
    )
    return shown(queries.report(viewer=viewer_of(request), report_id=made.pk))


@router.get("reports/lines/{code}/{int:unit_id}", response={200: OpenedLines, **REFUSED},
            summary="The lines behind a number of a report, newest day first")  # fmt: skip
def lines(
    request: HttpRequest, code: str, unit_id: int, tu: date, den: date,
    moc: Annotated[int, Query(ge=0, le=2**62)] | None = None,
    trong: Number | None = None, ngoai: date | None = None, cursor: Cursor = "", limit: Limit = 50,
) -> Any:  # fmt: skip
    viewer = viewer_of(request)
    opened = opening.opened(code, unit_id, tu, den, moc, trong, ngoai)
    edge = calls.edge(request, cursor)
    page = opened.page(viewer, None if edge is None else (date.fromisoformat(edge[0]), edge[1]), limit)
    tally = opened.tally(viewer)
    following = calls.next_page(request, page.after)
    return OpenedLines(measure=code, value=tally.value, count=tally.lines,
                       lines=[Line.from_orm(row) for row in page.rows], next=following)  # fmt: skip


@router.get("reports/{uuid:report_id}", response={200: dict[str, Any], **REFUSED},
            summary="A report with its figures: as signed last, or as the draft reads now")  # fmt: skip
def report(request: HttpRequest, report_id: UUID) -> Any:
    viewer = viewer_of(request)
    found = queries.report(viewer=viewer, report_id=report_id)
    if found.state == "signed":
        return as_json.document(queries.content_of(queries.signed(viewer=viewer, report_id=report_id)))
    return as_json.document(queries.draft(viewer=viewer, report=found))


@router.get("reports/{uuid:report_id}/since", response={200: SinceSigned, **REFUSED},
            summary="What came after a report was signed, line by line")  # fmt: skip
def since(request: HttpRequest, report_id: UUID) -> Any:
    viewer = viewer_of(request)
    found = queries.signed(viewer=viewer, report_id=report_id)
    return SinceSigned(
        revision=found.revision, cut=found.cut, holds=comparing.holds(viewer=viewer, signed=found),
        changes=[changed(each) for each in comparing.since(viewer=viewer, signed=found)],
    )  # fmt: skip


def changed(since: comparing.Since) -> Changed:
    """One number that changed."""
    told = [
        Later(
            id=line.id, came=line.came.value, effect=line.effect, replaced=line.replaced.id if line.replaced else None
        )
        for line in since.lines
    ]
    return Changed(
        measure=since.item.measure, which=since.which, was=since.was, now=since.now, lines=told, more=since.more
    )
