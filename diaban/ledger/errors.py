"""The ledger's refusals as sentences for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid


def _rules() -> dict[str, str]:
    return {
        "actor": _("thiếu người thực hiện"),
        "actor_not_session": _("người thực hiện không phải người đang đăng nhập"),
        "kind": _("loại sự việc chưa được khai báo"),
        "record": _("thiếu hồ sơ"),
        "place": _("thiếu địa bàn"),
        "office": _("thiếu cơ quan"),
        "action": _("thiếu mã thao tác"),
        "day": _("ngày không hợp lệ"),
        "day_future": _("ngày ở tương lai"),
        "purpose": _("thiếu mục đích hoặc mục đích không phải là mã"),
        "reference": _("số tham chiếu chỉ gồm chữ, số và các dấu . / - _"),
        "query_kind": _("loại tra cứu không phải là mã"),
        "channel": _("kênh tra cứu không phải là mã"),
        "shown": _("danh sách hồ sơ đã hiện không hợp lệ"),
        "state": _("trạng thái không phải là mã"),
        "quantity": _("thiếu số lượng"),
        "quantity_zero": _("số lượng bằng 0 chỉ dùng để hủy một dòng"),
        "quantity_not_one": _("loại sự việc này chỉ nhận số lượng 1"),
        "quantity_negative": _("loại sự việc này không nhận số lượng âm"),
        "corrects": _("dòng được đính chính không có, hoặc thuộc hồ sơ khác"),
        "dims": _("phân loại không hợp lệ"),
        "dims_undeclared": _("phân loại chưa được khai báo"),
        "dims_not_code": _("phân loại phải là mã ngắn, không phải lời văn"),
    }


class LineRefused(Invalid):
    """A line or look-up broke a rule of the ledger. `rule` is its code, `position` the line in the call, from 1."""

    def __init__(self, rule: str, position: int = 0) -> None:
        self.rule = rule
        self.position = position
        why: Any = _rules().get(rule, rule)
        super().__init__(_("Chưa ghi gì vào sổ: %(why)s. Hãy sửa rồi thực hiện lại.") % {"why": why})


def already_corrected() -> str:
    return _("Dòng này đã được đính chính trước đó; chưa ghi gì. Hãy mở dòng mới nhất rồi đính chính lại.")


def no_such_line() -> str:
    return _("Không có dòng này trong sổ, hoặc dòng nằm ngoài địa bàn của bạn.")


def head_not_ours() -> str:
    return _(
        "Chưa niêm phong tiếp: đầu sổ mới nhất không do khóa ở đây ký. Hãy chạy diaban doctor --ledger; nếu đã chuyển "
        "máy, chép thư mục keys của máy cũ sang."
    )
