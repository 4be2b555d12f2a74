"""Finding a person. What was typed stays in the viewer's own session: never in an address or a server log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diaban.access.purposes import grant_reach
from diaban.core.errors import Invalid
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.people import policies, queries, scans
from diaban.people.forms import SearchForm
from diaban.people.views.base import people_crumbs, purposeful, viewer_of
from diaban.people.views.lists import COLUMNS
from diaban.web import typed
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import page
from diaban.web.paging import from_rows

_KEY = "people.searches"
#: Results stand in the order of how well they fit.
_UNSORTED = tuple(replace(column, sort="") for column in COLUMNS)


@purposeful
def find(request: HttpRequest) -> HttpResponse:
    """GET: the search form. POST: keep what was typed and go to its results."""
    policies.check_search(viewer_of(request))
    form = SearchForm(request.POST or None)
    form.fields["q"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        return redirect("people:found", token=typed.keep(request, _KEY, form.cleaned_data["q"]))
    wrong = request.method == "POST"
    return page(
        request, "people/search.html", title=_("Tìm người"), form=form, wrong=wrong, status=422 if wrong else 200
    )


@purposeful
def found(request: HttpRequest, token: str) -> HttpResponse:
    """GET: the results of a remembered search; each showing of persons is a look-up of its own."""
    viewer = viewer_of(request)
    words = typed.kept(request, _KEY, token)
    if words is None:
        return redirect("people:search")
    result = queries.search(viewer=viewer, text=words)
    if result.beyond is not None:
        grant_reach(request.session, result.beyond)
    beyond = reverse("people:resident", args=[result.beyond]) if result.beyond else ""
    return list_page(
        request, _listing(result), template="people/search.html", form=SearchForm(initial={"q": words}), beyond=beyond,
        more=result.more, only_near=0 < result.near == len(result.rows), crumbs=people_crumbs(), **_of_card(result),
    )  # fmt: skip


@require_POST
def read_card(request: HttpRequest) -> JsonResponse:
    """A scan as values for the boxes of a person's form; nobody is looked up. 422: one sentence says why not."""
    policies.check_search(viewer_of(request))
    try:
        said = scans.scanned(request.POST.get("q", "")) or scans.refuse("other")
    except Invalid as wrong:
        return JsonResponse({"sentence": str(wrong.sentence)}, status=wrong.status)
    return JsonResponse({"fields": scans.as_fields(said), "warning": scans.warning(said)})


def _of_card(result: queries.SearchResult) -> dict[str, Any]:
    """What the page says of a scanned card: what it states, and where the one found by its number differs."""
    if result.card is None:
        return {}
    bearer = result.rows[0] if len(result.rows) == 1 and not result.by_name else None
    odd = scans.differences(result.card, bearer) if bearer else []
    card = result.card
    return {
        "card": card, "by_name": result.by_name, "bearer": bearer, "differences": odd,
        "card_born": fmt_date(card.birth, card.birth_precision), "card_expired": card.expired(today()),
    }  # fmt: skip


def _listing(result: queries.SearchResult) -> Listing:
    """The rows found; where some are only close to what was typed, a column says which."""
    near = {row.id for row in result.rows[len(result.rows) - result.near :]}
    fits = Column(
        _("Khớp"),
        lambda row: _("Gần giống") if row.id in near else _("Đúng điều đã gõ"),
        chip=lambda row: "warn" if row.id in near else "good",
    )
    return Listing(
        title=_("Kết quả tìm"), name="ket-qua-tim", columns=(*_UNSORTED, fits) if near else _UNSORTED,
        source=from_rows(result.rows), persons=lambda row: row.id,
        empty=_("Không tìm thấy ai trong phạm vi của bạn. Thử ít chữ hơn, bỏ dấu, hoặc gõ đúng số định danh."),
    )  # fmt: skip
