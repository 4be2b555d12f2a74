"""Two records found by hand: one is looked for, then the other, then they lie beside each other."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.core.text import fmt_id
from diaban.people import policies as people
from diaban.people import queries, sameness
from diaban.people.forms import SearchForm
from diaban.people.models import Sex
from diaban.people.queries import PersonRow
from diaban.people.views.base import purposeful, viewer_of
from diaban.review import actions, policies
from diaban.review.actions import Pair
from diaban.review.actions.deciding import Decided
from diaban.review.forms import Reason
from diaban.review.presenters import beside
from diaban.review.views import crumbs
from diaban.web import typed
from diaban.web.forms import form_page
from diaban.web.pages import Crumb, page
from diaban.web.records import Table

_KEY = "review.pairs"


@purposeful
def pair(request: HttpRequest, one_id: UUID | None = None) -> HttpResponse:
    """GET: look for a record; `?tim=` a remembered search. POST: keep what was typed. With `one_id` one of the two is
    known, and the other is looked for."""
    viewer = viewer_of(request)
    policies.check_find(viewer)
    first = queries.resident(viewer=viewer, resident_id=one_id) if one_id else None
    if first is not None:
        people.check_merge(viewer, first.resident)
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = typed.keep(request, _KEY, form.cleaned_data["q"])
        return redirect(f"{request.path}?{urlencode({'tim': token})}")
    words = typed.kept(request, _KEY, request.GET.get("tim", ""))
    rows = queries.search(viewer=viewer, text=words).rows if words else None
    if words and request.method != "POST":
        form = SearchForm(initial={"q": words})
    title = _("Gộp hai hồ sơ: chọn hồ sơ thứ hai") if first else _("Gộp hai hồ sơ: chọn hồ sơ thứ nhất")
    wrong = request.method == "POST"
    return page(
        request, "review/pair.html", title=title, crumbs=crumbs(), form=form, first=first, wrong=wrong,
        found=None if rows is None else _table(rows, one_id), status=422 if wrong else 200,
    )  # fmt: skip


def _table(rows: list[PersonRow], one_id: UUID | None) -> Table:
    """Who was found, each leading on; the record chosen already is left out."""
    cells = [
        [(row.full_name, reverse("review:compare", args=[one_id, row.id]) if one_id
          else reverse("review:pair_with", args=[row.id])),
         row.birth, Sex(row.sex).label, fmt_id(row.number), row.place_name]
        for row in rows if row.id != one_id
    ]  # fmt: skip
    titles = (_("Chọn"), _("Ngày sinh"), _("Giới tính"), _("Số định danh"), _("Nơi cư trú"))
    return Table(titles, cells)


@purposeful
def compare(request: HttpRequest, one_id: UUID, other_id: UUID) -> HttpResponse:
    """GET: the two beside each other, logged. POST `reason`: they are one person."""
    viewer = viewer_of(request)
    policies.check_find(viewer)
    found = actions.pair_of(viewer=viewer, one_id=one_id, other_id=other_id)
    laid = beside(viewer, found.goes, found.stays)
    first = reverse("people:resident", args=[found.stays.id])
    return form_page(
        request, Reason, title=_("Có phải một người được ghi hai lần?"), template="review/compare.html",
        save=lambda data: actions.propose(by=viewer, one_id=one_id, other_id=other_id, **data),
        done=lambda made: _done(made, found), cancel=first,
        button=_("Gộp: đúng là một người") if found.needs == 1 else _("Đề nghị gộp, chờ người thứ hai"),
        crumbs=[*crumbs(), Crumb(_("Gộp hai hồ sơ"), reverse("review:pair_with", args=[one_id]))],
        rows=laid, apart=[sameness.APART[code] for code in found.apart], dead="death" in found.apart,
    )  # fmt: skip


def _done(made: Decided, found: Pair) -> tuple[str, str]:
    if made.done:
        return _("Đã gộp; tách lại được ở mục “Hồ sơ đã gộp”."), reverse("people:resident", args=[found.stays.id])
    return _("Đã ghi ý kiến; chờ một cán bộ khác cùng kết luận."), reverse("review:doubt", args=[made.doubt.pk])
