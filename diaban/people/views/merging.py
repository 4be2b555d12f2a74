"""Records of one person: which were merged, and taking one out again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.text import fmt_id, fmt_moment
from diaban.people import actions, policies, queries
from diaban.people.forms import VoidForm
from diaban.people.queries import PersonView
from diaban.people.views.base import people_crumbs, purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.pages import Crumb
from diaban.web.records import Section, Table


def merged_section(viewer: Viewer, view: PersonView) -> list[Section]:
    """The records merged into the one shown, each with the way to take it out again; nothing where there are none."""
    if not view.merged:
        return []
    may = policies.can_merge(viewer, view.resident)
    rows = []
    for one in view.merged:
        way = reverse("people:unmerge", args=[one.id]) if may and one.direct else ""
        rows.append([one.full_name, fmt_id(one.number), one.place_name, fmt_moment(one.at),
                     (_("Tách ra"), way) if way else ""])  # fmt: skip
    titles = (_("Họ và tên"), _("Số định danh"), _("Nơi cư trú"), _("Gộp lúc"), _("Tách ra"))
    return [Section(_("Hồ sơ đã gộp"), table=Table(titles, rows))]


@purposeful
def unmerge(request: HttpRequest, merged_id: UUID) -> HttpResponse:
    """GET, POST: a record is somebody else's after all."""
    viewer = viewer_of(request)
    view = queries.resident(viewer=viewer, resident_id=merged_id)
    policies.check_merge(viewer, view.resident)
    merged = queries.merged_record(view, merged_id)
    back = reverse("people:resident", args=[view.resident.id])
    lead = _("Hồ sơ gộp lúc %(at)s trở lại như trước khi gộp; số liệu được tính lại.")
    return form_page(
        request, VoidForm, title=_("Tách hồ sơ đã gộp"), lead=lead % {"at": fmt_moment(merged.at)},
        save=lambda _data: actions.unmerge(by=viewer, merged_id=merged.id), button=_("Tách ra"),
        done=lambda made: (_("Đã tách hồ sơ."), reverse("people:resident", args=[made.merged_id])),
        cancel=back, crumbs=people_crumbs(Crumb(view.resident.full_name, back)),
    )  # fmt: skip
