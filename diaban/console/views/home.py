"""The first page: the viewer's ground at a glance, what to do next, what happened last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.figures import Tile, tiles
from diaban.console.telling import Told, tell
from diaban.console.views.base import viewer_of
from diaban.ledger import queries as ledger
from diaban.web.pages import Action, page


def home(request: HttpRequest) -> HttpResponse:
    """GET /"""
    viewer = viewer_of(request)
    unit = areas.unit(viewer.scope.unit_id) if viewer.scope.unit_id is not None else None
    return page(
        request,
        "console/home.html",
        title=unit.title if unit else viewer.office_name,
        lead=f"{viewer.post} · {viewer.office_name}" if viewer.post else viewer.office_name,
        tiles=glance(viewer),
        steps=steps(viewer),
        recent=recent(viewer),
        unit=unit,
    )


def glance(viewer: Viewer) -> list[Tile]:
    """Figures of the viewer's own ground; none for a role that sees none."""
    if not viewer.can(Permission.FIGURES_READ) or viewer.scope.unit_id is None:
        return []
    return tiles(viewer, viewer.scope.unit_id)


def recent(viewer: Viewer) -> list[Told]:
    """The last dozen lines the viewer may read."""
    if not viewer.can(Permission.LEDGER_READ):
        return []
    return tell(ledger.lines(limit=12).rows, viewer)


def steps(viewer: Viewer) -> list[Action]:
    """What this role usually does next, as links: at most four."""
    offered: list[tuple[Permission, str, Any, str]] = [
        (Permission.PEOPLE_SEARCH, "people:search", _("Tìm người"), "search"),
        (Permission.PEOPLE_LIST, "people:residents", _("Xem danh sách cư dân"), "people"),
        (Permission.PEOPLE_EDIT, "people:register", _("Ghi người mới"), "plus"),
        (Permission.PEOPLE_IMPORT, "importing:list", _("Nhập danh sách từ bảng tính"), "upload"),
        (Permission.LOOKUPS_READ, "console:lookups", _("Xem ai đã tra cứu"), "eye"),
        (Permission.ACCESS_MANAGE, "console:administration", _("Quản trị"), "shield"),
        (Permission.SETTINGS_MANAGE, "console:system", _("Tình trạng hệ thống"), "gear"),
        (Permission.AREAS_READ, "console:areas", _("Xem địa bàn"), "map"),
    ]
    found = []
    for permission, url_name, name, icon in offered:
        if viewer.can(permission):
            try:
                found.append(Action(name, reverse(url_name), icon=icon))
            except NoReverseMatch:  # the page isn't installed
                continue
    if viewer.can(Permission.PEOPLE_OPEN) and not viewer.purpose:
        found.insert(0, Action(_("Nêu mục đích tra cứu hôm nay"), reverse("access:purpose"), "main", "key"))
    return found[:5]
