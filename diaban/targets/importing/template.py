"""The workbook that offices fill in: headings, the measures and ways of dividing to choose from, and how to fill it."""

from __future__ import annotations

import io
from datetime import datetime, time

from django.utils.translation import gettext as _

from diaban.core.time import today
from diaban.figures.measures import measures
from diaban.targets.importing.reading import MOST
from diaban.targets.models import Split

#: Headings are read back by `reading`, so they stay Vietnamese in both languages; an asterisk marks what is needed.
HEADINGS = ("Số liệu*", "Địa bàn*", "Kỳ*", "Chỉ tiêu*", "Tỷ lệ trên", "Mẫu số tính đến ngày", "Cách chia",
            "Văn bản*", "Ngày ký*", "Chức vụ người ký*")  # fmt: skip
_WIDTHS = (34, 28, 12, 14, 26, 20, 24, 22, 12, 24)


def template() -> bytes:
    """The workbook, to be filled in."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    # Dated by the day: asked for twice, it is the same file.
    book.set_properties({"created": datetime.combine(today(), time())})
    sheet, lists, told = (book.add_worksheet(name) for name in ("Chỉ tiêu", "Danh mục", "Hướng dẫn"))
    head = book.add_format({"bold": True, "bg_color": "#E6EDF5", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    for at, (title, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, at, title, head)
        sheet.set_column(at, at, width, text)
    sheet.freeze_panes(1, 2)
    offered = {
        (0, _("Mã số liệu")): list(measures()), (1, _("Tên")): [str(one.title) for one in measures().values()],
        (2, _("Cách chia")): [str(each.label) for each in Split],
    }  # fmt: skip
    for (at, title), values in offered.items():
        lists.write_string(0, at, title, head)
        lists.write_column(1, at, values)
    for column, letter, many in ((0, "A", len(measures())), (4, "A", len(measures())), (6, "C", len(Split))):
        source = f"='Danh mục'!${letter}$2:${letter}${many + 1}"
        sheet.data_validation(1, column, MOST, column, {"validate": "list", "source": source, "ignore_blank": True,
                                                        "error_type": "warning"})  # fmt: skip
    lists.set_column(0, 2, 40)
    told.set_column(0, 0, 110)
    told.write_column(0, 0, _told())
    book.close()
    return held.getvalue()


def _told() -> list[str]:
    return [
        _("Mỗi dòng là một chỉ tiêu của một địa bàn trong một kỳ. Cột có dấu * phải ghi."),
        _("Số liệu: mã hoặc đúng tên, xem trang Danh mục. Địa bàn: mã, hoặc tên như “xã Kỳ Văn, tỉnh Hà Tĩnh”."),
        _("Kỳ: 2026 (năm báo cáo), 2026-Q1, 2026-T05. Chỉ tiêu: 1.250; nếu là tỷ lệ thì ghi 95,5% và cột Tỷ lệ trên."),
        _("Cách chia để trống thì không chia. Tự nhập từng đơn vị: mỗi đơn vị bên dưới một dòng cùng số liệu và kỳ."),
        _("Một dòng không nhận được thì cả tệp chưa ghi: sửa theo kết luận rồi nhập lại. Dòng đã có thì giữ nguyên."),
    ]
