"""Dossiers on a resident's page: for roles that read dossiers, with the purpose that the page was opened for."""

from __future__ import annotations

from typing import Any

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.text import fmt_date
from diaban.core.time import ZONE
from diaban.onestop import catalogue, queries
from diaban.onestop.states import DOSSIER
from diaban.onestop.views.base import url_of
from diaban.people.models import Resident
from diaban.web.records import Section, Table


def sections(viewer: Viewer, resident: Resident) -> list[Section]:
    """One section where there is any dossier within reach; none else, and none for other roles."""
    from django.utils.translation import gettext as _

    if not can(viewer, Permission.ONESTOP_READ) or not viewer.purpose:
        return []
    found = queries.of_resident(viewer=viewer, resident_id=resident.id)
    if not found:
        return []
    rows: list[list[Any]] = [
        [(row.number, url_of(row.pk)), catalogue.title(row.procedure),
         fmt_date(row.received_at.astimezone(ZONE).date()), DOSSIER.state(row.state).title]
        for row in found
    ]  # fmt: skip
    titles = (_("Số hồ sơ"), _("Thủ tục"), _("Tiếp nhận"), _("Trạng thái"))
    return [Section(_("Hồ sơ một cửa"), table=Table(titles, rows, long=len(rows) > 12))]
