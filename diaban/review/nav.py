"""What this room adds to the left bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.review import policies, queries
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Đối chiếu"), "review:queue", policies.can_queue, count=queries.count_waiting, group="work",
            icon="people", order=45, key="d"),
)  # fmt: skip
