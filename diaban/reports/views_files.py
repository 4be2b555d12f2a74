"""Reports as files: a draft as it is now, what was signed, and the head of the ledger that it stands on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.console.views.base import viewer_of
from diaban.core.errors import NotFound
from diaban.reports import asking, queries, rendering
from diaban.reports.content import Content


def file(request: HttpRequest, report_id: UUID, form: str) -> HttpResponse:
    """GET: the draft as PDF, DOCX or JSON, marked as a draft."""
    viewer = viewer_of(request)
    found = queries.report(viewer=viewer, report_id=report_id)
    return _sent(queries.draft(viewer=viewer, report=found), form, f"du-thao-{found.template}-{found.period}")


def signed_file(request: HttpRequest, report_id: UUID, revision: int, form: str) -> HttpResponse:
    """GET: what was signed, the same bytes whenever it is asked for."""
    found = queries.signed(viewer=viewer_of(request), report_id=report_id, revision=revision)
    name = f"bao-cao-{found.report.template}-{found.report.period}-lan-{revision}"
    return _sent(queries.content_of(found), form, name)


def head(request: HttpRequest, report_id: UUID, revision: int) -> HttpResponse:
    """GET: the signed head of the ledger, for `diaban doctor --ledger --against`."""
    found = queries.signed(viewer=viewer_of(request), report_id=report_id, revision=revision)
    text = asking.head_of(str(found.cut)).to_json() + "\n"
    return _attached(text.encode(), "application/json", f"dau-so-{found.cut}.json")


def _sent(content: Content, form: str, name: str) -> HttpResponse:
    if form not in rendering.MEDIA or form == "page":
        raise NotFound(_("Báo cáo không có dạng tệp này; hãy chọn PDF, DOCX hoặc JSON."))
    return _attached(rendering.rendered(content, form), rendering.MEDIA[form], f"{name}.{form}")


def _attached(made: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(made, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
