"""What this room adds to the left bar."""

from django.utils.translation import gettext_lazy as _

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Tìm người"), "people:search", lambda v: can(v, Permission.PEOPLE_SEARCH), group="work", icon="search",
            order=10, key="t"),
    NavItem(_("Cư dân"), "people:residents", lambda v: can(v, Permission.PEOPLE_LIST), group="data", icon="people",
            order=10, key="p"),
    NavItem(_("Nhập danh sách"), "importing:imports", lambda v: can(v, Permission.PEOPLE_IMPORT), group="data",
            icon="download", order=20),
)  # fmt: skip
