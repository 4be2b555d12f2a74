"""What the corridor adds to the left bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.casework.policies import can_inbox
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Hộp việc"), "casework:inbox", can_inbox, group="work", icon="empty", key="v", order=5),
    NavItem(
        _("Lịch làm việc"), "casework:calendar", lambda v: v.can(Permission.SETTINGS_MANAGE), group="admin",
        icon="clock", order=40,
    ),
)  # fmt: skip
