"""What this room adds to the left bar."""

from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Chỉ tiêu"), "targets:plans", lambda v: can(v, Permission.FIGURES_READ), group="data", icon="chart",
            order=15, key="m"),
)  # fmt: skip
