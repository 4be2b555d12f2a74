"""What this room adds to the left bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.web.nav import NavItem

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.people.models import Resident
    from diaban.web.records import Section

NAV = (
    NavItem(_("Báo vụ việc"), "incidents:report", lambda v: can(v, Permission.INCIDENTS_REPORT), group="work",
            icon="plus", order=15, key="b"),
    NavItem(_("Vụ việc"), "incidents:incidents", lambda v: can(v, Permission.INCIDENTS_LIST), group="data",
            icon="file", order=15, key="i"),
)  # fmt: skip


def incidents_of(viewer: Viewer, resident: Resident) -> list[Section]:
    """Incidents that a resident was involved in, on their page."""
    from diaban.incidents.views.of_person import sections

    return sections(viewer, resident)


PERSON_SECTIONS = (incidents_of,)
