"""Pages of an import: bring in a workbook, answer what is unsure, see every row's verdict, commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diaban.access.scope import Viewer
from diaban.papers.models import Import
from diaban.people.importing import asking, forms, policies, presenters, queries, shown, working
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import from_queryset, from_rows, narrowed
from diaban.web.records import record_page

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def crumbs(imported: Import | None = None) -> list[Crumb]:
    first = Crumb(_("Nhập danh sách"), reverse("importing:imports"))
    return [first, Crumb(imported.file_name, presenters.address(imported))] if imported else [first]


def imports(request: HttpRequest) -> HttpResponse:
    """GET: the office's imports, latest first."""
    viewer = viewer_of(request)
    new = Action(_("Nhập tệp mới"), reverse("importing:upload"), "main", "plus")
    listing = Listing(
        title=_("Nhập danh sách cư dân"),
        name="lan-nhap",
        columns=presenters.IMPORTS,
        sort="-day",
        source=from_queryset(queries.imports(viewer=viewer), sorts={"day": "created_at"}),
        empty=_("Cơ quan chưa nhập tệp nào."),
        empty_action=new,
    )
    return list_page(request, listing, actions=[new, Action(_("Cách đọc đã nhớ"), reverse("importing:layouts"))])


def _bring_in(viewer: Viewer, data: dict[str, Any]) -> Import:
    adding = None if data["add_hamlets"] else False
    return asking.bring_in(by=viewer, file=data["workbook"], add_hamlets=adding)


def upload(request: HttpRequest) -> HttpResponse:
    """GET, POST: bring in a workbook; reading it is a job."""
    viewer = viewer_of(request)
    policies.check_import(viewer)
    return form_page(
        request,
        forms.UploadForm,
        title=_("Nhập tệp mới"),
        lead=_("Chưa ghi gì vào sổ cho đến khi bạn xem kết quả và bấm ghi."),
        save=lambda data: _bring_in(viewer, data),
        done=lambda made: ("", presenters.address(made)),
        button=_("Nhập và xét từng dòng"),
        crumbs=crumbs(),
        cancel=reverse("importing:imports"),
    )


def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET: how far an import is, what was asked, what was found, what can be done. Asks again while work goes on."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=import_id)
    running = imported.state in working.RUNNING and not working.stalled(imported)
    return record_page(
        request,
        presenters.record(viewer, imported),
        crumbs=crumbs(),
        template="people/importing/import.html",
        running=running,
        imported=imported,
        step=shown.step(imported),
    )


def _told(viewer: Viewer, imported: Import, data: dict[str, Any]) -> Import:
    answers, place = forms.answers(imported, data)
    return asking.answer(by=viewer, import_id=imported.id, answers=answers, place=place)


def answer(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET, POST: what the unsure columns mean, which commune it is for."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=import_id)
    return form_page(
        request,
        forms.AnswerForm,
        form_kwargs={"imported": imported},
        title=_("Trả lời để đọc tiếp"),
        lead=_("Câu trả lời về cột được nhớ cho lần nhập sau."),
        save=lambda data: _told(viewer, imported, data),
        done=lambda made: ("", presenters.address(made)),
        button=_("Trả lời"),
        crumbs=crumbs(imported),
        cancel=presenters.address(imported),
    )


def _mapped(viewer: Viewer, imported: Import, data: dict[str, Any]) -> Import:
    answers = forms.changed(imported, data)
    if not answers:
        return imported
    return asking.answer(by=viewer, import_id=imported.id, answers=answers)


def mapping(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET, POST: what every column is taken for, the sure ones too."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=import_id)
    return form_page(
        request,
        forms.MappingForm,
        form_kwargs={"imported": imported},
        title=_("Sửa cách hiểu cột"),
        lead=_("Tệp được đọc lại theo cách hiểu mới; cách hiểu ấy được nhớ cho lần nhập sau."),
        save=lambda data: _mapped(viewer, imported, data),
        done=lambda made: ("", presenters.address(made)),
        button=_("Đọc lại tệp"),
        crumbs=crumbs(imported),
        cancel=presenters.address(imported),
    )


@purposeful
def rows(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET: every row of the workbook with its verdict and why."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=import_id)
    found: QuerySet[Any] = queries.rows(viewer=viewer, import_id=import_id)
    listing = Listing(
        title=_("Từng dòng của tệp"),
        name="dong-nhap",
        persons=lambda row: row.record,
        columns=presenters.ROWS,
        filters=forms.RowFilters,
        sort="row",
        source=from_queryset(found, sorts={"row": "seq"}, lookups=queries.LOOKUPS),
        count=lambda ask: narrowed(found, ask, queries.LOOKUPS).count(),
        empty=_("Chưa có dòng nào được xét."),
    )
    return list_page(request, listing, crumbs=crumbs(imported), actions=presenters.batch(imported, request.GET))


@purposeful
def left_out(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET: rows of the workbook that are no data, each with what it is."""
    imported = queries.one(viewer=viewer_of(request), import_id=import_id)
    listing = Listing(
        title=_("Dòng ngoài danh sách"),
        name="ngoai-danh-sach",
        persons=lambda _entry: None,
        columns=shown.LEFT_OUT,
        source=from_rows(imported.left_out),
        row_id=lambda entry: entry["row"],
        empty=_("Không có dòng nào bị bỏ ra ngoài."),
    )
    return list_page(request, listing, crumbs=crumbs(imported))


def handed(made: Returned, name: str) -> HttpResponse:
    """A workbook to be saved; `name` is for programs that can't write its own."""
    response = HttpResponse(made.content, content_type=SPREADSHEET)
    response["Content-Disposition"] = f"attachment; filename=\"{name}.xlsx\"; filename*=UTF-8''{quote(made.name)}"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@purposeful
def verdict_file(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET: the clerk's own file with a column that says what became of each row."""
    from diaban.people.importing import returning

    return handed(returning.returned(viewer=viewer_of(request), import_id=import_id), "ket-luan")


@require_POST
def write(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """POST: commit the new rows; a job does it."""
    return redirect(presenters.address(asking.commit(by=viewer_of(request), import_id=import_id)))


@require_POST
def again(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """POST: read once more what was interrupted."""
    return redirect(presenters.address(asking.again(by=viewer_of(request), import_id=import_id)))
