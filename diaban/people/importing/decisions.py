"""Pages on which rows are decided: one beside the resident it resembles, many at once, and a row's cells put right."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.text import fmt_int
from diaban.papers.models import Decision, Import, Row, Verdict
from diaban.people import queries as people
from diaban.people.importing import comparing, deciding, forms, mending, presenters, queries, shown
from diaban.people.importing.views import crumbs
from diaban.people.queries import PersonView
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.pages import Crumb, page
from diaban.web.paging import Ask, narrowed

#: Filters that go on from row to row.
_KEPT = ("ket_qua", "ly_do")


def _chosen(query: QueryDict) -> dict[str, str]:
    return {name: str(query[name]) for name in _KEPT if query.get(name)}


def _open(viewer: Viewer, imported: Import, chosen: dict[str, str]) -> QuerySet[Row]:
    """Open rows that the filters leave."""
    found: QuerySet[Row] = narrowed(
        queries.open_rows(viewer=viewer, import_id=imported.id), Ask(chosen), queries.LOOKUPS
    )
    return found


def _address(row: Row, chosen: dict[str, str]) -> str:
    return presenters.row_url(row) + (f"?{urlencode(chosen)}" if chosen else "")


@purposeful
def row(request: HttpRequest, import_id: UUID, row_id: int) -> HttpResponse:
    """GET: a row beside the resident it resembles. POST: what it is; then the next open row."""
    viewer, chosen = viewer_of(request), _chosen(request.GET)
    imported = queries.one(viewer=viewer, import_id=import_id)
    found = queries.row(viewer=viewer, import_id=import_id, row_id=row_id)
    if request.method == "POST":
        return _decide(request, viewer, imported, found, chosen)
    alike = _alike(viewer, found)
    open_ = not found.committed and not found.decision and imported.state in ("staged", "committed")
    after = _open(viewer, imported, chosen)
    return page(
        request, "people/importing/row.html", title=_("Dòng %(no)s") % {"no": found.row_no}, row=found, open=open_,
        crumbs=_crumbs(imported), alike=alike, said=presenters.said(found), chip=shown.CHIPS[found.verdict],
        lines=comparing.lines(viewer, found, alike), resident=alike.resident if alike else None,
        next=_next(after, found, chosen), left=after.exclude(pk=found.pk).count(),
        fix=reverse("importing:fix", args=[import_id, row_id]) + (f"?{urlencode(chosen)}" if chosen else ""),
    )  # fmt: skip


def _crumbs(imported: Import) -> list[Crumb]:
    return [*crumbs(imported), Crumb(_("Từng dòng của tệp"), reverse("importing:rows", args=[imported.id]))]


def _alike(viewer: Viewer, found: Row) -> PersonView | None:
    """The resident a row resembles; showing them is a look-up, and is logged as one."""
    if found.record is None:
        return None
    try:
        return people.open_resident(viewer=viewer, resident_id=found.record)
    except NotFound:
        return None


def _next(rows: QuerySet[Row], here: Row, chosen: dict[str, str]) -> str:
    """The next open row in the file's order, from the top again after the last; empty where there is none."""
    others = rows.exclude(pk=here.pk).order_by("seq")
    found = others.filter(seq__gt=here.seq).first() or others.first()
    return _address(found, chosen) if found else ""


def _decide(request: HttpRequest, viewer: Viewer, imported: Import, found: Row, chosen: dict[str, str]) -> HttpResponse:
    form = forms.RowForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không đọc được quyết định; chưa ghi gì."))
    following = _next(_open(viewer, imported, chosen), found, chosen)
    try:
        sentence = _done(viewer, imported, found, form.cleaned_data)
    except (Conflict, Invalid) as error:  # the page is shown again as things are now
        sentences = [str(s) for s in error.fields.values()] if isinstance(error, Invalid) and error.fields else []
        messages.error(request, " ".join(sentences) or str(error))
        return redirect(_address(found, chosen))
    messages.success(request, sentence)
    return redirect(following or reverse("importing:import", args=[imported.id]))


def _done(viewer: Viewer, imported: Import, found: Row, data: dict[str, Any]) -> str:
    verb = data["verb"]
    if verb == Decision.PERSON:
        deciding.same_person(
            by=viewer, import_id=imported.id, row_id=found.id, version=data["version"] or 0, take=data["take"]
        )
        return _("Đã ghi các ô được chọn vào hồ sơ.") if data["take"] else _("Đã ghi nhận là người này, không đổi gì.")
    if verb == Decision.NEW:
        deciding.new_person(by=viewer, import_id=imported.id, row_id=found.id)
        return _("Đã ghi người mới vào sổ.")
    if verb == Decision.LEFT:
        deciding.leave_out(by=viewer, import_id=imported.id, row_id=found.id)
        return _("Đã bỏ qua dòng này.")
    deciding.take_up(by=viewer, import_id=imported.id, row_id=found.id)
    return _("Dòng này được xét lại.")


@purposeful
def fix(request: HttpRequest, import_id: UUID, row_id: int) -> HttpResponse:
    """GET, POST: a row's cells as the file had them, put right and judged again."""
    viewer, chosen = viewer_of(request), _chosen(request.GET)
    imported = queries.one(viewer=viewer, import_id=import_id)
    found = queries.row(viewer=viewer, import_id=import_id, row_id=row_id)
    cells = mending.cells_of(imported, found)
    return form_page(
        request, forms.FixForm, form_kwargs={"cells": cells}, crumbs=_crumbs(imported), lead=presenters.said(found),
        title=_("Sửa ô của dòng %(no)s") % {"no": found.row_no}, button=_("Xét lại dòng này"),
        save=lambda data: mending.retry(
            by=viewer, import_id=import_id, row_id=row_id, cells={k.removeprefix("c_"): v for k, v in data.items()}
        ),
        done=lambda made: (_retried(made), _address(made, chosen)), cancel=_address(found, chosen),
    )  # fmt: skip


def _retried(made: Row) -> str:
    return _("Đã xét lại: %(verdict)s.") % {"verdict": str(Verdict(made.verdict).label).lower()}


@purposeful
def batch(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET, POST: one decision for all open rows of a verdict or a reason."""
    viewer, chosen = viewer_of(request), _chosen(request.GET)
    imported = queries.one(viewer=viewer, import_id=import_id)
    found = _open(viewer, imported, chosen)
    count = found.count()
    back = reverse("importing:rows", args=[import_id]) + (f"?{urlencode(chosen)}" if chosen else "")
    told = {"count": fmt_int(min(count, deciding.MOST)), "all": fmt_int(count)}
    kinds = {"alike": found.filter(record__isnull=False).exists(),
             "refused": not found.exclude(verdict=Verdict.REFUSED).exists()}  # fmt: skip
    return form_page(
        request, forms.BatchForm, form_kwargs=kinds, title=_("Quyết định cả loạt"), crumbs=_crumbs(imported),
        lead=_("Một quyết định cho %(count)s dòng đầu trong %(all)s dòng còn chờ của bộ lọc.") % told, cancel=back,
        save=lambda data: _batch(request, viewer, imported, found, Decision(data["decision"])),
        done=lambda sentence: (sentence, back), button=_("Quyết định"),
    )  # fmt: skip


def _batch(request: HttpRequest, viewer: Viewer, imported: Import, found: QuerySet[Row], decision: Decision) -> str:
    if not found.exists():
        raise Invalid(_("Không còn dòng nào chờ quyết định trong bộ lọc này."))
    done, failed = deciding.batch(by=viewer, import_id=imported.id, rows=found, decision=decision)
    if failed:
        row, sentence = failed[0]
        told = {"n": fmt_int(len(failed)), "row": f"{row.sheet} · {row.row_no}", "why": sentence}
        messages.warning(request, _("%(n)s dòng giữ nguyên, như dòng %(row)s: %(why)s") % told)
    return _("Đã quyết định %(done)s dòng.") % {"done": fmt_int(done)}
