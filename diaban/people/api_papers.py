"""A resident's papers as the API gives and takes them: named, hung on the record, fetched (logged), taken off.

They are added to the router of residents, as the writes are: two routers can't share an address.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Schema, UploadedFile

from diaban.papers.attachments import media
from diaban.papers.attachments.models import Attachment
from diaban.people import actions, queries
from diaban.people.api import REFUSED
from diaban.people.api_writes import router as router
from diaban.people.views.base import viewer_of
from diaban.people.views.papers import served
from diaban.web.calls import BINARY

ALL = "people/{uuid:resident_id}/papers"
ONE = f"{ALL}/{{uuid:attachment_id}}"


class PaperOut(Schema):
    """A scan or document on a resident's record: what the office calls it, its kind by content, size in bytes."""

    id: UUID
    title: str
    medium: str
    type: str
    size: int
    sha256: str
    attached_at: datetime


class Papers(Schema):
    """What hangs on a record now, oldest first."""

    papers: list[PaperOut]


def shown(paper: Attachment) -> PaperOut:
    """A paper as JSON."""
    same = ("id", "title", "medium", "size", "sha256", "attached_at")
    kind = media.BY_CODE.get(paper.medium)
    return PaperOut(**{name: getattr(paper, name) for name in same}, type=kind.mime if kind else "")


@router.get(ALL, response={200: Papers, **REFUSED}, summary="Papers on a resident's record; the look-up is recorded",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def papers(request: HttpRequest, resident_id: UUID) -> Any:
    viewer = viewer_of(request)
    found = queries.open_papers(viewer=viewer, resident_id=resident_id, channel=viewer.api_channel)
    return Papers(papers=[shown(paper) for paper in found])


@router.post(ALL, response={200: PaperOut, **REFUSED}, summary="Hang a scan or a document on a record",
             openapi_extra={"x-file": media.MOST, "x-limit": "lookup"})  # fmt: skip
def attach(
    request: HttpRequest,
    resident_id: UUID,
    file: Annotated[UploadedFile, File()],
    title: Annotated[str, Form(max_length=200)] = "",
) -> Any:
    made = actions.attach_paper(
        by=viewer_of(request), resident_id=resident_id, content=file.read(), file_name=file.name or "", title=title
    )
    return shown(Attachment.objects.get(pk=made.pk))


@router.get(ONE, response={200: None, **REFUSED}, summary="The file itself; the look-up is recorded",
            openapi_extra=BINARY | {"x-limit": "lookup"})  # fmt: skip
def paper(request: HttpRequest, resident_id: UUID, attachment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found, content = queries.open_paper(
        viewer=viewer, resident_id=resident_id, attachment_id=attachment_id, channel=viewer.api_channel
    )
    return served(found, content)


@router.delete(ONE, response={200: Papers, **REFUSED}, summary="Take a paper off; its file is destroyed a month later")
def detach(request: HttpRequest, resident_id: UUID, attachment_id: UUID) -> Any:
    viewer = viewer_of(request)
    actions.detach_paper(by=viewer, resident_id=resident_id, attachment_id=attachment_id)
    return Papers(papers=[shown(paper) for paper in queries.papers(viewer=viewer, resident_id=resident_id)])
