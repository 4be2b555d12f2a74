"""What this room adds to the left bar, and to a resident's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.cards import policies
from diaban.people.models import COUNTED, Resident
from diaban.web.nav import NavItem
from diaban.web.pages import Action, allowed

NAV = (
    NavItem(_("Căn cước"), "cards:applications", lambda v: can(v, Permission.CARDS_READ), group="work", icon="person",
            order=40, key="c"),
)  # fmt: skip


def for_a_resident(viewer: Viewer, resident: Resident) -> list[Action]:
    """Taking in an application for a card, from the page of who asks for it."""
    if resident.state not in COUNTED or not can(viewer, Permission.CARDS_READ):
        return []
    offered = (
        Action(_("Làm thẻ căn cước"), reverse("cards:apply", args=[resident.id])),
        Action(_("Ghi thẻ đang giữ"), reverse("cards:note_card", args=[resident.id])),
    )
    return [allowed(action, lambda: policies.check_write(viewer)) for action in offered]


PERSON_ACTIONS = (for_a_resident,)
