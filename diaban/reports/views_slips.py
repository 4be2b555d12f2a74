"""The standard slips of one-stop as files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diaban.core.errors import Invalid, NotFound
from diaban.core.time import now, today
from diaban.figures import periods_read
from diaban.onestop import queries
from diaban.people.policies import sees_numbers
from diaban.people.views.base import purposeful, viewer_of
from diaban.reports import slips
from diaban.reports.rendering import MEDIA

#: Days that one book may hold.
_LONGEST = 92


@require_GET
@purposeful
def slip(request: HttpRequest, dossier_id: UUID, slip_id: UUID, form: str) -> HttpResponse:
    """GET: a slip as it went out."""
    viewer = viewer_of(request)
    view = queries.open_dossier(viewer=viewer, dossier_id=dossier_id)
    found = next((each for each in view.slips if each.pk == slip_id), None)
    if found is None:
        raise NotFound(_("Không có phiếu này trong hồ sơ."))
    return _sent(slips.of_slip(view, found, numbers=sees_numbers(viewer)), form, f"{found.kind}-{view.dossier.number}")


@require_GET
@purposeful
def control(request: HttpRequest, dossier_id: UUID, form: str) -> HttpResponse:
    """GET: the control sheet of a dossier as of now."""
    viewer = viewer_of(request)
    view = queries.open_dossier(viewer=viewer, dossier_id=dossier_id)
    return _sent(slips.control(view, viewer, now()), form, f"control-{view.dossier.number}")


@require_GET
@purposeful
def book(request: HttpRequest, form: str) -> HttpResponse:
    """GET: the book of the dossiers that the office took in, of this month or the period that is asked for."""
    period = periods_read.read(request.GET.get("ky") or f"{today():%Y}-T{today():%m}")
    if (period.until - period.since).days > _LONGEST:
        raise Invalid(_("Sổ theo dõi in nhiều nhất một quý; hãy chọn kỳ ngắn hơn."))
    made = slips.book(viewer_of(request), period.since, period.until, now())
    return _sent(made, form, f"so-theo-doi-{period.code}")


def _sent(made: slips.Document, form: str, name: str) -> HttpResponse:
    if form == "pdf":
        from diaban.reports.as_pdf import pdf as rendered
    elif form == "docx":
        from diaban.reports.as_docx import docx as rendered
    else:
        raise NotFound(_("Phiếu không có dạng tệp này; hãy chọn PDF hoặc DOCX."))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(rendered(made.content, made.around), content_type=MEDIA[form], headers=headers)
