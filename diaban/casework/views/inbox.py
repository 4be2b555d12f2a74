"""The inbox, and what is done to many of its cases at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diaban.access.scope import Viewer
from diaban.casework import actions, policies, presenters, queries
from diaban.casework.actions import Verdict
from diaban.casework.forms import colleagues
from diaban.casework.inbox import TITLES
from diaban.casework.presenters import Shown
from diaban.casework.queries import Counts, Tab
from diaban.core.errors import Invalid
from diaban.people.views.base import viewer_of
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb, page
from diaban.web.paging import Ask, Found
from diaban.web.records import Tab as Part
from diaban.web.records import Table

#: Cases that one press takes.
MOST = 200
#: What can be done to many at once.
BATCH = {
    "assign": gettext_lazy("Phân công cho"),
    "return": gettext_lazy("Trả lại để phân công"),
    "escalate": gettext_lazy("Chuyển cấp trên"),
    "pause": gettext_lazy("Dừng thời hạn"),
    "resume": gettext_lazy("Tính tiếp thời hạn"),
}
EMPTY = {
    Tab.OPEN: gettext_lazy("Không có việc nào đang mở."),
    Tab.LATE: gettext_lazy("Không có việc quá hạn."),
    Tab.DUE: gettext_lazy("Hôm nay không có việc đến hạn."),
    Tab.MINE: gettext_lazy("Bạn không giữ việc nào."),
    Tab.UNASSIGNED: gettext_lazy("Việc nào cũng đã có người xử lý."),
    Tab.WAITING: gettext_lazy("Không có việc nào đang dừng thời hạn."),
}


def inbox(request: HttpRequest) -> HttpResponse:
    """GET: cases of one tab, soonest due first, with the counts of all tabs."""
    viewer = viewer_of(request)
    policies.check_inbox(viewer)
    tab = asked_tab(request)
    known = queries.counts(viewer=viewer)
    here = reverse("casework:inbox")
    tabs = [Part(TITLES[each], f"{here}?muc={each.value}", each is tab, known[each]) for each in Tab]
    batch = BATCH if known[tab] else {}
    return list_page(
        request, listing(viewer, tab, known), template="casework/inbox.html", tabs=tabs, tab=tab.value, batch=batch,
        colleagues=colleagues(viewer.office_id) if batch else [], crumbs=[],
    )  # fmt: skip


def asked_tab(request: HttpRequest) -> Tab:
    """The tab in the address; all open cases for one that there isn't."""
    asked = request.GET.get("muc") or request.POST.get("muc", "")
    return Tab(asked) if asked in set(Tab) else Tab.OPEN


def listing(viewer: Viewer, tab: Tab, known: Counts) -> Listing:
    """A tab as a list page shows it."""

    def source(ask: Ask) -> Found:
        after, before = _id(ask.after), _id(ask.before)
        found = queries.inbox(viewer=viewer, tab=tab, after=after, before=before, limit=ask.limit, known=known)
        return Found(presenters.show(found.rows, viewer), found.earlier, found.later)

    return Listing(
        title=_("Hộp việc"), name="hop-viec", columns=COLUMNS, source=source, count=lambda _ask: known[tab],
        empty=EMPTY[tab],
    )  # fmt: skip


def _id(text: str) -> UUID | None:
    """An id out of the address, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _pick(row: Shown) -> Any:
    label = _("Chọn %s") % row.label
    return format_html(
        '<input type="checkbox" form="nhieu-viec" name="viec" value="{}" aria-label="{}">', row.pk, label
    )


COLUMNS = (
    Column(gettext_lazy("Việc"), "label", url=lambda row: row.url),
    Column(gettext_lazy("Hạn"), "due", chip=lambda row: row.chip),
    Column(gettext_lazy("Bước"), "state"),
    Column(gettext_lazy("Địa bàn"), "place"),
    Column(gettext_lazy("Người xử lý"), "assignee"),
    Column(gettext_lazy("Chọn"), _pick, file=lambda row: row.office),
)


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """POST: one verb for the cases that were ticked, and a verdict for each."""
    viewer = viewer_of(request)
    policies.check_inbox(viewer)
    verb, ids = request.POST.get("lam", ""), [found for text in request.POST.getlist("viec") if (found := _id(text))]
    back = f"{reverse('casework:inbox')}?muc={asked_tab(request).value}"
    if not ids:
        return redirect(back)
    verdicts = actions.batch(by=viewer, verb=verb, case_ids=ids[:MOST], **_given(request, verb))
    done = sum(v.done for v in verdicts)
    return page(
        request, "casework/verdicts.html", title=_("Kết quả: %s") % BATCH[verb], back=back, done=done,
        crumbs=[Crumb(_("Hộp việc"), back)], left=len(verdicts) - done, table=_table(viewer, verdicts),
    )  # fmt: skip


def _table(viewer: Viewer, verdicts: Sequence[Verdict]) -> Table:
    """What became of each case, with a link to those that the viewer still sees."""
    shown = presenters.show(queries.cases([v.case_id for v in verdicts], viewer=viewer), viewer)
    links = {case.pk: (case.label, case.url) for case in shown}
    rows = [
        [links.get(v.case_id, f"…{str(v.case_id)[-4:]}"), _("Đã làm") if v.done else _("Giữ nguyên"), v.sentence]
        for v in verdicts
    ]
    return Table([_("Việc"), _("Kết quả"), _("Vì sao")], rows)


def _given(request: HttpRequest, verb: str) -> dict[str, Any]:
    """What a verb needs besides the cases. Raises Invalid for a verb that isn't offered, or nobody to give to."""
    if verb not in BATCH:
        raise Invalid(_("Hãy chọn việc cần làm với các việc đã chọn; chưa lưu gì."))
    if verb != "assign":
        return {}
    staff = request.POST.get("nguoi", "")
    if not staff.isdigit():
        raise Invalid(_("Hãy chọn người nhận việc; chưa lưu gì."))
    return {"staff_id": int(staff)}
