"""The catalogue of procedures: what is in force, its versions, and a new one from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diaban.access.models import Body
from diaban.access.scope import Viewer
from diaban.core.text import fmt_date, fmt_int
from diaban.core.time import today
from diaban.onestop import actions, asking, catalogue, policies
from diaban.onestop.forms_catalogue import VersionForm
from diaban.onestop.models import Field, Procedure
from diaban.onestop.views.base import viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_rows
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page


def _url(row: Procedure) -> str:
    return reverse("onestop:procedure", args=[row.code])


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Danh mục thủ tục"), reverse("onestop:catalogue")), *more]


def _fee(row: Procedure) -> str:
    return _("%s đồng") % fmt_int(row.fee) if row.fee else _("Không thu")


def _checked(row: Procedure) -> str:
    return _("Đã đối chiếu") if row.checked else _("Chưa đối chiếu")


COLUMNS = (
    Column(gettext_lazy("Thủ tục"), catalogue.title, url=_url, sort="title"),
    Column(gettext_lazy("Lĩnh vực"), lambda row: Field(row.field).label, sort="field"),
    Column(gettext_lazy("Mã quốc gia"), lambda row: row.national_code or ""),
    Column(gettext_lazy("Thời hạn"), catalogue.term),
    Column(gettext_lazy("Phí, lệ phí"), _fee),
    Column(gettext_lazy("Từ ngày"), lambda row: fmt_date(row.valid_from)),
    Column(gettext_lazy("Đối chiếu văn bản"), _checked, chip=lambda row: "good" if row.checked else "warn"),
)


def procedures(request: HttpRequest) -> HttpResponse:
    """GET: the versions in force today."""
    viewer = viewer_of(request)
    policies.check_see_catalogue(viewer)
    found = catalogue.in_force()
    unchecked = sum(not row.checked for row in found)
    lead = _("%(n)s trong %(all)s thủ tục chưa có ai đối chiếu mã, thời hạn, phí và giấy tờ với văn bản.") % {
        "n": unchecked, "all": len(found),
    }  # fmt: skip
    sorts = {"field": lambda row: (row.field, row.pk), "title": lambda row: row.title}
    listing = Listing(
        title=_("Danh mục thủ tục"), name="thu-tuc", columns=COLUMNS, source=from_rows(found, sorts), sort="field",
        row_id=lambda row: row.code,
    )  # fmt: skip
    return list_page(request, listing, lead=lead if unchecked else "")


def procedure(request: HttpRequest, procedure: str) -> HttpResponse:
    """GET: one procedure, what it asks and takes, and its versions."""
    viewer = viewer_of(request)
    policies.check_see_catalogue(viewer)
    versions = catalogue.versions(procedure)
    row = _shown(versions)
    record = Record(
        title=catalogue.title(row), kind=_("Thủ tục hành chính"), identity=_identity(row), notes=_notes(row),
        chips=[Chip(_checked(row), "good" if row.checked else "warn")],
        sections=[_asked(row), _papers(row), _versions(versions, row)], actions=_actions(viewer, row),
    )  # fmt: skip
    return record_page(request, record, crumbs=_crumbs())


def _shown(versions: Sequence[Procedure]) -> Procedure:
    """The version in force today, else the latest."""
    on = today()
    return next((row for row in versions if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)),
                versions[0])  # fmt: skip


def _notes(row: Procedure) -> list[tuple[str, Any]]:
    if row.checked:
        return []
    return [("warn", _("Chưa có ai đối chiếu mã, thời hạn, phí và giấy tờ của phiên bản này với văn bản. "
                       "Hãy đối chiếu trước khi dùng; nếu khác thì thêm phiên bản mới."))]  # fmt: skip


def _identity(row: Procedure) -> list[Fact]:
    return [
        Fact(_("Mã quốc gia"), row.national_code or _("Chưa công bố mã")),
        Fact(_("Lĩnh vực"), Field(row.field).label, note=Body(row.body).label),
        Fact(_("Thời hạn"), catalogue.term(row)),
        Fact(_("Phí, lệ phí"), _fee(row)),
        Fact(_("Căn cứ"), row.citation),
    ]


def _actions(viewer: Viewer, row: Procedure) -> list[Action]:
    add = Action(_("Thêm phiên bản"), reverse("onestop:add_version", args=[row.code]), "main", "plus")
    made = [allowed(add, lambda: policies.check_catalogue(viewer))]
    if not row.checked:
        address = reverse("onestop:check_version", args=[row.code, row.version])
        check = Action(_("Ghi là đã đối chiếu"), address, post=True,
                       confirm=_("Bạn đã đối chiếu phiên bản này với văn bản?"))  # fmt: skip
        made.append(allowed(check, lambda: policies.check_catalogue(viewer)))
    return made


def _asked(row: Procedure) -> Section:
    every = asking.questions(row.questions)
    titles = {question.code: asking.said(question.title, question.title_en) for question in every}
    rows = []
    for question in every:
        options = "; ".join(asking.said(vi, en) for _code, vi, en in question.options)
        when = _("Khi trả lời “%s”") % titles[question.when[0]] if question.when else ""
        who = _("Người chưa có trong sổ") if question.who == asking.STRANGER else ""
        rows.append([titles[question.code], _("Bắt buộc") if question.required else _("Không bắt buộc"),
                     " · ".join(filter(None, [options, when, who]))])  # fmt: skip
    table = Table((_("Câu hỏi"), _("Trả lời"), _("Chi tiết")), rows)
    return Section(_("Nội dung hỏi"), table=table if rows else None, empty=_("Thủ tục này không hỏi gì thêm."))


def _papers(row: Procedure) -> Section:
    rows = [[asking.said(p.title, p.title_en), _("Bắt buộc") if p.needed else _("Khi cần")]
            for p in asking.papers(row.papers)]  # fmt: skip
    table = Table((_("Giấy tờ"), _("Nộp")), rows) if rows else None
    return Section(_("Giấy tờ"), table=table, empty=_("Không yêu cầu giấy tờ."))


def _versions(versions: Sequence[Procedure], shown: Procedure) -> Section:
    rows = [
        [_("Phiên bản %s") % row.version, _span(row.valid_from, row.valid_to), catalogue.term(row), _fee(row),
         _("Của cơ quan") if row.own else _("Theo phần mềm"), _checked(row)]
        for row in versions
    ]  # fmt: skip
    titles = (_("Phiên bản"), _("Hiệu lực"), _("Thời hạn"), _("Phí, lệ phí"), _("Nguồn"), _("Đối chiếu văn bản"))
    return Section(_("Các phiên bản"), table=Table(titles, rows))


def _span(since: date, until: date | None) -> str:
    if until is None:
        return _("Từ %s") % fmt_date(since)
    return _("Từ %(since)s đến trước %(until)s") % {"since": fmt_date(since), "until": fmt_date(until)}


def add_version(request: HttpRequest, procedure: str) -> HttpResponse:
    """GET, POST: a version from a day on, begun from the latest one."""
    viewer = viewer_of(request)
    policies.check_catalogue(viewer)
    last = catalogue.versions(procedure)[0]
    lead = _("Hồ sơ tiếp nhận trước ngày có hiệu lực vẫn theo phiên bản cũ.")
    return form_page(
        request, VersionForm, title=_("Phiên bản mới: %s") % catalogue.title(last), lead=lead,
        form_kwargs={"last": last}, cancel=_url(last), crumbs=_crumbs(Crumb(catalogue.title(last), _url(last))),
        save=lambda data: actions.add_version(by=viewer, version=data["version"]),
        done=lambda made: (_("Đã thêm phiên bản %s.") % made.version, _url(made)),
    )  # fmt: skip


@require_POST
def check_version(request: HttpRequest, procedure: str, revision: int) -> HttpResponse:
    """POST: a version was compared with the text of the law."""
    viewer = viewer_of(request)
    policies.check_catalogue(viewer)
    actions.mark_checked(by=viewer, procedure_id=catalogue.version(procedure, revision).pk)
    messages.success(request, _("Đã ghi là đã đối chiếu với văn bản."))
    return redirect("onestop:procedure", procedure=procedure)
