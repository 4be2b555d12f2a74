"""The way of a dossier: the ten states of the national list, and the terms of the shipped procedures.

The national portal's list (1 newly registered … 10 result returned) is common to the live systems of ministries and
provinces; states 5, 6 and 8 are reported together as "processing paused": the clock stands still there. A result that
waits to be collected (9) stands still, too: the office has done its part.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.casework.registry import CaseKind, State, Transition
from diaban.onestop.models import Field, Procedure
from diaban.onestop.shipped import clock_rules, rule_code

KIND = "onestop.dossier"
#: Of dossiers that follow a case of the cards room.
CARD_KIND = "onestop.card"
KINDS = (KIND, CARD_KIND)
#: Where it hasn't been settled yet, after it was taken in.
UNDER_WAY = ("accepted", "processing", "supplement", "payment", "stopped")
#: The number that the national list gives each state.
NATIONAL = {
    "registered": 1, "accepted": 2, "not_accepted": 3, "processing": 4, "supplement": 5, "payment": 6, "withdrawn": 7,
    "stopped": 8, "done": 9, "delivered": 10,
}  # fmt: skip

CLOCK_RULES = clock_rules()
_DECIDE = Permission.ONESTOP_DECIDE

DOSSIER = CaseKind(
    KIND,
    _("Hồ sơ một cửa"),
    (
        State("registered", _("Mới đăng ký")),
        # The procedure's own term begins here; this one is for walks and for a version that states none.
        State("accepted", _("Được tiếp nhận"), clock=rule_code("permanent", 1)),
        State("not_accepted", _("Không được tiếp nhận"), final=True),
        State("processing", _("Đang xử lý")),
        State("supplement", _("Yêu cầu bổ sung giấy tờ"), stands=True),
        State("payment", _("Yêu cầu thực hiện nghĩa vụ tài chính"), stands=True),
        State("withdrawn", _("Công dân yêu cầu rút"), final=True),
        State("stopped", _("Dừng xử lý"), stands=True),
        State("done", _("Đã xử lý xong"), stands=True),
        State("delivered", _("Đã trả kết quả"), final=True),
    ),
    (
        Transition("accept", _("Tiếp nhận"), ("registered",), "accepted", "onestop.accepted"),
        Transition("not_accept", _("Không tiếp nhận"), ("registered",), "not_accepted", "onestop.not_accepted"),
        Transition("cancel", _("Công dân hủy đăng ký"), ("registered",), "withdrawn", "onestop.cancelled"),
        Transition("process", _("Bắt đầu xử lý"), ("accepted",), "processing", "onestop.processing", _DECIDE),
        Transition("approve", _("Giải quyết"), ("accepted", "processing"), "done", "onestop.granted", _DECIDE),
        Transition("ask", _("Yêu cầu bổ sung"), ("accepted", "processing"), "supplement", "onestop.supplement_asked"),
        Transition("answer", _("Đã nhận bổ sung"), ("supplement",), "processing", "onestop.supplemented"),
        Transition("charge", _("Yêu cầu nộp phí, lệ phí"), ("accepted", "processing"), "payment",
                   "onestop.payment_asked"),
        Transition("pay", _("Đã nộp phí, lệ phí"), ("payment",), "processing", "onestop.paid"),
        Transition("refuse", _("Từ chối giải quyết"), UNDER_WAY, "done", "onestop.refused", _DECIDE),
        Transition("stop", _("Dừng xử lý"), ("accepted", "processing", "supplement", "payment"), "stopped",
                   "onestop.stopped", _DECIDE),
        Transition("go_on", _("Xử lý tiếp"), ("stopped",), "processing", "onestop.resumed", _DECIDE),
        Transition("withdraw", _("Công dân rút hồ sơ"), UNDER_WAY, "withdrawn", "onestop.withdrawn"),
        Transition("deliver", _("Trả kết quả"), ("done",), "delivered", "onestop.delivered"),
        Transition("reopen", _("Hủy kết quả ghi nhầm"), ("done",), "processing", "onestop.reopened", _DECIDE),
    ),
    opened="onestop.registered",
    read=Permission.ONESTOP_READ,
    write=Permission.ONESTOP_WRITE,
    page="onestop:dossier",
    labels="diaban.onestop.queries.labels",
)  # fmt: skip


def kind_of(procedure: Procedure) -> str:
    """The kind of case that dossiers of a procedure have."""
    return CARD_KIND if procedure.field == Field.CARD else KIND


#: The same ten states, each step following one of an application for a card. A death ends what is under way (state 7)
#: and what waits to be collected; undone, both go on.
CARD_DOSSIER = replace(
    DOSSIER,
    code=CARD_KIND,
    title=_("Hồ sơ một cửa về căn cước"),
    transitions=(
        *DOSSIER.transitions,
        Transition("lapse", _("Không còn ai nhận kết quả"), ("done",), "withdrawn", "onestop.lapsed"),
        Transition("revive", _("Khai tử bị hủy"), ("withdrawn",), "processing", "onestop.reopened"),
        Transition("unlapse", _("Khai tử bị hủy"), ("withdrawn",), "done", "onestop.reopened"),
    ),
    driven=True,
)

CASE_KINDS = (DOSSIER, CARD_DOSSIER)
