"""How an incident is worked on: its states, the steps between them, and the legal clocks they run by."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.casework.clocks import Unit
from diaban.casework.registry import CaseKind, ClockRule, State, Transition
from diaban.incidents.models import Outcome

CASE = "incidents.incident"
RECEIVED, CHECKING, HANDING, PASSED, CLOSED, VOID = "received", "checking", "handing", "passed", "closed", "void"
_OPEN = (RECEIVED, CHECKING, HANDING)
_EDIT = Permission.INCIDENTS_EDIT
_JOINT = "Thông tư liên tịch 01/2017/TTLT; Thông tư 28/2020/TT-BCA"

CLOCK_RULES = (
    ClockRule("incidents.transfer", _("Phân loại hoặc chuyển tin: 24 giờ"), 24, Unit.HOUR, _JOINT, date(2018, 3, 1)),
    ClockRule("incidents.transfer_remote", _("Phân loại hoặc chuyển tin, vùng sâu, hải đảo: 48 giờ"), 48, Unit.HOUR,
              _JOINT, date(2018, 3, 1)),
    ClockRule("incidents.notice", _("Thông báo bằng văn bản: 3 ngày làm việc"), 3, Unit.WORKING_DAY, _JOINT,
              date(2018, 3, 1)),
    ClockRule("incidents.settle", _("Giải quyết tin: 20 ngày"), 20, Unit.DAY,
              "Bộ luật Tố tụng hình sự 2015, Điều 147", date(2018, 1, 1)),
    ClockRule("incidents.settle_long", _("Giải quyết tin phức tạp: 2 tháng"), 2, Unit.MONTH,
              "Bộ luật Tố tụng hình sự 2015, Điều 147", date(2018, 1, 1)),
)  # fmt: skip

CASE_KINDS = (
    CaseKind(
        CASE,
        _("Vụ việc"),
        (
            State(RECEIVED, _("Mới tiếp nhận"), clock="incidents.transfer"),
            State(CHECKING, _("Đang xác minh"), clock="incidents.settle"),
            State(HANDING, _("Đã chuyển, chờ thông báo"), clock="incidents.notice"),
            State(PASSED, _("Đã chuyển cơ quan khác"), final=True),
            State(CLOSED, _("Đã kết thúc"), final=True),
            State(VOID, _("Ghi nhầm"), final=True),
        ),
        (
            Transition("check", _("Xác minh"), (RECEIVED,), CHECKING, "incidents.checked", _EDIT),
            Transition("hand_over", _("Chuyển cơ quan khác"), (RECEIVED, CHECKING), HANDING,
                       "incidents.handed_over", _EDIT),
            Transition("notify", _("Đã thông báo"), (HANDING,), PASSED, "incidents.notified", _EDIT),
            Transition("close", _("Kết thúc"), _OPEN, CLOSED, "incidents.closed", _EDIT),
            Transition("reopen", _("Mở lại"), (CLOSED, PASSED), CHECKING, "incidents.reopened", _EDIT),
            Transition("void", _("Ghi nhầm"), (*_OPEN, PASSED, CLOSED), VOID, "incidents.voided", _EDIT),
        ),
        opened="incidents.opened",
        read=Permission.INCIDENTS_LIST,
        write=Permission.INCIDENTS_REPORT,
        page="incidents:incident",
        labels="diaban.incidents.queries.labels",
    ),
)  # fmt: skip


def booked(outcome: str) -> str:
    """Where an incident from an older book stands: by its result, without one still being checked."""
    return {"": CHECKING, Outcome.TRANSFERRED: PASSED}.get(outcome, CLOSED)


TITLES = {state.code: state.title for state in CASE_KINDS[0].states}
