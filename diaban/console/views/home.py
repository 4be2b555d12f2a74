"""The first page: the viewer's ground at a glance, what to do next, what happened last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console import reading
from diaban.console.home_page import Home
from diaban.console.telling import Told
from diaban.console.views.base import viewer_of
from diaban.ledger import queries as ledger
from diaban.web.pages import Action, page

#: How many lines, or groups of lines, the first page tells.
RECENT = 10


def home(request: HttpRequest) -> HttpResponse:
    """GET /"""
    viewer = viewer_of(request)
    unit = areas.unit(viewer.scope.unit_id) if viewer.scope.unit_id is not None else None
    return page(
        request,
        "console/home.html",
        title=unit.title if unit else viewer.office_name,
        lead=f"{viewer.post} · {viewer.office_name}" if viewer.post else viewer.office_name,
        home=Home(viewer, unit),
        steps=steps(viewer),
        recent=recent(viewer),
        unit=unit,
    )


def recent(viewer: Viewer) -> list[Told] | None:
    """What was last recorded in the viewer's ground; None for a role that doesn't read the ledger."""
    if not viewer.can(Permission.LEDGER_READ):
        return None
    found, _later = reading.groups(ledger.Filter(), after=None, limit=RECENT)
    return reading.told(found[:RECENT], viewer)


def steps(viewer: Viewer) -> list[Action]:
    """What this role usually does next, as links: at most five."""
    offered: list[tuple[Permission, str, Any, str]] = [
        (Permission.PEOPLE_SEARCH, "people:search", _("Tìm người"), "search"),
        (Permission.PEOPLE_LIST, "people:residents", _("Xem danh sách cư dân"), "people"),
        (Permission.PEOPLE_EDIT, "people:register", _("Ghi người mới"), "plus"),
        (Permission.PEOPLE_IMPORT, "importing:imports", _("Nhập danh sách từ bảng tính"), "upload"),
        (Permission.LOOKUPS_READ, "console:lookups", _("Xem ai đã tra cứu"), "eye"),
        (Permission.ACCESS_MANAGE, "staff:staff", _("Cán bộ và tài khoản"), "people"),
        (Permission.ACCESS_MANAGE, "staff:offices", _("Các đơn vị"), "shield"),
        (Permission.SETTINGS_MANAGE, "console:system", _("Tình trạng hệ thống"), "gear"),
    ]
    found = [Action(name, reverse(to), icon=icon) for may, to, name, icon in offered if viewer.can(may)]
    if viewer.can(Permission.PEOPLE_OPEN) and not viewer.purpose:
        found.insert(0, Action(_("Nêu mục đích tra cứu hôm nay"), reverse("access:purpose"), "main", "key"))
    return found[:5]
