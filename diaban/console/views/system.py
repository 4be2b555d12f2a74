"""Administration: where to go, and whether the system is well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

import diaban
from diaban.access import tokens
from diaban.access.policies import check_manage
from diaban.access.roles import ROLES, Permission
from diaban.access.scope import Viewer
from diaban.console.views.base import viewer_of
from diaban.core import sql
from diaban.core.text import fmt_int, fmt_moment
from diaban.ledger import heads
from diaban.web.pages import page
from diaban.web.records import Chip, Fact, Section, record_page
from diaban.web.records import Record as Page

if TYPE_CHECKING:
    from diaban.host.checks import Finding


def administration(request: HttpRequest) -> HttpResponse:
    """GET /quan-tri/: the rooms of administration, and what each role may do."""
    viewer = viewer_of(request)
    check_manage(viewer)
    offered = [
        ("staff:offices", _("Đơn vị"), _("Cơ quan của từng khối, từng cấp.")),
        ("staff:staff", _("Cán bộ và tài khoản"), _("Vị trí công tác, mở và khóa tài khoản, cấp lại mật khẩu.")),
        ("staff:tokens", _("Mã truy cập"), _about_tokens(viewer)),
        ("staff:roles", _("Vai trò và quyền"), _("Mỗi vai trò được làm gì.")),
        ("console:boundaries", _("Ranh giới"), _("Nhập ranh giới đơn vị từ tệp GeoJSON để vẽ bản đồ.")),
        ("console:areas", _("Địa bàn"), _("Đơn vị hành chính hôm nay và trước đây.")),
        ("console:system", _("Tình trạng hệ thống"), _("Cơ sở dữ liệu, niêm phong sổ, phiên bản.")),
    ]
    doors = [(reverse(url_name), name, about) for url_name, name, about in offered]
    roles = [(role.title, role.description) for role in ROLES.values()]
    return page(request, "console/administration.html", title=_("Quản trị"), doors=doors, roles=roles)


def _about_tokens(viewer: Viewer) -> str:
    ending = tokens.ending(viewer)
    about = _("Phần mềm khác làm việc thay một đơn vị: cấp, đổi, thu hồi.")
    return f"{about} {_('Sắp hết hạn: %(n)s.') % {'n': ending}}" if ending else about


def system(request: HttpRequest) -> HttpResponse:
    """GET /he-thong/: what an administrator looks at when something seems wrong. No data of residents."""
    viewer_of(request, Permission.SETTINGS_MANAGE)
    looked = list(health())
    wrong = [("warn", f"{title}: {finding.seen}. {finding.todo}") for title, finding in looked if not finding.ok]
    record = Page(
        title=_("Tình trạng hệ thống"),
        chips=[Chip(_("Mọi kiểm tra nhanh đều tốt"), "good") if not wrong else Chip(_("Có việc cần xử lý"), "warn")],
        sections=[Section(_("Kiểm tra nhanh"), [Fact(title, finding.seen) for title, finding in looked]),
                  Section(_("Chương trình"), program()), Section(_("Sổ việc và niêm phong"), ledger_state())],
        notes=[*wrong, ("", _("Đọc lại cả sổ đã niêm phong bằng lệnh: diaban doctor --ledger"))],
    )  # fmt: skip
    return record_page(request, record)


def health() -> Iterator[tuple[str, Finding]]:
    """The quick checks of `diaban doctor`, run now."""
    from diaban.host import checks, places

    spot = places.places(settings.DATA_DIR)
    for check in checks.found():
        yield _(str(check.title)), checks.looked(check, spot)


def program() -> list[Fact]:
    size = str(sql.value("select pg_size_pretty(pg_database_size(current_database()))"))
    demo: Any = _("có: dữ liệu giả lập") if settings.DEMO else _("không")
    return [
        Fact(_("Phiên bản Diaban"), getattr(diaban, "__version__", "0.1.0")),
        Fact(_("Dung lượng dữ liệu"), size),
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
