"""A resident's papers: hung on the record, opened (as a download, logged), taken off."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from diaban.papers.attachments import media
from diaban.papers.attachments.models import Attachment
from diaban.people import actions, forms, policies, queries
from diaban.people.views.base import purposeful, viewer_of
from diaban.people.views.events import person_crumbs, saved, subject, url_of
from diaban.web.forms import form_page


@purposeful
def attach(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a scan or a document."""
    viewer, view = subject(request, resident_id)
    policies.check_edit(viewer, view.resident)

    def save(data: dict[str, Any]) -> Attachment:
        file = data["file"]
        return actions.attach_paper(
            by=viewer, resident_id=resident_id, content=file.read(), file_name=file.name, title=data["title"]
        )

    return form_page(
        request, forms.PaperForm, title=_("Đính kèm giấy tờ"), save=save, crumbs=person_crumbs(view),
        lead=view.resident.full_name, done=lambda _p: saved(_("Đã đính kèm."), resident_id), cancel=url_of(resident_id),
        button=_("Đính kèm"),
    )  # fmt: skip


@require_GET
@purposeful
def paper(request: HttpRequest, resident_id: UUID, attachment_id: UUID) -> HttpResponse:
    """GET: the file, to be saved, never shown as a page of ours."""
    found, content = queries.open_paper(viewer=viewer_of(request), resident_id=resident_id, attachment_id=attachment_id)
    return served(found, content)


def served(found: Attachment, content: bytes) -> HttpResponse:
    """A file that no browser takes for a page: to be saved, of the type it was found to be, in a sandbox."""
    medium = media.BY_CODE[found.medium]
    ending = medium.endings[0]
    name = f"filename=\"giay-to.{ending}\"; filename*=UTF-8''{quote(f'{found.title}.{ending}')}"
    return HttpResponse(
        content,
        content_type=medium.mime,
        headers={
            "Content-Disposition": f"attachment; {name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@purposeful
def detach(request: HttpRequest, resident_id: UUID, attachment_id: UUID) -> HttpResponse:
    """GET asks, POST takes a paper off the record."""
    viewer, view = subject(request, resident_id)
    policies.check_edit(viewer, view.resident)
    found = queries.paper(viewer=viewer, resident_id=resident_id, attachment_id=attachment_id)
    return form_page(
        request, forms.DetachForm, title=_("Gỡ giấy tờ"), lead=found.title, button=_("Gỡ giấy tờ"),
        save=lambda data: actions.detach_paper(by=viewer, resident_id=resident_id, attachment_id=attachment_id),
        done=lambda _s: saved(_("Đã gỡ; tệp được hủy hẳn sau 30 ngày."), resident_id), crumbs=person_crumbs(view),
        cancel=url_of(resident_id),
    )  # fmt: skip
