"""What the appointment slip of an application says."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from diaban.access.models import Office
from diaban.areas import queries as areas
from diaban.cards.models import Reason
from diaban.cards.queries import ApplicationView
from diaban.casework import calendar
from diaban.casework.calendar import DatedRule
from diaban.casework.changes import term
from diaban.core.errors import Conflict
from diaban.core.text import fmt_date, fmt_moment, mask_id
from diaban.core.time import ZONE
from diaban.papers.slips import Slip


def appointment(view: ApplicationView, number: str, on: date) -> Slip:
    """The slip that says when and where the card is handed over. `number` is the bearer's; only its end is printed.

    A document in Vietnamese, whatever the language of the screen. Raises Conflict before the sheet was signed.
    """
    row, due = view.application, view.case.due_at
    if not row.slip_no:
        raise Conflict("Hồ sơ này chưa ký phiếu thu nhận nên chưa có giấy hẹn.")
    office = Office.objects.get(pk=row.office)
    above = [unit for unit in areas.ancestors(office.unit_id) if unit.level == areas.Level.PROVINCE]
    rule = calendar.current().rule(view.case.rule, view.case.received_at)
    facts = [
        ("Họ và tên", view.bearer.full_name),
        ("Ngày sinh", fmt_date(view.bearer.birth_date, view.bearer.birth_precision)),
        ("Số định danh", mask_id(number)),
        ("Nội dung", f"{_said(row.reason)} thẻ căn cước"),
        ("Nộp hồ sơ", fmt_date(view.case.received_at.astimezone(ZONE).date())),
        ("Hẹn trả thẻ", fmt_moment(due) if due else "khi có thông báo"),
        ("Nơi trả thẻ", office.name),
    ]
    notes = [
        *([f"Thời hạn: {_length(rule)} ({rule.citation})."] if rule else []),
        "Khi nhận thẻ, mang theo giấy hẹn này; người nhận thay mang thêm giấy tờ của mình và giấy ủy quyền.",
    ]
    return Slip(
        above=f"CÔNG AN {above[0].full_name}".upper() if above else "", body=office.name.upper(),
        number=f"Số: {row.slip_no}", placed=f"{areas.unit(office.unit_id).name}, {_day(on)}",
        title="GIẤY HẸN TRẢ THẺ CĂN CƯỚC", subtitle="", facts=facts, notes=notes,
        signers=("Người nộp hồ sơ", "Cán bộ tiếp nhận"),
    )  # fmt: skip


def _length(rule: DatedRule) -> str:
    with override("vi"):
        return term(rule.term)


_WHAT = {Reason.FIRST: "Cấp", Reason.LOST: "Cấp lại"}


def _said(reason: str) -> str:
    return _WHAT.get(Reason(reason), "Cấp đổi")


def _day(day: date) -> str:
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"
