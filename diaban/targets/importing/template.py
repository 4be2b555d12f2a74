"""The workbook that offices fill in: headings, the measures and ways of dividing to choose from, and how to fill it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.figures.measures import measures
from diaban.papers.writing.form import Form, Offer, workbook
from diaban.targets.importing.reading import MOST
from diaban.targets.models import Split

#: Headings are read back by `reading`, so they stay Vietnamese in both languages; an asterisk marks what is needed.
HEADINGS = ("Số liệu*", "Địa bàn*", "Kỳ*", "Chỉ tiêu*", "Tỷ lệ trên", "Mẫu số tính đến ngày", "Cách chia",
            "Văn bản*", "Ngày ký*", "Chức vụ người ký*")  # fmt: skip
_WIDTHS = (34, 28, 12, 14, 26, 20, 24, 22, 12, 24)


def template() -> bytes:
    """The workbook, to be filled in."""
    offers = (
        Offer(_("Mã số liệu"), list(measures()), (0, 4)),
        Offer(_("Tên"), [str(one.title) for one in measures().values()], ()),
        Offer(_("Cách chia"), [str(each.label) for each in Split], (6,)),
    )
    return workbook(Form("Chỉ tiêu", HEADINGS, _WIDTHS, offers, MOST, _told()))


def _told() -> list[str]:
    return [
        _("Mỗi dòng là một chỉ tiêu của một địa bàn trong một kỳ. Cột có dấu * phải ghi."),
        _("Số liệu: mã hoặc đúng tên, xem trang Danh mục. Địa bàn: mã, hoặc tên như “xã Kỳ Văn, tỉnh Hà Tĩnh”."),
        _("Kỳ: 2026 (năm báo cáo), 2026-Q1, 2026-T05. Chỉ tiêu: 1.250; nếu là tỷ lệ thì ghi 95,5% và cột Tỷ lệ trên."),
        _("Cách chia để trống thì không chia. Tự nhập từng đơn vị: mỗi đơn vị bên dưới một dòng cùng số liệu và kỳ."),
        _("Một dòng không nhận được thì cả tệp chưa ghi: sửa theo kết luận rồi nhập lại. Dòng đã có thì giữ nguyên."),
    ]
