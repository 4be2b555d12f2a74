"""The working calendar and the terms of law are changed; open deadlines follow and say what moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies
from diaban.casework.clocks import Term
from diaban.core.errors import Conflict, Invalid
from diaban.core.ids import uuid7
from diaban.core.sql import execute, value
from diaban.core.text import tidy
from diaban.ledger.actions import append
from diaban.ledger.lines import Line, numbered


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day off (`worked` False), one worked in exchange (True), or the week's own again (None), and by what paper."""

    day: date
    worked: bool | None
    title: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A term of law from a day on. Cases that came in since then follow it; earlier ones keep to theirs."""

    code: str
    term: Term
    citation: str
    valid_from: date


_PUT = """
insert into casework_day (day, worked, title, citation, checked, own) values (%s, %s, %s, %s, true, true)
on conflict (day) do update set worked = excluded.worked, title = excluded.title, citation = excluded.citation,
    checked = true, own = true
"""
_RULE = """
insert into casework_rule (code, title, amount, unit, cutoff, rolls, citation, valid_from, valid_to)
select code, title, %s, %s, %s, %s, %s, %s,
    (select min(valid_from) from casework_rule where code = %s and valid_from > %s)
from casework_rule where code = %s order by valid_from desc limit 1 returning id
"""
_ENDS = (
    "update casework_rule set valid_to = %s where code = %s and valid_from < %s and (valid_to is null or valid_to > %s)"
)
_CHANGED = """
insert into casework_change (version, action_id, actor, office, what) values (%s, %s, %s, %s, %s::jsonb)
"""


def change_days(*, by: Viewer, days: Sequence[DayChange]) -> int:
    """Change days of the calendar; returns its new version. `recomputing.go_on` then moves what is open.

    Raises Invalid, with nothing written, for a day beyond the calendar or without a paper that says so.
    """
    policies.check_calendar(by)
    for each in days:
        _check(each)
    if not days:
        raise Invalid(_("Chưa có ngày nào để sửa."))
    with transaction.atomic():
        for each in days:
            if each.worked is None:
                execute("delete from casework_day where day = %s", [each.day])
            else:
                execute(_PUT, [each.day, each.worked, tidy(each.title), tidy(each.citation)])
        return _changed(by, [{"day": asdict(each) | {"day": each.day.isoformat()}} for each in days])


def swap_days(*, by: Viewer, off: date, worked: date, citation: str) -> int:
    """One working day is given in exchange for a day off that is worked. Returns the calendar's new version."""
    return change_days(
        by=by,
        days=[
            DayChange(off, False, f"Hoán đổi với {worked:%d/%m/%Y}", citation),
            DayChange(worked, True, f"Làm bù cho {off:%d/%m/%Y}", citation),
        ],
    )


def change_rule(*, by: Viewer, rule: RuleChange) -> int:
    """Give a term of law another length from a day on; returns the calendar's new version.

    Raises Invalid for a rule that no room declares, Conflict where another begins on the same day.
    """
    policies.check_calendar(by)
    if not tidy(rule.citation):
        _lacks("citation")
    with transaction.atomic():
        if value(
            "select count(*) from casework_rule where code = %s and valid_from = %s", [rule.code, rule.valid_from]
        ):
            raise Conflict(_("Đã có quy định về thời hạn này bắt đầu từ cùng ngày; chưa lưu gì."))
        execute(_ENDS, [rule.valid_from, rule.code, rule.valid_from, rule.valid_from])
        term = rule.term
        made = value(_RULE, [term.amount, term.unit.value, term.cutoff, term.rolls, tidy(rule.citation),
                             rule.valid_from, rule.code, rule.valid_from, rule.code])  # fmt: skip
        if made is None:
            raise Invalid(_("Không có thời hạn mang mã %s.") % rule.code)
        said = {"code": rule.code, "amount": term.amount, "unit": term.unit.value, "from": rule.valid_from.isoformat()}
        return _changed(by, [{"rule": said | {"citation": tidy(rule.citation)}}])


def _check(change: DayChange) -> None:
    if not calendar.FIRST <= change.day <= calendar.LAST:
        raise Invalid(_("Lịch làm việc không có ngày này."), {"day": _("Lịch làm việc không có ngày này.")})
    if change.worked is not None and not tidy(change.citation):
        _lacks("citation")


def _lacks(field: str) -> None:
    sentence = _("Hãy ghi văn bản quyết định ngày nghỉ, ngày làm bù hoặc thời hạn này.")
    raise Invalid(sentence, {field: sentence})


def _changed(by: Viewer, what: list[dict[str, Any]]) -> int:
    """A new version of the calendar, with who made it and the line that says so."""
    action = uuid7()
    version = int(value("update casework_calendar set version = version + 1 returning version"))
    execute(_CHANGED, [version, action, by.staff_id, by.office_id, json.dumps(what)])
    place = by.scope.unit_id or int(value("select id from areas_unit where level = 0 order by id limit 1") or 0)
    append([Line("casework.calendar_changed", numbered(version), place, by.office_id, by.staff_id, quantity=len(what),
                 action=action)])  # fmt: skip
    calendar.forget()
    return version
