"""Exports as JSON: ask for one, see how far it is, fetch its file. The list is named by the address of its page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from diaban.console.views.base import viewer_of
from diaban.papers.models import Export, ExportState
from diaban.people.api import REFUSED
from diaban.web.calls import BINARY
from diaban.web.exports import actions, at_work, queries, reading
from diaban.web.exports import views as exports

router = Router()


class ExportIn(Schema):
    """`address` is that of the list's page with its filters and order, such as `/cu-dan/?gioi_tinh=f&xep=-birth`."""

    model_config = ConfigDict(extra="forbid")
    address: Annotated[str, Field(max_length=2000)]
    format: Literal["xlsx", "csv"] = "xlsx"


class ExportOut(Schema):
    """An export: `done` of `total` rows are written. `code` is printed in the file and leads to its log.

    `file` is where the file is fetched once the state is ready, until `expires_at`; a broken download can be resumed.
    """

    id: UUID
    code: str
    title: str
    format: str
    state: str
    total: int | None
    done: int
    size: int
    sha256: str
    error: str
    asked_at: datetime
    expires_at: datetime | None
    file: str | None


def shown(export: Export) -> ExportOut:
    """An export as JSON."""
    same = ("id", "code", "title", "format", "state", "total", "done", "size", "sha256", "error", "asked_at",
            "expires_at")  # fmt: skip
    file = f"/api/v1/exports/{export.pk}/file" if export.state == ExportState.READY else None
    return ExportOut(**{name: getattr(export, name) for name in same}, file=file)


@router.post("exports", response={200: ExportOut, **REFUSED}, summary="Take a list out as a file; it is recorded",
             openapi_extra={"x-once": True, "x-limit": "lookup"})  # fmt: skip
def begin(request: HttpRequest, body: ExportIn) -> Any:
    viewer = viewer_of(request)
    view = reading.asked_at(body.address, viewer, user=request.user, session=getattr(request, "session", None))
    export = actions.begin(by=viewer, view=view, address=body.address, form=body.format, channel="api")
    return shown(queries.one(viewer=viewer, export_id=export.pk))


@router.get("exports/{uuid:export_id}", response={200: ExportOut, **REFUSED}, summary="How far an export is")
def status(request: HttpRequest, export_id: UUID) -> Any:
    return shown(queries.one(viewer=viewer_of(request), export_id=export_id))


@router.get("exports/{uuid:export_id}/file", response={200: None, **REFUSED}, summary="The file; a broken download "
            "goes on with Range and If-Range", openapi_extra=BINARY)  # fmt: skip
def file(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    return exports.file(request, export_id)


@router.delete("exports/{uuid:export_id}", response={200: ExportOut, **REFUSED}, summary="Stop an export, or remove "
               "its file")  # fmt: skip
def remove(request: HttpRequest, export_id: UUID) -> Any:
    viewer = viewer_of(request)
    under_way = queries.one(viewer=viewer, export_id=export_id).state in at_work.RUNNING
    (actions.cancel if under_way else actions.remove)(by=viewer, export_id=export_id)
    return shown(queries.one(viewer=viewer, export_id=export_id))
