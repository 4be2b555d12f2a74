"""What holds between the answers of a procedure, beyond each by itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.people.models import COUNTED, Resident

#: Years that a temporary residence is registered for at most (Law on Residence 2020, art. 27).
TEMPORARY_YEARS = 2


def check(code: str, answers: Mapping[str, Any], subject: Resident | None) -> dict[str, Any]:
    """A sentence for each answer that doesn't fit the others or the person."""
    faults: dict[str, Any] = {}
    since, until = _day(answers, "since"), _day(answers, "until")
    if since and until and until < since:
        faults["until"] = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    elif code == "temporary" and since and until and until > _years_later(since, TEMPORARY_YEARS):
        faults["until"] = _("Tạm trú được đăng ký nhiều nhất 2 năm mỗi lần; sau đó gia hạn.")
    if code == "birth" and subject is not None and subject.household_id is None:
        faults["relation"] = _("Người này chưa ở trong hộ nào; hãy ghi họ vào hộ trước.")
    if code in ("death", "absence", "split", "birth") and subject is not None and subject.state not in COUNTED:
        faults["subject"] = _("Người này không còn cư trú ở đây (đã mất hoặc đã chuyển đi).")
    died, born = _day(answers, "died"), subject.birth_date if subject is not None else None
    if died and born and died < born:
        faults["died"] = _("Ngày không được trước ngày sinh.")
    return faults


def _day(answers: Mapping[str, Any], code: str) -> date | None:
    kept = answers.get(code)
    return date.fromisoformat(kept) if kept else None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
