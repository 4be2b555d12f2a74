"""Why a file can't be read: one code and one sentence each, saying what was kept and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid


class Unreadable(Invalid):
    """A file that can't be taken. `code` is stable; nothing was written."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(sentence(code, **args))
        self.code = code


def sentence(code: str, **args: Any) -> str:
    """The sentence of a code in the language now active."""
    return (_of_files() | _of_lists())[code] % {"name": "", **args}


def _of_files() -> dict[str, str]:
    return {
        "missing": _("Không thấy tệp “%(name)s”; chưa ghi gì. Hãy kiểm tra lại đường dẫn."),
        "empty_file": _("Tệp “%(name)s” trống (0 byte); chưa ghi gì. Hãy lưu lại bảng tính rồi nạp lại."),
        "too_big": _("Tệp “%(name)s” lớn hơn 200 MB nên chưa đọc và chưa ghi gì. Hãy chia thành nhiều tệp nhỏ hơn."),
        "bomb": _(
            "Tệp “%(name)s” nén khác thường (mở ra quá lớn) nên không đọc; chưa ghi gì. "
            "Hãy lưu lại từ Excel rồi nạp lại."
        ),
        "broken": _(
            "Tệp “%(name)s” bị hỏng, không mở được; chưa ghi gì. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại."
        ),
        "protected": _("Tệp “%(name)s” có mật khẩu nên không đọc được; chưa ghi gì. Hãy bỏ mật khẩu rồi nạp lại."),
        "macros": _(
            "Tệp “%(name)s” có macro nên không nhận; chưa ghi gì. Hãy lưu lại dạng .xlsx (không macro) rồi nạp lại."
        ),
        "web_page": _(
            "Tệp “%(name)s” là trang web (HTML/XML) mang đuôi của bảng tính; chưa ghi gì. "
            "Hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại."
        ),
        "not_workbook": _(
            "Tệp “%(name)s” không phải bảng tính (.xlsx, .xls, .ods, .csv, .docx); chưa ghi gì. Hãy chọn đúng tệp."
        ),
        "old_word": _(
            "Tệp “%(name)s” là văn bản Word cũ (.doc) nên không đọc được; chưa ghi gì. "
            "Hãy mở bằng Word, lưu lại dạng .docx rồi nạp lại."
        ),
        "no_table": _("Văn bản “%(name)s” không có bảng nào; chưa ghi gì. Hãy để danh sách trong bảng rồi nạp lại."),
        "encoding": _("Tệp “%(name)s” không ở bảng mã Unicode; chưa ghi gì. Hãy lưu lại dạng “CSV UTF-8” rồi nạp lại."),
    }


def _of_lists() -> dict[str, str]:
    return {
        "empty_sheet": _("Bảng tính “%(name)s” không có dòng nào; chưa ghi gì. Hãy kiểm tra lại tệp."),
        "only_hidden": _(
            "Các trang đang hiện của “%(name)s” đều trống, trang ẩn thì không đọc; chưa ghi gì. "
            "Hãy bỏ ẩn trang có danh sách rồi nạp lại."
        ),
        "no_header": _(
            "Không tìm thấy dòng tiêu đề có cột họ tên trong “%(name)s”; chưa ghi gì. "
            "Hãy thêm dòng tiêu đề (STT, Họ và tên, Ngày sinh…) rồi nạp lại."
        ),
        "no_list": _(
            "Không trang nào của “%(name)s” có dòng tiêu đề của một danh sách đã biết; chưa ghi gì. "
            "Hãy thêm dòng tiêu đề (STT, Họ và tên…) rồi nạp lại."
        ),
        "other_kind": _(
            "Tệp “%(name)s” là “%(kind)s”, không phải danh sách cư dân; chưa ghi gì. "
            "Hãy nhập ở đúng loại danh sách, hoặc sửa tiêu đề của tệp nếu đó là danh sách cư dân."
        ),
        "no_rows": _("Dưới dòng tiêu đề của “%(name)s” không có dòng dữ liệu nào; chưa ghi gì. Hãy kiểm tra lại tệp."),
    }
