"""Pages of an import: a workbook brought in, what is unsure answered, every row's verdict, written, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diaban.access.scope import Viewer
from diaban.core.text import fmt_int
from diaban.papers.models import Import
from diaban.people.importing import asking, files, shown
from diaban.people.importing import forms as people
from diaban.people.importing.queries import LOOKUPS
from diaban.people.importing.views import handed
from diaban.registers import forms, policies
from diaban.registers.importing import actions, corrected, presenters, queries, returning
from diaban.registers.importing import undo as undoing
from diaban.registers.views.base import crumbs as room_crumbs
from diaban.registers.views.base import purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import from_queryset, narrowed
from diaban.web.records import Record, record_page


def crumbs(imported: Import | None = None) -> list[Crumb]:
    first = room_crumbs(None, Crumb(_("Nhập từ bảng tính"), reverse("registers:imports")))
    return [*first, Crumb(imported.file_name, presenters.address(imported))] if imported else first


def _one(request: HttpRequest, paper_id: UUID) -> tuple[Viewer, Import]:
    viewer = viewer_of(request)
    return viewer, queries.one(viewer=viewer, import_id=paper_id)


def imports(request: HttpRequest) -> HttpResponse:
    """GET: the office's imports of registers, latest first."""
    viewer = viewer_of(request)
    new = Action(_("Nhập tệp mới"), reverse("registers:upload"), "main", "plus")
    found = queries.imports(viewer=viewer)
    listing = Listing(
        title=_("Nhập danh sách quản lý"), name="lan-nhap-danh-sach", columns=presenters.IMPORTS, sort="-day",
        source=from_queryset(found, sorts={"day": "created_at"}), empty=_("Cơ quan chưa nhập tệp nào."),
        empty_action=new,
    )  # fmt: skip
    return list_page(request, listing, actions=[new], crumbs=room_crumbs())


def _bring_in(viewer: Viewer, data: dict[str, Any]) -> Import:
    asking.posting_of(viewer)  # before anything is kept
    answers = {"register": data["register"]} if data["register"] else {}
    imported = actions.start(by=viewer, file_name=data["workbook"].name, answers=answers)
    files.keep(viewer, imported, data["workbook"])
    _defer("read_import", viewer, imported.id)
    return imported


def _defer(name: str, viewer: Viewer, import_id: UUID) -> None:
    from diaban.registers.importing import jobs

    getattr(jobs, name).defer(import_id=str(import_id), posting_id=asking.posting_of(viewer))


def upload(request: HttpRequest) -> HttpResponse:
    """GET, POST: bring in a workbook; reading and matching it is a job."""
    viewer = viewer_of(request)
    policies.check_import(viewer)
    return form_page(
        request, forms.UploadForm, title=_("Nhập tệp mới"), save=lambda data: _bring_in(viewer, data),
        lead=_("Chưa ghi gì vào danh sách cho đến khi bạn xem kết quả và bấm ghi."),
        done=lambda made: ("", presenters.address(made)), button=_("Nhập và xét từng dòng"), crumbs=crumbs(),
        cancel=reverse("registers:imports"),
    )  # fmt: skip


def one(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET: how far an import is, what was asked, found, and can be done. Asks again while work goes on."""
    viewer, imported = _one(request, paper_id)
    return record_page(
        request, presenters.record(viewer, imported), crumbs=crumbs(), template="people/importing/import.html",
        running=imported.state in presenters.RUNNING, imported=imported, step=shown.step(imported),
    )  # fmt: skip


def _answered(viewer: Viewer, imported: Import, answers: dict[str, str], place: int | None = None) -> Import:
    if not answers and place is None:
        return imported
    asking.posting_of(viewer)
    saved = actions.answer(by=viewer, import_id=imported.id, answers=answers, place=place)
    _defer("read_import", viewer, imported.id)
    return saved


def answer(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET, POST: what the unsure columns mean, which register, which commune."""
    viewer, imported = _one(request, paper_id)
    return form_page(
        request, people.AnswerForm, form_kwargs={"imported": imported}, title=_("Trả lời để đọc tiếp"),
        lead=_("Câu trả lời về cột được nhớ cho lần nhập sau."),
        save=lambda data: _answered(viewer, imported, *people.answers(imported, data)),
        done=lambda made: ("", presenters.address(made)), button=_("Trả lời"), crumbs=crumbs(imported),
        cancel=presenters.address(imported),
    )  # fmt: skip


def mapping(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET, POST: what every column is taken for, the sure ones too."""
    viewer, imported = _one(request, paper_id)
    return form_page(
        request, forms.MappingForm, form_kwargs={"imported": imported}, title=_("Sửa cách hiểu cột"),
        lead=_("Tệp được đọc lại theo cách hiểu mới; cách hiểu ấy được nhớ cho lần nhập sau."),
        save=lambda data: _answered(viewer, imported, people.changed(imported, data)),
        done=lambda made: ("", presenters.address(made)), button=_("Đọc lại tệp"), crumbs=crumbs(imported),
        cancel=presenters.address(imported),
    )  # fmt: skip


@purposeful
def rows(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET: every row of the workbook with its verdict and why."""
    viewer, imported = _one(request, paper_id)
    found = queries.rows(viewer=viewer, import_id=paper_id)
    listing = Listing(
        title=_("Từng dòng của tệp"), name="dong-danh-sach", persons=lambda row: None, columns=presenters.ROWS,
        filters=forms.RowFilters, sort="row", source=from_queryset(found, sorts={"row": "seq"}, lookups=LOOKUPS),
        count=lambda ask: narrowed(found, ask, LOOKUPS).count(), empty=_("Chưa có dòng nào được xét."),
    )  # fmt: skip
    return list_page(request, listing, crumbs=crumbs(imported))


@require_GET
@purposeful
def verdict_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET: the clerk's own file with a column that says what became of each row."""
    return handed(returning.returned(viewer=viewer_of(request), import_id=paper_id), "ket-luan")


@require_GET
@purposeful
def corrected_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET: the clerk's own file put right, as the register says it now."""
    return handed(corrected.corrected(viewer=viewer_of(request), import_id=paper_id), "da-sua")


@require_POST
def write(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """POST: write the rows into the register; a job does it."""
    viewer, imported = _one(request, paper_id)
    asking.posting_of(viewer)
    actions.begin_commit(by=viewer, import_id=paper_id)
    _defer("commit_import", viewer, paper_id)
    return redirect(presenters.address(imported))


@purposeful
def undo(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET: what undoing takes back. POST: do it; a job does."""
    viewer, imported = _one(request, paper_id)
    found = undoing.plan(viewer=viewer, import_id=paper_id)
    if request.method == "POST":
        asking.posting_of(viewer)
        undoing.begin(by=viewer, import_id=paper_id)
        _defer("undo_import", viewer, paper_id)
        return redirect(presenters.address(imported))
    text = _("Gỡ %(rows)s dòng và %(homes)s hộ mà lần nhập này đã ghi; các số liệu trở lại như trước khi nhập.")
    notes: list[tuple[str, Any]] = [("warn", text % {"rows": fmt_int(len(found.rows)), "homes": len(found.homes)})]
    if found.touched:
        kept = _("%(n)s dòng đã được nối lại hoặc sửa sau khi nhập; việc sửa ấy cũng mất theo.")
        notes.append(("warn", kept % {"n": fmt_int(found.touched)}))
    act = Action(_("Hoàn tác"), reverse("registers:undo", args=[paper_id]), "danger", post=True)
    title = _("Hoàn tác lần nhập “%(name)s”") % {"name": imported.file_name}
    return record_page(request, Record(title, notes=notes, actions=[act]), crumbs=crumbs(imported))
