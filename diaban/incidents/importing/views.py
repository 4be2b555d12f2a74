"""Pages of a book's import: bring it in, answer what is unsure, see every row's verdict, write it, take it back."""

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
from diaban.incidents.catalogue import catalogue
from diaban.incidents.importing import actions, forms, policies, presenters, queries, returning
from diaban.incidents.importing import undo as undoing
from diaban.incidents.importing.presenters import address
from diaban.incidents.views.base import crumbs as all_crumbs
from diaban.incidents.views.base import purposeful, viewer_of
from diaban.papers.models import Import
from diaban.people.importing import asking, files, shown, working
from diaban.people.importing.forms import changed
from diaban.people.importing.views import handed
from diaban.web.forms import form_page
from diaban.web.lists import Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import Ask, Found, from_queryset, from_rows, narrowed
from diaban.web.records import Record, record_page


def crumbs(imported: Import | None = None) -> list[Crumb]:
    more = [Crumb(imported.file_name, address(imported))] if imported else []
    return all_crumbs(Crumb(_("Nhập sổ vụ việc"), reverse("books:imports")), *more)


def imports(request: HttpRequest) -> HttpResponse:
    """GET: the office's books, latest first."""
    viewer = viewer_of(request)
    new = Action(_("Nhập sổ mới"), reverse("books:upload"), "main", "plus")
    listing = Listing(
        title=_("Nhập sổ vụ việc"), name="so-da-nhap", columns=presenters.IMPORTS, sort="-day",
        source=from_queryset(queries.imports(viewer=viewer), sorts={"day": "created_at"}),
        empty=_("Cơ quan chưa nhập sổ nào."), empty_action=new,
    )  # fmt: skip
    return list_page(request, listing, actions=[new], crumbs=all_crumbs())


def upload(request: HttpRequest) -> HttpResponse:
    """GET, POST: bring in a book; reading it is a job."""
    viewer = viewer_of(request)
    policies.check_import(viewer)
    return form_page(
        request, forms.BookForm, title=_("Nhập sổ mới"),
        lead=_("Chưa ghi gì vào sổ cho đến khi bạn xem kết quả và bấm ghi."),
        save=lambda data: _bring_in(viewer, data), done=lambda made: ("", address(made)),
        button=_("Nhập và xét từng dòng"), crumbs=crumbs(), cancel=reverse("books:imports"),
    )  # fmt: skip


def _bring_in(viewer: Viewer, data: dict[str, Any]) -> Import:
    asking.posting_of(viewer)  # before anything is kept
    imported = actions.start(by=viewer, file_name=data["workbook"].name, area=data["area"])
    files.keep(viewer, imported, data["workbook"])
    return _read(viewer, imported)


def _read(viewer: Viewer, imported: Import) -> Import:
    from diaban.incidents.importing.jobs import read_book

    read_book.defer(import_id=str(imported.id), posting_id=asking.posting_of(viewer))
    return imported


def one(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET: how far an import is, what was asked, what was found, what can be done. Asks again while work goes on."""
    imported = queries.one(viewer=viewer_of(request), import_id=book_id)
    running = imported.state in working.RUNNING and not working.stalled(imported)
    return record_page(
        request, presenters.record(imported), crumbs=crumbs(), template="people/importing/import.html",
        running=running, imported=imported, step=shown.step(imported),
    )  # fmt: skip


def answer(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET, POST: whose book it is, and which kinds its words mean."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=book_id)
    asked: dict[str, Any] = {"imported": imported, "kinds": catalogue(viewer.office_id)}

    def save(data: dict[str, Any]) -> Import:
        said = forms.AnswerForm(**asked).answers(data)
        return _read(viewer, actions.answer(by=viewer, import_id=imported.id, answers=said, area=data.get("area")))

    return form_page(
        request, forms.AnswerForm, form_kwargs=asked, title=_("Trả lời để đọc tiếp"), save=save,
        lead=_("Sổ được đọc lại theo câu trả lời; chưa ghi gì."), done=lambda made: ("", address(made)),
        button=_("Trả lời"), crumbs=crumbs(imported), cancel=address(imported),
    )  # fmt: skip


def mapping(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET, POST: what every column is taken for."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=book_id)

    def save(data: dict[str, Any]) -> Import:
        said = changed(imported, data)
        made = actions.answer(by=viewer, import_id=imported.id, answers=said) if said else None
        return _read(viewer, made) if made else imported

    return form_page(
        request, forms.MappingForm, form_kwargs={"imported": imported}, title=_("Sửa cách hiểu cột"), save=save,
        lead=_("Tệp được đọc lại theo cách hiểu mới; cách hiểu ấy được nhớ cho lần nhập sau."),
        done=lambda made: ("", address(made)), button=_("Đọc lại tệp"), crumbs=crumbs(imported),
        cancel=address(imported),
    )  # fmt: skip


def rows(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET: every row of the book with its verdict and why. It names no person."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=book_id)
    found = queries.rows(viewer=viewer, import_id=book_id)
    plain = from_queryset(found, sorts={"row": "seq"}, lookups=queries.LOOKUPS)

    def source(ask: Ask) -> Found:
        page = plain(ask)
        presenters.named(list(page.rows))
        return page

    listing = Listing(
        title=_("Từng dòng của tệp"), name="dong-so", columns=presenters.ROWS, filters=forms.RowFilters, sort="row",
        source=source, count=lambda ask: narrowed(found, ask, queries.LOOKUPS).count(),
        empty=_("Chưa có dòng nào được xét."),
    )  # fmt: skip
    return list_page(request, listing, crumbs=crumbs(imported))


@purposeful
def left_out(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET: rows of the workbook that are no data, each with what it is."""
    imported = queries.one(viewer=viewer_of(request), import_id=book_id)
    listing = Listing(
        title=_("Dòng ngoài danh sách"), name="ngoai-so", columns=shown.LEFT_OUT, source=from_rows(imported.left_out),
        row_id=lambda entry: entry["row"], empty=_("Không có dòng nào bị bỏ ra ngoài."),
    )  # fmt: skip
    return list_page(request, listing, crumbs=crumbs(imported))


@require_GET
@purposeful
def verdict_file(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET: the clerk's own file with a column that says what became of each row."""
    return handed(returning.returned(viewer=viewer_of(request), import_id=book_id), "ket-luan")


@require_POST
def write(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """POST: write the new rows; a job does it."""
    from diaban.incidents.importing.jobs import write_book

    viewer = viewer_of(request)
    posting = asking.posting_of(viewer)
    imported = actions.begin_commit(by=viewer, import_id=book_id)
    write_book.defer(import_id=str(book_id), posting_id=posting)
    return redirect(address(imported))


@require_POST
def again(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """POST: read once more what was interrupted."""
    viewer = viewer_of(request)
    return redirect(address(_read(viewer, actions.begin_again(by=viewer, import_id=book_id))))


def undo(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """GET: what taking the book back would do. POST: do it; a job does."""
    from diaban.incidents.importing.jobs import undo_book

    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=book_id)
    if request.method == "POST":
        posting = asking.posting_of(viewer)
        undoing.begin(by=viewer, import_id=book_id)
        undo_book.defer(import_id=str(book_id), posting_id=posting)
        return redirect(address(imported))
    return record_page(request, _undoing(imported, undoing.plan(viewer=viewer, import_id=book_id)),
                       crumbs=crumbs(imported))  # fmt: skip


def _undoing(imported: Import, found: undoing.Plan) -> Record:
    counts = {"n": fmt_int(len(found.incidents)), "kept": fmt_int(found.kept)}
    said = [_("Hủy %(n)s vụ việc mà lần nhập này đã ghi; chúng rời hộp việc và không còn được đếm."),
            _("Giữ lại %(kept)s vụ đã có việc ghi sau.")]  # fmt: skip
    ledger = _("Sổ việc không mất dòng nào: mỗi dòng đã ghi có thêm một dòng hủy.")
    notes = [("warn", each % counts) for each in (said if found.kept else said[:1])]
    act = Action(_("Hoàn tác"), address(imported, "undo"), "danger", post=True)
    title = _("Hoàn tác lần nhập “%(name)s”") % {"name": imported.file_name}
    return Record(title, _("Sổ vụ việc"), notes=[*notes, ("info", ledger)], actions=[act] if found.incidents else [])
