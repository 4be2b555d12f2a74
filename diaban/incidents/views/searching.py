"""Finding an incident. What was typed stays in the viewer's own session: never in an address or a server log."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.incidents import finding, policies
from diaban.incidents.forms import SearchForm
from diaban.incidents.views.base import crumbs, viewer_of
from diaban.incidents.views.lists import COLUMNS
from diaban.web import typed
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import page
from diaban.web.paging import from_rows

_KEY = "incidents.searches"
#: Between what was typed of the incident and of the person: neither can contain it.
_APART = "\n"


def find(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: keep what was typed and go to its results; for a person, with a purpose stated first."""
    viewer = viewer_of(request)
    policies.check_list(viewer)
    form = SearchForm(request.POST or None, persons=policies.can_open(viewer))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("person") and not viewer.purpose:
            return redirect(f"{reverse('access:purpose')}?{urlencode({'next': request.path})}")
        words = _APART.join((form.cleaned_data["q"], form.cleaned_data.get("person", "")))
        return redirect("incidents:found", token=typed.keep(request, _KEY, words))
    wrong = request.method == "POST"
    return page(request, "incidents/search.html", title=_("Tìm vụ việc"), form=form, wrong=wrong, crumbs=crumbs(),
                status=422 if wrong else 200)  # fmt: skip


def found(request: HttpRequest, token: str) -> HttpResponse:
    """GET: the results of a remembered search; each showing of persons is a look-up of its own."""
    viewer = viewer_of(request)
    words = typed.kept(request, _KEY, token)
    if words is None:
        return redirect("incidents:search")
    text, _apart, person = words.partition(_APART)
    result = finding.find(viewer=viewer, text=text, person=person)
    form = SearchForm(initial={"q": text, "person": person}, persons=policies.can_open(viewer))
    return list_page(
        request, _listing(result), template="incidents/search.html", form=form, left=result.left, more=result.more,
        crumbs=crumbs(),
    )  # fmt: skip


def _listing(result: finding.Result) -> Listing:
    columns = tuple(replace(column, sort="") for column in COLUMNS)
    if result.people:
        columns = (*columns, Column(_("Người khớp"), lambda row: result.people.get(row.pk, "")))
    return Listing(
        title=_("Kết quả tìm vụ việc"), name="vu-viec-tim-thay", columns=columns, source=from_rows(result.rows),
        empty=_("Không tìm thấy vụ việc nào trong phạm vi của bạn. Thử ít chữ hơn, hoặc chỉ ghi ngày và nơi."),
    )  # fmt: skip
