"""The way of an application for an identity card, from the counter to the hand, and the term it runs by.

Composed from the steps of the Law on Identification 2023, art. 23, and from how provinces report (taken in, sent to the
centre, handed over); no text of law lists the states themselves.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.casework.clocks import Unit
from diaban.casework.registry import CaseKind, ClockRule, State, Transition

KIND = "cards.application"
#: Where the office still works on it: a wrong record is mended, the applicant may withdraw.
AT_THE_COUNTER = ("received", "mending", "captured", "declared", "sent_back")
#: Where an application stands while it isn't over.
ON_THE_WAY = (*AT_THE_COUNTER, "sent", "approved", "printed", "arrived", "uncollected")
#: Steps that follow from something else than a press on the application's page.
BY_ITSELF = ("die", *(f"revive_{state}" for state in ON_THE_WAY))

CLOCK_RULES = (
    ClockRule("cards.issue", _("Cấp, cấp đổi, cấp lại thẻ căn cước"), 7, Unit.WORKING_DAY,
              "Luật Căn cước 2023, Điều 26", date(2024, 7, 1)),
)  # fmt: skip

APPLICATION = CaseKind(
    KIND,
    _("Hồ sơ căn cước"),
    (
        State("received", _("Đã tiếp nhận")),
        State("mending", _("Chờ sửa dữ liệu cư trú"), stands=True),
        State("captured", _("Đã thu nhận")),
        State("declared", _("Đã ký phiếu thu nhận")),
        State("sent", _("Đã truyền về Trung ương")),
        State("sent_back", _("Trung ương trả lại")),
        State("approved", _("Đã duyệt")),
        State("printed", _("Đã in thẻ")),
        State("arrived", _("Thẻ đã về đơn vị")),
        State("uncollected", _("Công dân chưa đến nhận"), stands=True),
        State("handed", _("Đã trả thẻ"), final=True),
        State("refused", _("Từ chối"), final=True),
        State("withdrawn", _("Công dân rút"), final=True),
        State("died", _("Công dân đã mất"), final=True),
    ),
    (
        Transition("mend", _("Chờ sửa dữ liệu cư trú"), ("received",), "mending", "cards.mending"),
        Transition("mended", _("Dữ liệu đã khớp"), ("mending",), "received", "cards.mended"),
        Transition("capture", _("Ghi kết quả thu nhận"), ("received", "sent_back"), "captured", "cards.captured"),
        Transition("declare", _("Ký phiếu thu nhận, hẹn trả"), ("captured",), "declared", "cards.declared"),
        Transition("send", _("Truyền về Trung ương"), ("declared",), "sent", "cards.sent"),
        Transition("send_back", _("Trung ương trả lại"), ("sent",), "sent_back", "cards.sent_back"),
        Transition("approve", _("Trung ương duyệt"), ("sent",), "approved", "cards.approved"),
        Transition("print", _("Thẻ đã in"), ("approved",), "printed", "cards.printed"),
        Transition("arrive", _("Nhận thẻ về đơn vị"), ("printed",), "arrived", "cards.arrived"),
        Transition("not_collected", _("Công dân chưa đến nhận"), ("arrived",), "uncollected", "cards.not_collected"),
        Transition("hand", _("Trả thẻ"), ("arrived", "uncollected"), "handed", "cards.handed"),
        Transition("lose", _("Thẻ mất trước khi trả"), ("printed", "arrived", "uncollected"), "approved", "cards.lost"),
        Transition("spoil", _("Thẻ hỏng, in lại"), ("printed", "arrived", "uncollected"), "approved", "cards.spoiled"),
        Transition("refuse", _("Từ chối"), ("received", "mending", "captured", "sent_back"), "refused",
                   "cards.refused"),
        Transition("withdraw", _("Công dân rút"), AT_THE_COUNTER, "withdrawn", "cards.withdrawn"),
        Transition("die", _("Công dân đã mất"), ON_THE_WAY, "died", "cards.died"),
        *(Transition(f"revive_{state}", _("Khai tử bị hủy"), ("died",), state, "cards.revived")
          for state in ON_THE_WAY),
    ),
    opened="cards.received",
    read=Permission.CARDS_READ,
    write=Permission.CARDS_WRITE,
    clock="cards.issue",
    page="cards:application",
)  # fmt: skip

CASE_KINDS = (APPLICATION,)
