"""The working calendar and the terms of law are changed; open deadlines follow and say what moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import calendar, policies
from diaban.casework.clocks import Term
from diaban.casework.registry import ClockRule
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


Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class HoursChange:
    """An office's sessions on working days from a day on, and the Saturday counter that only takes papers in, if any.

    The week itself stays Monday to Friday: terms of law know no other working day.
    """

    sessions: tuple[Span, ...]
    counter: Span | None
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
_NEW_RULE = """
insert into casework_rule (code, title, amount, unit, cutoff, rolls, citation, valid_from)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_ENDS = (
    "update casework_rule set valid_to = %s where code = %s and valid_from < %s and (valid_to is null or valid_to > %s)"
)
#: What holds from a day on takes the place of what was said from the same day, and ends what was in force.
_HOURS_GO = "delete from casework_hours where valid_from = %s"
_HOURS_END = """
update casework_hours set valid_to = %s where valid_from < %s and (valid_to is null or valid_to > %s)
"""
_HOURS = """
insert into casework_hours (weekday, opens, closes, counter, citation, own, valid_from, valid_to)
select d, %s, %s, %s, %s, true, %s, (select min(valid_from) from casework_hours where valid_from > %s)
from unnest(%s::int[]) d
"""
_WEEK, _SATURDAY = [0, 1, 2, 3, 4], [5]
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


def add_rule(*, by: Viewer, rule: ClockRule) -> int:
    """A term of law that no room ships, as a record made of data brings it; returns the calendar's new version.

    Raises Conflict where the code is taken.
    """
    policies.check_calendar(by)
    with transaction.atomic():
        if value("select count(*) from casework_rule where code = %s", [rule.code]):
            raise Conflict(_("Đã có thời hạn mang mã %s; chưa lưu gì.") % rule.code)
        execute(_NEW_RULE, [rule.code, str(rule.title), rule.amount, rule.unit.value, rule.cutoff, rule.rolls,
                            rule.citation, rule.valid_from])  # fmt: skip
        said = {"code": rule.code, "amount": rule.amount, "unit": rule.unit.value, "from": rule.valid_from.isoformat()}
        return _changed(by, [{"rule": said | {"citation": rule.citation}}])


def change_hours(*, by: Viewer, hours: HoursChange) -> int:
    """Give working days other hours from a day on; returns the calendar's new version. Open deadlines follow.

    Raises Invalid, with nothing written, for hours that overlap, a day beyond the calendar, or without a paper.
    """
    policies.check_calendar(by)
    _check_hours(hours)
    day, citation = hours.valid_from, tidy(hours.citation)
    spans = [(span, False, _WEEK) for span in hours.sessions]
    spans += [(hours.counter, True, _SATURDAY)] if hours.counter else []
    with transaction.atomic():
        execute(_HOURS_GO, [day])
        execute(_HOURS_END, [day, day, day])
        for (opens, closes), counter, days in spans:
            execute(_HOURS, [opens, closes, counter, citation, day, day, days])
        told = [[f"{opens:%H:%M}", f"{closes:%H:%M}", counter] for (opens, closes), counter, _days in spans]
        return _changed(by, [{"hours": {"from": day.isoformat(), "spans": told, "citation": citation}}])


def _check_hours(hours: HoursChange) -> None:
    if not calendar.FIRST <= hours.valid_from <= calendar.LAST:
        raise Invalid(_("Lịch làm việc không có ngày này."), {"valid_from": _("Lịch làm việc không có ngày này.")})
    if not tidy(hours.citation):
        _lacks("citation")
    bounds = [moment for span in hours.sessions for moment in span]
    counter = hours.counter or (time(0), time(1))
    if not hours.sessions or any(a >= b for a, b in pairwise(bounds)) or counter[0] >= counter[1]:
        sentence = _("Các buổi phải nối nhau trong ngày, giờ mở trước giờ đóng; chưa lưu gì.")
        raise Invalid(sentence, {"morning": sentence})


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
