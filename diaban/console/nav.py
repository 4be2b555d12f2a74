"""What the console adds to the left bar."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.web.nav import NavItem


def _may(permission: Permission) -> Any:
    return lambda viewer: viewer.can(permission)


NAV = (
    NavItem(_("Trang đầu"), "console:home", group="work", icon="home", key="h", order=0),
    NavItem(_("Địa bàn"), "console:areas", _may(Permission.AREAS_READ), icon="map", key="a", order=20),
    NavItem(_("Sổ việc"), "console:ledger", _may(Permission.LEDGER_READ), icon="book", key="s", order=30),
    NavItem(_("Nhật ký tra cứu"), "console:lookups", group="data", icon="eye", key="l", order=40),
    NavItem(_("Tệp đã xuất"), "exports:exports", icon="file", key="x", order=50),
    NavItem(
        _("Quản trị"), "console:administration", _may(Permission.ACCESS_MANAGE), group="admin", icon="shield", order=0
    ),
    NavItem(
        _("Tình trạng hệ thống"),
        "console:system",
        _may(Permission.SETTINGS_MANAGE),
        group="admin",
        icon="gear",
        order=90,
    ),
)
