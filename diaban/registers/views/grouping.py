"""Saying once of what group all rows of a workbook are."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.core.text import fmt_int
from diaban.registers import catalogue, forms, grouping, policies
from diaban.registers.importing import presenters, queries
from diaban.registers.views.base import purposeful, viewer_of
from diaban.registers.views.importing import crumbs
from diaban.web.forms import form_page


@purposeful
def group(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET, POST: the group of all rows that say none."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=paper_id)
    policies.check_into(viewer, imported.place or 0)
    lead = _("%(n)s dòng của tệp này chưa ghi diện. Nếu cả tệp là một diện, chọn ở đây; dòng đã có diện giữ nguyên.")
    return form_page(
        request, forms.GroupForm, title=_("Ghi diện cho cả tệp"), button=_("Ghi diện"),
        lead=lead % {"n": fmt_int(grouping.without(imported.id))},
        form_kwargs={"register": catalogue.register(imported.options.get("register", ""))},
        save=lambda data: grouping.group_all(by=viewer, import_id=imported.id, **data),
        done=lambda n: (_("Đã ghi diện cho %(n)s dòng.") % {"n": fmt_int(n)}, presenters.address(imported)),
        crumbs=crumbs(imported), cancel=presenters.address(imported),
    )  # fmt: skip
