"""Administration: where to go, and whether the system is well."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

import diaban
from diaban.access.policies import check_manage
from diaban.access.roles import ROLES, Permission
from diaban.console.views.base import viewer_of
from diaban.core import sql
from diaban.core.text import fmt_int, fmt_moment
from diaban.ledger import heads
from diaban.web.pages import page
from diaban.web.records import Fact, Section, record_page
from diaban.web.records import Record as Page


def administration(request: HttpRequest) -> HttpResponse:
    """GET /quan-tri/: the rooms of administration, and what each role may do."""
    viewer = viewer_of(request)
    check_manage(viewer)
    offered = [
        ("staff:offices", _("Đơn vị"), _("Cơ quan của từng khối, từng cấp.")),
        ("staff:staff", _("Cán bộ và tài khoản"), _("Vị trí công tác, mở và khóa tài khoản, cấp lại mật khẩu.")),
        ("console:areas", _("Địa bàn"), _("Đơn vị hành chính, thôn, ranh giới.")),
        ("console:system", _("Tình trạng hệ thống"), _("Cơ sở dữ liệu, niêm phong sổ, phiên bản.")),
    ]
    doors = [(url, name, about) for url_name, name, about in offered if (url := _address(url_name))]
    roles = [(role.title, role.description) for role in ROLES.values()]
    return page(request, "console/administration.html", title=_("Quản trị"), doors=doors, roles=roles)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:  # the page isn't installed
        return ""


def system(request: HttpRequest) -> HttpResponse:
    """GET /he-thong/: what an administrator looks at when something seems wrong. No data of residents."""
    viewer_of(request, Permission.SETTINGS_MANAGE)
    record = Page(
        title=_("Tình trạng hệ thống"),
        sections=[Section(_("Chương trình"), program()), Section(_("Sổ việc và niêm phong"), ledger_state())],
        notes=[("", _("Kiểm tra đầy đủ chạy bằng lệnh: diaban doctor --ledger"))],
    )
    return record_page(request, record)


def program() -> list[Fact]:
    version = str(sql.value("select current_setting('server_version')")).split(" ")[0]
    size = str(sql.value("select pg_size_pretty(pg_database_size(current_database()))"))
    applied = sql.value("select count(*) from django_migrations")
    demo: Any = _("có: dữ liệu giả lập") if settings.DEMO else _("không")
    return [
        Fact(_("Phiên bản Diaban"), getattr(diaban, "__version__", "0.1.0")),
        Fact("PostgreSQL", version),
        Fact(_("Dung lượng dữ liệu"), size),
        Fact(_("Bước cập nhật đã chạy"), fmt_int(applied)),
        Fact(_("Chế độ trình diễn"), demo),
    ]


def ledger_state() -> list[Fact]:
    head = heads.last()
    if head is None:
        return [Fact(_("Niêm phong gần nhất"), _("chưa có"))]
    return [
        Fact(_("Niêm phong gần nhất"), fmt_moment(head.at)),
        Fact(_("Số dòng đã niêm phong"), fmt_int(head.size)),
        Fact(_("Dấu của sổ"), head.root.hex()[:16], note=_("16 ký tự đầu; so với bản in trên văn bản đã ký")),
    ]
