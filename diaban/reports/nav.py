"""What reports add to the left bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.web.nav import NavItem

NAV = (
    NavItem(
        _("Báo cáo"), "reports:reports", lambda viewer: can(viewer, Permission.REPORTS_READ), icon="print", key="b",
        order=25,
    ),
)  # fmt: skip
