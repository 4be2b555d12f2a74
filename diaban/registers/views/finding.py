"""Who a row is, found by hand: those whom the engine thinks likely now, and whoever is searched for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.text import fmt_date, fmt_num
from diaban.people import queries as people
from diaban.people.data import PersonData
from diaban.people.forms import SearchForm
from diaban.people.queries import PersonRow
from diaban.registers import policies, queries
from diaban.registers.models import Row
from diaban.registers.views.base import crumbs, purposeful, row_url, viewer_of
from diaban.web import typed
from diaban.web.pages import Action, Crumb, page

_KEY = "registers.searches"


@purposeful
def find(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET: likely residents, and those of a remembered search (`?tim=`). POST: keep what was typed."""
    viewer = viewer_of(request)
    view = queries.row(viewer=viewer, row_id=entry_id)
    policies.check_settle(viewer, view.row)
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = typed.keep(request, _KEY, form.cleaned_data["q"])
        return redirect(f"{request.path}?{urlencode({'tim': token})}")
    words = typed.kept(request, _KEY, request.GET.get("tim", ""))
    if request.method != "POST":
        form = SearchForm(initial={"q": words or view.row.full_name})
    wrong = request.method == "POST"
    return page(
        request, "registers/find.html", title=_("Tìm cư dân của dòng này"), form=form, wrong=wrong, row=view.row,
        said=_said(view), crumbs=crumbs(view.register, Crumb(view.row.full_name, row_url(entry_id))),
        candidates=_likely(viewer, view.row), found=_searched(viewer, view.row, words) if words else None,
        status=422 if wrong else 200,
    )  # fmt: skip


def _said(view: queries.RowView) -> list[tuple[Any, str]]:
    row = view.row
    facts = [
        (_("Ngày sinh"), fmt_date(row.birth_date, row.birth_precision)), (_("Số định danh"), view.number),
        (_("Chủ hộ"), row.head_name), (_("Địa chỉ"), row.address),
    ]  # fmt: skip
    return [(label, text) for label, text in facts if text]


def _likely(viewer: Viewer, row: Row) -> list[dict[str, Any]]:
    person = PersonData(full_name=row.full_name, sex=row.sex, birth_date=row.birth_date,
                        birth_precision=row.birth_precision, id_no=row.id_no or None)  # fmt: skip
    found = people.alike(viewer=viewer, person=person, place=row.place)
    return [
        {**_offer(row, one.person), "chance": f"{fmt_num(100 * one.probability, 1)}%",
         "evidence": "; ".join(one.evidence)}
        for one in found if one.person is not None
    ]  # fmt: skip


def _searched(viewer: Viewer, row: Row, words: str) -> list[dict[str, Any]]:
    return [_offer(row, one) for one in people.search(viewer=viewer, text=words).rows]


def _offer(row: Row, one: PersonRow) -> dict[str, Any]:
    act = Action(_("Đúng là người này"), reverse("registers:link", args=[row.id]), "", post=True,
                 fields={"resident": str(one.id)})  # fmt: skip
    return {"name": one.full_name, "url": reverse("people:resident", args=[one.id]), "born": one.birth,
            "place": one.place_name, "head": "", "chance": "", "evidence": "", "action": act}  # fmt: skip
