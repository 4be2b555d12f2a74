"""What this room adds to the left bar."""

from django.utils.translation import gettext_lazy as _

from diaban.registers import policies
from diaban.web.nav import NavItem

NAV = (
    NavItem(_("Danh sách quản lý"), "registers:registers", policies.can_list, group="data", icon="book", order=20,
            key="q"),
    NavItem(_("Danh mục danh sách"), "registers:definitions", policies.can_define, group="admin", icon="book",
            order=60),
)  # fmt: skip
