"""Slips of an application as files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from diaban.cards import queries, slips
from diaban.core.time import today
from diaban.papers.documents import MEDIA
from diaban.papers.slips import made
from diaban.people.views.base import purposeful, viewer_of


@purposeful
def slip(request: HttpRequest, application_id: UUID, form: str) -> HttpResponse:
    """GET: the appointment slip as PDF or DOCX. Taking it is written to the log of look-ups."""
    if form not in MEDIA:
        raise Http404
    view = queries.open_application(viewer=viewer_of(request), application_id=application_id)
    content = made(slips.appointment(view, queries.number_of(view), today()), form)
    name = f"giay-hen-{view.application.slip_no}.{form}".encode("ascii", "ignore").decode()
    return HttpResponse(content, content_type=MEDIA[form],
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip
