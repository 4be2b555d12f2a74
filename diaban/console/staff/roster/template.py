"""The workbook that offices fill in: headings, a list of offices and roles to choose from, and one row to look at."""

from __future__ import annotations

import io
from datetime import datetime, time

from django.utils.translation import gettext as _

from diaban.access import queries
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.console.staff.roster.reading import MOST
from diaban.core.time import today

NAME = "mau-can-bo.xlsx"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Headings are read back by `reading`, so they stay Vietnamese in both languages; an asterisk marks what is needed.
HEADINGS = ("Số hiệu*", "Họ và tên*", "Đơn vị*", "Chức vụ*", "Cấp bậc", "Vai trò*", "Địa bàn", "Từ ngày", "Đến ngày",
            "Tên đăng nhập", "Điện thoại")  # fmt: skip
_WIDTHS = (14, 28, 32, 22, 16, 30, 20, 12, 12, 20, 16)


def template(by: Viewer) -> bytes:
    """The workbook for one administrator: only the offices of their ground are offered."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    # Dated by the day: asked for twice, it is the same file.
    book.set_properties({"created": datetime.combine(today(), time())})
    sheet, lists, told = (book.add_worksheet(name) for name in ("Cán bộ", "Danh mục", "Hướng dẫn"))
    head = book.add_format({"bold": True, "bg_color": "#E6EDF5", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    for at, (title, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, at, title, head)
        sheet.set_column(at, at, width, text)
    sheet.freeze_panes(1, 2)
    offices = [office.code for office in queries.offices(by) if office.valid_to is None or office.valid_to > today()]
    for at, values in enumerate(([str(role.title) for role in ROLES.values()], offices)):
        lists.write_column(1, at, values)
        lists.write_string(0, at, (_("Vai trò"), _("Mã đơn vị"))[at], head)
        if values:
            source = f"='Danh mục'!${'AB'[at]}$2:${'AB'[at]}${len(values) + 1}"
            column = 5 if at == 0 else 2
            sheet.data_validation(1, column, MOST, column, {"validate": "list", "source": source, "ignore_blank": True,
                                                            "error_type": "warning"})  # fmt: skip
    lists.set_column(0, 1, 36)
    told.set_column(0, 0, 110)
    told.write_column(0, 0, _told())
    book.close()
    return held.getvalue()


def _told() -> list[str]:
    return [
        _("Mỗi dòng là một cán bộ tại một đơn vị. Cột có dấu * phải ghi."),
        _("Đơn vị: mã hoặc đúng tên. Vai trò: chọn trong danh mục. Địa bàn: chỉ ghi cho tổ công tác thôn."),
        _("Ngày ghi dạng 31/12/2026. Đến ngày: ghi khi người đó thôi việc tại đơn vị, là ngày đầu tiên không còn làm."),
        _("Tên đăng nhập để trống thì chương trình đặt từ họ tên, ví dụ nguyen.van.an."),
        _("Nộp tệp: xem kết luận từng dòng trước, rồi mới ghi. Mật khẩu dùng một lần in ra phiếu, chỉ hiện một lần."),
    ]
