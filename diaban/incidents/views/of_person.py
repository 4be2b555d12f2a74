"""Incidents on a resident's page: for roles that open incidents, with the purpose that the page was opened for."""

from __future__ import annotations

from diaban.access.scope import Viewer
from diaban.core.text import fmt_date
from diaban.incidents import policies, queries
from diaban.incidents.models import Role
from diaban.incidents.views.base import url_of
from diaban.people.models import Resident
from diaban.web.records import Section, Table


def sections(viewer: Viewer, resident: Resident) -> list[Section]:
    """One section where there is any incident in the viewer's ground; none else, and none for other roles."""
    from django.utils.translation import gettext as _

    if not policies.can_open(viewer) or not viewer.purpose:
        return []
    found = queries.involving(viewer=viewer, resident_id=resident.id)
    if not found:
        return []
    rows = [
        [(row.kind_title, url_of(row.pk)), fmt_date(row.day), ", ".join(str(Role(role).label) for role in roles),
         row.place_name, row.state_title]
        for row, roles in found
    ]  # fmt: skip
    titles = (_("Loại vụ việc"), _("Ngày xảy ra"), _("Vai trò"), _("Nơi xảy ra"), _("Tình trạng"))
    return [Section(_("Vụ việc liên quan"), table=Table(titles, rows, long=len(rows) > 12))]
