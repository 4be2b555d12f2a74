"""What the incidents room writes to the ledger. What counts is dated the day an incident counts on; what an office did
about it, the day it was done."""

from __future__ import annotations

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

#: Lines that say what an incident is; a correction of the incident replaces them.
COUNTED = (
    Kind(
        code="incidents.received",
        record="incident",
        unit="case",
        dims=(*WHAT, "source"),
        counts="one",
        labels=LABELS,
        title=_("Vụ việc tiếp nhận"),
        sentence=_("{office} tiếp nhận vụ việc {record} xảy ra ở {place}"),
    ),
    Kind(
        code="incidents.booked",
        record="incident",
        unit="case",
        dims=(*WHAT, "source"),
        counts="one",
        labels=LABELS,
        title=_("Vụ việc ghi lại từ sổ cũ"),
        sentence=_("{office} ghi lại vụ việc {record} ở {place} từ sổ theo dõi"),
    ),
    Kind(
        code="incidents.involved",
        record="incident",
        unit="person",
        dims=(*WHAT, "role", "who"),
        counts="positive",
        labels=LABELS,
        title=_("Người, tổ chức liên quan vụ việc"),
        sentence=_("{office} ghi {quantity} {role} của vụ việc {record}"),
    ),
    Kind(
        code="incidents.dead",
        record="incident",
        unit="person",
        dims=WHAT,
        counts="positive",
        labels=LABELS,
        title=_("Người chết trong vụ việc"),
        sentence=_("{office} ghi {quantity} người chết trong vụ việc {record}"),
    ),
    Kind(
        code="incidents.injured",
        record="incident",
        unit="person",
        dims=WHAT,
        counts="positive",
        labels=LABELS,
        title=_("Người bị thương trong vụ việc"),
        sentence=_("{office} ghi {quantity} người bị thương trong vụ việc {record}"),
    ),
    Kind(
        code="incidents.loss",
        record="incident",
        unit="dong",
        dims=WHAT,
        counts="positive",
        labels=LABELS,
        title=_("Thiệt hại tài sản của vụ việc"),
        sentence=_("{office} ghi thiệt hại {quantity} đồng của vụ việc {record}"),
    ),
    Kind(
        code="incidents.area",
        record="incident",
        unit="m2",
        dims=WHAT,
        counts="positive",
        labels=LABELS,
        title=_("Diện tích thiệt hại của vụ việc"),
        sentence=_("{office} ghi {quantity} m² thiệt hại của vụ việc {record}"),
    ),
    Kind(
        code="incidents.solved",
        record="incident",
        unit="case",
        dims=(*WHAT, "outcome"),
        counts="one",
        labels=LABELS,
        title=_("Vụ việc có kết quả xử lý"),
        sentence=_("{office} ghi kết quả xử lý vụ việc {record}"),
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
