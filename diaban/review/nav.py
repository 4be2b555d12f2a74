"""What this room adds to the left bar."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.people import policies as people
from diaban.people.models import Resident
from diaban.review import policies, queries
from diaban.web.nav import NavItem
from diaban.web.pages import Action

NAV = (
    NavItem(_("Đối chiếu"), "review:queue", policies.can_queue, count=queries.count_waiting, group="work",
            icon="people", order=45, key="d"),
)  # fmt: skip


def merge_with(viewer: Viewer, resident: Resident) -> list[Action]:
    """On a resident's page: the same person found in another record."""
    if not people.can_merge(viewer, resident):
        return []
    return [Action(_("Gộp với hồ sơ trùng"), reverse("review:pair_with", args=[resident.id]))]


PERSON_ACTIONS = (merge_with,)
