"""Batches to the centre: listed, made, taken out as files; answers taken in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diaban.cards import actions, forms, policies, presenters, queries
from diaban.cards.exchange import files
from diaban.cards.models import Answer, Batch, Result
from diaban.cards.views.records import crumbs
from diaban.core.errors import Conflict
from diaban.core.text import fmt_int, fmt_moment
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_queryset
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page

#: Applications that one press puts into a batch; the next press takes those after them.
SIZE = 1_000


def _chip(row: Batch) -> str:
    return "good" if row.acknowledged_at else "warn"


COLUMNS = (
    Column(_("Số lô"), "number", url=lambda row: reverse("cards:batch", args=[row.pk])),
    Column(_("Lập lúc"), "made_at", sort="day"),
    Column(_("Số hồ sơ"), "size", num=True),
    Column(_("Trung ương"), lambda row: _("Đã nhận") if row.acknowledged_at else _("Chưa báo nhận"), chip=_chip),
)


@purposeful
def batches(request: HttpRequest) -> HttpResponse:
    """GET: batches, the last first."""
    viewer = viewer_of(request)
    found = from_queryset(queries.batches(viewer=viewer), sorts={"day": "made_at"})
    listing = Listing(title=_("Lô hồ sơ gửi Trung ương"), name="lo-ho-so", columns=COLUMNS, source=found, sort="-day",
                      empty=_("Chưa có lô nào. Lập lô khi có hồ sơ đã ký phiếu thu nhận."))  # fmt: skip
    offered = [
        Action(_("Lập lô từ hồ sơ đã ký"), reverse("cards:make_batch"), "main", post=True,
               confirm=_("Lập lô từ mọi hồ sơ đã ký phiếu thu nhận và ghi là đã truyền?")),
        Action(_("Nhận tệp của Trung ương"), reverse("cards:answer")),
    ]  # fmt: skip
    shown = [allowed(each, lambda: policies.check_write(viewer)) for each in offered]
    return list_page(request, listing, crumbs=crumbs(), actions=shown)


@purposeful
@require_POST
def make_batch(request: HttpRequest) -> HttpResponse:
    """POST: what is declared at the viewer's office goes into a batch."""
    viewer = viewer_of(request)
    ready = queries.declared(viewer=viewer, limit=SIZE)
    if not ready:
        raise Conflict(_("Chưa có hồ sơ nào đã ký phiếu thu nhận để lập lô; chưa ghi gì."))
    made = actions.make_batch(by=viewer, application_ids=ready)
    messages.success(request, _("Đã lập lô %(number)s gồm %(size)s hồ sơ. Tải tệp rồi gửi Trung ương.")
                     % {"number": made.number, "size": fmt_int(made.size)})  # fmt: skip
    return redirect("cards:batch", batch_id=made.pk)


@purposeful
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """GET: one batch: how much of it was answered, and each answer."""
    viewer = viewer_of(request)
    found = queries.batch(viewer=viewer, batch_id=batch_id)
    got = Chip(_("Trung ương đã nhận"), "good") if found.acknowledged_at else Chip(_("Chưa báo nhận"), "warn")
    download = Action(_("Tải tệp của lô"), reverse("cards:batch_file", args=[batch_id]), "main", "download")
    identity = [Fact(_("Lập lúc"), fmt_moment(found.made_at)), Fact(_("Số hồ sơ"), fmt_int(found.size)),
                Fact(_("Mã tỉnh"), found.province)]  # fmt: skip
    record = Record(
        title=found.number, kind=_("Lô hồ sơ căn cước"), chips=[got], identity=identity,
        sections=[_results(found), _answers(found)],
        actions=[allowed(each, lambda: policies.check_write(viewer))
                 for each in (download, Action(_("Nhận tệp của Trung ương"), reverse("cards:answer")))],
    )  # fmt: skip
    return record_page(request, record, crumbs=[*crumbs(), Crumb(_("Lô hồ sơ"), reverse("cards:batches"))])


def _results(found: Batch) -> Section:
    told = queries.results(found)
    rows = [[label, told.get(code, 0)] for code, label in Result.choices]
    return Section(_("Kết quả"), table=Table((_("Kết quả"), _("Hồ sơ")), rows, numbers=frozenset({1})))


def _answers(found: Batch) -> Section:
    def row(answer: Answer) -> list[Any]:
        return [answer.number, fmt_moment(answer.taken_at), answer.approved, answer.printed, answer.returned]

    rows = [row(answer) for answer in found.answers.order_by("taken_at", "number")]
    titles = (_("Số"), _("Nhận lúc"), _("Duyệt"), _("In"), _("Trả lại"))
    return Section(_("Các lần Trung ương trả lời"), empty=_("Trung ương chưa trả lời."),
                   table=Table(titles, rows, numbers=frozenset({2, 3, 4})) if rows else None)  # fmt: skip


@purposeful
def batch_file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """GET: the file that goes to the centre. Who was in it is written to the log of look-ups."""
    found, content = actions.export(by=viewer_of(request), batch_id=batch_id)
    return HttpResponse(content, content_type="application/jsonl; charset=utf-8",
                        headers={"Content-Disposition": f'attachment; filename="lo-{found.pk}.jsonl"'})  # fmt: skip


@purposeful
def answer(request: HttpRequest) -> HttpResponse:
    """GET, POST: a file that came from the centre."""
    viewer = viewer_of(request)
    policies.check_write(viewer)

    def taken(data: dict[str, Any]) -> actions.Taken:
        return actions.take_in(by=viewer, content=data["file"].read(files.MOST + 1))

    return form_page(
        request, forms.AnswerForm, title=_("Nhận tệp của Trung ương"), button=_("Nhận"), save=taken,
        done=lambda got: (presenters.taken(got), reverse("cards:batch", args=[got.batch.pk])),
        cancel=reverse("cards:batches"), crumbs=[*crumbs(), Crumb(_("Lô hồ sơ"), reverse("cards:batches"))],
    )  # fmt: skip
