"""What this room adds to the left bar."""

from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Báo vụ việc"), "incidents:report", lambda v: can(v, Permission.INCIDENTS_REPORT), group="work",
            icon="plus", order=15, key="b"),
    NavItem(_("Vụ việc"), "incidents:incidents", lambda v: can(v, Permission.INCIDENTS_LIST), group="data",
            icon="file", order=15, key="i"),
)  # fmt: skip
