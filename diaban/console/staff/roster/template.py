"""The workbook that offices fill in: headings, a list of offices and roles to choose from, and one row to look at."""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.access import queries
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.console.staff.roster.reading import MOST
from diaban.core.time import today
from diaban.papers.writing.form import Form, Offer, workbook

NAME = "mau-can-bo.xlsx"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Headings are read back by `reading`, so they stay Vietnamese in both languages; an asterisk marks what is needed.
HEADINGS = ("Số hiệu*", "Họ và tên*", "Đơn vị*", "Chức vụ*", "Cấp bậc", "Vai trò*", "Địa bàn", "Từ ngày", "Đến ngày",
            "Tên đăng nhập", "Điện thoại")  # fmt: skip
_WIDTHS = (14, 28, 32, 22, 16, 30, 20, 12, 12, 20, 16)


def template(by: Viewer) -> bytes:
    """The workbook for one administrator: only the offices of their ground are offered."""
    offices = [office.code for office in queries.offices(by) if office.valid_to is None or office.valid_to > today()]
    offers = (
        Offer(_("Vai trò"), [str(role.title) for role in ROLES.values()], (5,)),
        Offer(_("Mã đơn vị"), offices, (2,)),
    )
    return workbook(Form("Cán bộ", HEADINGS, _WIDTHS, offers, MOST, _told()))


def _told() -> list[str]:
    return [
        _("Mỗi dòng là một cán bộ tại một đơn vị. Cột có dấu * phải ghi."),
        _("Đơn vị: mã hoặc đúng tên. Vai trò: chọn trong danh mục. Địa bàn: chỉ ghi cho tổ công tác thôn."),
        _("Ngày ghi dạng 31/12/2026. Đến ngày: ghi khi người đó thôi việc tại đơn vị, là ngày đầu tiên không còn làm."),
        _("Tên đăng nhập để trống thì chương trình đặt từ họ tên, ví dụ nguyen.van.an."),
        _("Nộp tệp: xem kết luận từng dòng trước, rồi mới ghi. Mật khẩu dùng một lần in ra phiếu, chỉ hiện một lần."),
    ]
