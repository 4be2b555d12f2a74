"""Pages of exports: offer one, my exports, one of them, its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaban.access.scope import Viewer
from diaban.core.text import fmt_int
from diaban.papers.models import Export, ExportState
from diaban.papers.writing import store
from diaban.web.exports import AT_ONCE, actions, at_work, forms, policies, presenters, queries, reading, serving
from diaban.web.forms import form_page
from diaban.web.pages import Crumb
from diaban.web.paging import from_queryset
from diaban.web.records import record_page

if TYPE_CHECKING:
    from diaban.web.lists import ListView


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in viewer; the middleware lets nobody else this far."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def offer(request: HttpRequest, view: ListView, crumbs: Sequence[Crumb]) -> HttpResponse:
    """GET ?dang=xuat of a list: how large its file would be. POST: write it, or leave it to a job."""
    viewer = viewer_of(request)
    policies.check_export(viewer, view.listing.persons is not None)
    rows, more = reading.counted(view)
    address = request.path + view.address()
    return form_page(
        request,
        forms.FormatForm,
        form_kwargs={"rows": rows, "columns": len(view.listing.columns), "more": more},
        title=_("Xuất ra tệp: %(list)s") % {"list": view.listing.title},
        lead=lead_of(rows, more),
        save=lambda data: actions.begin(by=viewer, view=view, address=address, form=data["format"]),
        done=lambda export: ("", presenters.address(export) + "?tai=1"),
        button=_("Xuất"),
        crumbs=crumbs,
        cancel=address,
        template="web/export_offer.html",
        list=view,
        personal=view.listing.persons is not None,
    )


def lead_of(rows: int, more: bool) -> str:
    """How many rows, and how long it takes."""
    if more:
        return _("Hơn %(n)s dòng: được làm ở chế độ nền, có thể rời trang.") % {"n": fmt_int(rows)}
    if rows > AT_ONCE:
        return _("%(n)s dòng: được làm ở chế độ nền, có thể rời trang.") % {"n": fmt_int(rows)}
    return _("%(n)s dòng: có ngay.") % {"n": fmt_int(rows)}


def exports(request: HttpRequest) -> HttpResponse:
    """GET /xuat/: the viewer's exports, newest first; for an auditor those of the ground, found by their code."""
    from diaban.web.lists import Listing, list_page

    viewer = viewer_of(request)
    audited = viewer.scope.audit
    listing = Listing(
        title=_("Tệp đã xuất"),
        name="xuat",
        columns=presenters.columns(audited),
        source=from_queryset(
            queries.exports(viewer=viewer), sorts={"day": "asked_at", "code": "code"}, lookups={"ma": by_code}
        ),
        filters=forms.ByCode if audited else None,
        sort="-day",
        empty=_("Chưa có tệp nào được xuất. Mở một danh sách rồi bấm “Xuất ra tệp”."),
    )
    return list_page(request, listing, lead=_("Mỗi tệp mang một mã; mã đó dẫn về đây và về nhật ký."))


def by_code(rows: Any, typed: str) -> Any:
    """The code as it is printed, typed in small letters or with spaces too."""
    return rows.filter(code=typed.replace(" ", "").upper())


def one(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """GET /xuat/<id>/: how far it is, what it holds, its file. Asks again while work goes on."""
    viewer = viewer_of(request)
    export = queries.one(viewer=viewer, export_id=export_id)
    running = export.state in at_work.RUNNING and not at_work.stalled(export)
    response = record_page(
        request,
        presenters.record(viewer, export),
        crumbs=presenters.crumbs(),
        template="web/export.html",
        running=running,
        export=export,
    )
    if "tai" in request.GET and export.state == ExportState.READY and not running:
        response["Refresh"] = f"0; url={reverse('exports:file', args=[export.pk])}"
    return response


def file(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """GET /xuat/<id>/tep/: the file, whole or from where a broken download ended."""
    viewer = viewer_of(request)
    part = serving.asked(request, queries.one(viewer=viewer, export_id=export_id))
    export = actions.fetch(by=viewer, export_id=export_id, resumed=part is not None and part.first > 0)
    return serving.answer(store.path_of(export.pk), export, part)


@require_POST
def cancel(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """POST: stop it."""
    return _back(actions.cancel(by=viewer_of(request), export_id=export_id))


@require_POST
def again(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """POST: once more what was interrupted."""
    return _back(actions.again(by=viewer_of(request), export_id=export_id))


@require_POST
def remove(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """POST: remove the file before its time."""
    return _back(actions.remove(by=viewer_of(request), export_id=export_id))


def _back(export: Export) -> HttpResponse:
    return redirect(presenters.address(export))
