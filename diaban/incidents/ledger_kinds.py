"""What the incidents room writes to the ledger. What counts is dated the day an incident counts on; what an office did
about it, the day it was done."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from diaban.incidents.models import Outcome, Role, Source, Who
from diaban.incidents.shipped import GROUPS
from diaban.ledger.registry import Kind

#: Codes of a kind's group and of the kind, which every line that counts carries.
WHAT = ("group", "kind")
LABELS = {
    "group": GROUPS,
    "source": dict(Source.choices),
    "role": dict(Role.choices),
    "who": dict(Who.choices),
    "outcome": dict(Outcome.choices),
}


def _counted(code: str, unit: str, title: Any, sentence: Any, *dims: str) -> Kind:
    """A case is one line; persons and damage are a number above nought."""
    counts: Literal["one", "positive"] = "one" if unit == "case" else "positive"
    return Kind(f"incidents.{code}", "incident", title, sentence, unit, (*WHAT, *dims), counts, labels=LABELS)


#: Lines that say what an incident is; a correction of the incident replaces them.
COUNTED = (
    _counted(
        "received", "case", _("Vụ việc tiếp nhận"), _("{office} tiếp nhận vụ việc {record} xảy ra ở {place}"), "source"
    ),
    _counted(
        "booked",
        "case",
        _("Vụ việc ghi lại từ sổ cũ"),
        _("{office} ghi lại vụ việc {record} ở {place} từ sổ theo dõi"),
        "source",
    ),
    _counted(
        "involved",
        "person",
        _("Người, tổ chức liên quan vụ việc"),
        _("{office} ghi {quantity} {role} của vụ việc {record}"),
        "role",
        "who",
    ),
    _counted(
        "dead", "person", _("Người chết trong vụ việc"), _("{office} ghi {quantity} người chết trong vụ việc {record}")
    ),
    _counted(
        "injured",
        "person",
        _("Người bị thương trong vụ việc"),
        _("{office} ghi {quantity} người bị thương trong vụ việc {record}"),
    ),
    _counted(
        "loss",
        "dong",
        _("Thiệt hại tài sản của vụ việc"),
        _("{office} ghi thiệt hại {quantity} đồng của vụ việc {record}"),
    ),
    _counted(
        "area",
        "m2",
        _("Diện tích thiệt hại của vụ việc"),
        _("{office} ghi {quantity} m² thiệt hại của vụ việc {record}"),
    ),
    _counted(
        "solved", "case", _("Vụ việc có kết quả xử lý"), _("{office} ghi kết quả xử lý vụ việc {record}"), "outcome"
    ),
)
#: What was done, on the day it was.
DONE = tuple(
    Kind(code=f"incidents.{code}", record="incident", unit="case", dims=WHAT, labels=LABELS, title=title, sentence=said)
    for code, title, said in (
        ("opened", _("Mở hồ sơ vụ việc"), _("{office} mở hồ sơ xử lý vụ việc {record}")),
        ("checked", _("Bắt đầu xác minh vụ việc"), _("{office} bắt đầu xác minh vụ việc {record}")),
        ("step", _("Biện pháp đã tiến hành"), _("{office} ghi một biện pháp đã tiến hành với vụ việc {record}")),
        ("notified", _("Thông báo tiếp nhận"), _("{office} thông báo việc tiếp nhận vụ việc {record}")),
        ("handed_over", _("Chuyển vụ việc"), _("{office} chuyển vụ việc {record} cho cơ quan khác")),
        ("closed", _("Kết thúc vụ việc"), _("{office} kết thúc vụ việc {record}")),
        ("reopened", _("Mở lại vụ việc"), _("{office} mở lại vụ việc {record}")),
        ("corrected", _("Đính chính vụ việc"), _("{office} đính chính vụ việc {record}")),
        ("moved", _("Vụ việc chuyển địa bàn"), _("{office} chuyển vụ việc {record} sang {place}")),
        ("voided", _("Vụ việc ghi nhầm"), _("{office} đánh dấu vụ việc {record} là ghi nhầm")),
        ("regrouped", _("Đổi nhóm của loại vụ việc"), _("{office} đổi nhóm của vụ việc {record} theo danh mục")),
    )
)
KINDS = (*COUNTED, *DONE)
