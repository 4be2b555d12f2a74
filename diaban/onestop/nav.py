"""What this room adds to the left bar, and to a resident's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.onestop import policies
from diaban.people.models import Resident, State
from diaban.web.nav import NavItem
from diaban.web.pages import Action, allowed

if TYPE_CHECKING:
    from diaban.web.records import Section

NAV = (
    NavItem(_("Một cửa"), "onestop:dossiers", lambda v: can(v, Permission.ONESTOP_READ), group="work", icon="file",
            order=30, key="o"),
    NavItem(_("Danh mục thủ tục"), "onestop:catalogue", lambda v: v.can(Permission.SETTINGS_MANAGE), group="admin",
            icon="file", order=45),
)  # fmt: skip


def for_a_resident(viewer: Viewer, resident: Resident) -> list[Action]:
    """Taking in a dossier, from the page of whom it is about."""
    if resident.state in (State.DEAD, State.VOID) or not can(viewer, Permission.ONESTOP_READ):
        return []
    action = Action(_("Nhận hồ sơ một cửa"), reverse("onestop:choose_for", args=[resident.id]))
    return [allowed(action, lambda: policies.check_write(viewer))]


def of_a_resident(viewer: Viewer, resident: Resident) -> list[Section]:
    """Their dossiers, on the page of whom they are about."""
    from diaban.onestop.views.of_person import sections

    return sections(viewer, resident)


PERSON_ACTIONS = (for_a_resident,)
PERSON_SECTIONS = (of_a_resident,)
