"""What happens to any case besides its own steps: who has it, whether its clock runs, and that its day has come."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind


def _kind(code: str, title: Any, sentence: Any) -> Kind:
    return Kind(f"casework.{code}", "case", title, sentence, unit="case", dims=("case",))


KINDS = (
    _kind("assigned", _("Việc được phân công"), _("{office} phân công {record}")),
    _kind("returned", _("Việc được trả lại"), _("{office} trả lại {record} để phân công lại")),
    _kind("escalated", _("Việc được chuyển lên cấp trên"), _("{office} chuyển {record} lên cấp trên")),
    _kind("handed_over", _("Việc được bàn giao"), _("{office} bàn giao {record} cho cơ quan khác")),
    _kind("relocated", _("Việc được đổi địa bàn"), _("{office} ghi lại địa bàn của {record}")),
    _kind("paused", _("Dừng tính thời hạn"), _("{office} dừng tính thời hạn của {record}")),
    _kind("resumed", _("Tính tiếp thời hạn"), _("{office} tính tiếp thời hạn của {record}")),
    _kind("due", _("Việc đến hạn"), _("{record} đến hạn")),
    _kind("late", _("Việc quá hạn"), _("{record} quá hạn")),
    _kind("deadline_moved", _("Hạn được tính lại"), _("Hạn của {record} được tính lại: {from} thành {to}")),
    Kind("casework.calendar_changed", "calendar", _("Lịch làm việc thay đổi"), _("{office} sửa lịch làm việc"),
         unit="change"),
)  # fmt: skip
