"""What the access room writes to the ledger: who was given which work, and what happened to accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind


def _kind(what: str, record: str, title: object, sentence: object, *dims: str) -> Kind:
    return Kind(
        code=f"access.{what}", record=record, unit=record, counts="one", dims=dims, title=title, sentence=sentence
    )


KINDS = (
    _kind("office_opened", "office", _("Đơn vị được lập"), _("{actor} lập {record}"), "body", "level"),
    _kind("office_corrected", "office", _("Đơn vị được sửa"), _("{actor} sửa thông tin {record}")),
    _kind(
        "office_closed", "office", _("Đơn vị kết thúc"), _("{actor} ghi {record} kết thúc hoạt động"), "body", "level"
    ),
    _kind("staff_added", "staff", _("Cán bộ được thêm"), _("{actor} thêm {record}")),
    _kind(
        "posting_opened", "staff", _("Giao vị trí công tác"), _("{actor} giao việc cho {record} tại {office}"), "role"
    ),
    _kind(
        "posting_ended", "staff", _("Thôi vị trí công tác"), _("{actor} ghi {record} thôi việc tại {office}"), "role"
    ),
    _kind("account_made", "staff", _("Tài khoản được cấp"), _("{actor} cấp tài khoản cho {record}")),
    _kind(
        "account_locked",
        "staff",
        _("Tài khoản tạm khóa"),
        _("Tài khoản của {record} tạm khóa vì sai mật khẩu nhiều lần"),
    ),
    _kind("account_unlocked", "staff", _("Tài khoản được mở khóa"), _("{actor} mở khóa tài khoản của {record}")),
    _kind("account_closed", "staff", _("Tài khoản bị đóng"), _("{actor} đóng tài khoản của {record}")),
    _kind("account_reopened", "staff", _("Tài khoản được mở lại"), _("{actor} mở lại tài khoản của {record}")),
    _kind("password_reset", "staff", _("Mật khẩu được cấp lại"), _("{actor} cấp lại mật khẩu cho {record}")),
    _kind("password_changed", "staff", _("Mật khẩu được đổi"), _("{record} đổi mật khẩu của mình")),
    _kind("factor_added", "staff", _("Thêm bước xác thực"), _("{record} thêm một bước xác thực"), "factor"),
    _kind("factor_removed", "staff", _("Bỏ bước xác thực"), _("{record} bỏ một bước xác thực"), "factor"),
    _kind("factors_reset", "staff", _("Xóa bước xác thực"), _("{actor} xóa các bước xác thực của {record}")),
    _kind("sessions_ended", "staff", _("Phiên làm việc bị kết thúc"), _("{actor} kết thúc các phiên của {record}")),
    _kind(
        "token_made", "office", _("Mã truy cập được cấp"), _("{actor} cấp mã truy cập {token} cho {record}"), "token"
    ),
    _kind(
        "token_revoked",
        "office",
        _("Mã truy cập bị thu hồi"),
        _("{actor} thu hồi mã truy cập {token} của {record}"),
        "token",
    ),
)
