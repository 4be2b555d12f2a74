"""The queue, and one doubt after another: one key decides, and the next comes at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diaban.areas import queries as areas
from diaban.core.errors import Conflict, Invalid
from diaban.core.text import fmt_int
from diaban.people.views.base import purposeful, viewer_of
from diaban.review import actions, policies, queries
from diaban.review.forms import Filters
from diaban.review.models import State
from diaban.review.presenters import laid_out
from diaban.review.registry import subjects
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, page
from diaban.web.paging import from_queryset

NONE = "none"


def crumbs() -> list[Crumb]:
    return [Crumb(_("Đối chiếu"), reverse("review:queue"))]


def percent(share: float | None) -> str:
    """A probability in whole per cents; what isn't certain is never written as 0 or 100."""
    return "" if share is None else f"{fmt_int(min(max(round(share * 100), 1), 99))} %"


COLUMNS = (
    Column(gettext_lazy("Việc đối chiếu"), lambda row: subjects()[row.kind].title,
           url=lambda row: reverse("review:doubt", args=[row.pk])),
    Column(gettext_lazy("Địa bàn"), lambda row: areas.label(row.place)),
    Column(gettext_lazy("Khả năng cao nhất"), lambda row: percent(row.best), num=True),
    Column(gettext_lazy("Ý kiến"), lambda row: _("Chờ người thứ hai") if row.second else "",
           chip=lambda row: "info" if row.second else ""),
    Column(gettext_lazy("Mở lúc"), "opened_at"),
)  # fmt: skip


@purposeful
def queue(request: HttpRequest) -> HttpResponse:
    """GET: what waits to be decided, the weightiest first. Nobody is named here."""
    viewer = viewer_of(request)
    found = queries.queue(viewer=viewer)
    source = from_queryset(found, sorts={"weight": "weight"}, lookups={"loai": "kind"})
    listing = Listing(
        title=_("Đối chiếu"), name="doi-chieu", columns=COLUMNS, source=source, filters=Filters, sort="-weight",
        empty=_("Không còn việc nào cần đối chiếu."),
    )  # fmt: skip
    act = [Action(_("Bắt đầu đối chiếu"), reverse("review:following"), "main")] if found.exists() else []
    if policies.can_find(viewer):
        act.append(Action(_("Tìm hồ sơ trùng"), reverse("review:find_duplicates"), icon="search"))
        act.append(Action(_("Gộp hai hồ sơ"), reverse("review:pair"), icon="people"))
    if queries.handed(viewer=viewer).exists():
        act.append(Action(_("Đã chuyển cấp tỉnh"), reverse("review:handed")))
    return list_page(request, listing, actions=act)


HANDED = (
    COLUMNS[0],
    COLUMNS[1],
    Column(gettext_lazy("Chuyển lúc"), "handed_at", sort="day"),
    Column(gettext_lazy("Tình trạng"), lambda row: State(row.state).label,
           chip=lambda row: "warn" if row.state == State.OPEN else "good"),
)  # fmt: skip


@purposeful
def handed(request: HttpRequest) -> HttpResponse:
    """GET: what was handed up, and what became of it."""
    found = queries.handed(viewer=viewer_of(request))
    listing = Listing(
        title=_("Đã chuyển cấp tỉnh"), name="doi-chieu-da-chuyen", columns=HANDED, sort="-day",
        source=from_queryset(found, sorts={"day": "handed_at"}), empty=_("Chưa chuyển việc nào."),
    )  # fmt: skip
    return list_page(request, listing, crumbs=crumbs())


@purposeful
def following(request: HttpRequest) -> HttpResponse:
    """GET: on to the next; `?sau=` the one that is put off."""
    after = request.GET.get("sau", "")
    try:
        put_off = UUID(after) if after else None
    except ValueError:
        put_off = None
    return _on(request, put_off)


def _on(request: HttpRequest, after: UUID | None = None) -> HttpResponse:
    found = queries.following(viewer=viewer_of(request), after=after)
    if found is None:
        messages.info(request, _("Không còn việc nào cần đối chiếu."))
        return redirect("review:queue")
    return redirect("review:doubt", doubt_id=found)


@purposeful
def doubt(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
    """GET: the sides beside each other. Whom it shows is written to the log of look-ups."""
    viewer = viewer_of(request)
    view = queries.open_view(viewer=viewer, doubt_id=doubt_id)
    context: dict[str, Any] = {
        "view": view, "rows": laid_out(viewer, view), "undo": queries.last_of(viewer=viewer),
        "put_off": f"{reverse('review:following')}?{urlencode({'sau': doubt_id})}",
        "left": _left(queries.count_waiting(viewer)),
        "open": view.open, "holder": areas.label(view.doubt.place),
        "can_escalate": areas.unit(view.doubt.place).level >= areas.Level.COMMUNE,
    }  # fmt: skip
    return page(request, "review/doubt.html", title=view.subject.question, crumbs=crumbs(), **context)


def _left(waiting: int | None) -> str:
    """How much is left, as far as it is counted."""
    if not waiting:
        return ""
    return (
        _("Còn hơn %(n)s việc.") % {"n": waiting}
        if waiting >= queries.COUNTED
        else _("Còn %(n)s việc.") % {"n": waiting}
    )


@purposeful
@require_POST
def answer(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
    """POST: the viewer's answer; then the next."""
    by, chosen = viewer_of(request), request.POST.get("answer", "")
    queries.doubt(viewer=by, doubt_id=doubt_id)  # what is out of reach is that first, whatever was sent
    try:
        resident = None if chosen == NONE else UUID(chosen)
    except ValueError:
        raise Invalid(_("Chưa chọn câu trả lời nào; chưa ghi gì.")) from None
    try:
        done = actions.decide(by=by, doubt_id=doubt_id, resident_id=resident)
    except Conflict as conflict:  # somebody was quicker: say so, and go on
        messages.warning(request, str(conflict))
        return _on(request, doubt_id)
    if not done.done:
        messages.success(request, _("Đã ghi ý kiến; chờ một cán bộ khác cùng kết luận."))
    elif resident is None:
        messages.success(request, _("Đã kết luận: không phải ai trong số đã nêu."))
    else:
        messages.success(request, _("Đã kết luận: là một người."))
    return _on(request)


@purposeful
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """POST: take the viewer's last answer back, and show it again."""
    found = actions.undo_last(by=viewer_of(request))
    messages.success(request, _("Đã hoàn tác kết luận vừa rồi."))
    return redirect("review:doubt", doubt_id=found.pk)


@purposeful
@require_POST
def escalate(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
    """POST: hand it to the province, who sees both sides."""
    actions.escalate(by=viewer_of(request), doubt_id=doubt_id)
    messages.success(request, _("Đã chuyển cấp tỉnh đối chiếu."))
    return _on(request)
