"""Reads of the calendar and of its changes, for administrators. Nothing here says anything of a case or a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.casework import policies
from diaban.casework.clocks import Term, Unit
from diaban.casework.models import Day, Hours, Rule
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.core.text import fmt_date
from diaban.core.time import today


@dataclass(frozen=True, slots=True)
class Move:
    """So many deadlines went from one day to another."""

    before: date | None
    after: date | None
    cases: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the calendar: what was changed, how many open cases were looked at and how many deadlines moved.

    `finished`: every open case was gone over.
    """

    version: int
    at: datetime
    actor: int
    said: str
    looked: int
    moved: int
    finished: bool
    moves: tuple[Move, ...] = ()


_CHANGES = """
select version, at, actor, what, looked, moved, passes > 0 or finished_at is not null, moves from casework_change
{where} order by version desc limit 20
"""


def latest() -> list[Change]:
    """The latest changes, the newest first."""
    return [_change(row) for row in rows(_CHANGES.format(where=""))]


def change(version: int, *, viewer: Viewer) -> Change:
    """One change with what it moved. Raises Refused for who doesn't keep the calendar, NotFound."""
    policies.check_calendar(viewer)
    found = rows(_CHANGES.format(where="where version = %s"), [version])
    if not found:
        raise NotFound(_("Lịch làm việc không có lần sửa này."))
    return _change(found[0])


def _change(row: Sequence[Any]) -> Change:
    version, at, actor, what, looked, moved, finished, moves = row
    told = _json(moves)
    pairs = [(*key.split(">"), cases) for key, cases in sorted(told.items())]
    made = [Move(_date(before), _date(after), cases) for before, after, cases in pairs]
    return Change(version, at, actor, said(_json(what)), looked, moved, finished, tuple(made))


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def said(what: Sequence[dict[str, Any]]) -> str:
    """What was changed, in words."""
    return "; ".join(_said(each) for each in what)


def _said(each: dict[str, Any]) -> str:
    if "rule" in each:
        rule = each["rule"]
        day = fmt_date(date.fromisoformat(rule["from"]))
        return _("thời hạn %(code)s từ %(day)s") % {"code": rule["code"], "day": day}
    if "hours" in each:
        hours = each["hours"]
        spans = ", ".join(f"{opens}–{closes}" for opens, closes, _counter in hours["spans"])
        told = {"spans": spans, "day": fmt_date(date.fromisoformat(hours["from"]))}
        return _("giờ làm việc %(spans)s từ %(day)s") % told
    day, worked = fmt_date(date.fromisoformat(each["day"]["day"])), each["day"]["worked"]
    if worked is None:
        return _("%s như tuần thường") % day
    return (_("làm việc %s") if worked else _("nghỉ %s")) % day


def days(year: int) -> list[Day]:
    """The days of a year that the calendar says something of."""
    return list(Day.objects.filter(day__year=year).order_by("day"))


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The sessions of working days from a day on, and those of counters that only take papers in: (weekday, span)."""

    valid_from: date
    sessions: tuple[tuple[time, time], ...]
    counters: tuple[tuple[int, time, time], ...]
    citation: str


def hours() -> list[WorkingHours]:
    """The hours in force and those announced, the earliest first."""
    found: dict[date, list[Hours]] = {}
    wanted = Hours.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today()))
    for row in wanted.order_by("valid_from", "weekday", "opens"):
        found.setdefault(row.valid_from, []).append(row)
    return [_hours(since, rows) for since, rows in found.items()]


def _hours(since: date, found: Sequence[Hours]) -> WorkingHours:
    worked = [row for row in found if not row.counter]
    first = worked[0].weekday if worked else 0  # every working day has the hours of the first, see `calendar`
    return WorkingHours(
        since, tuple((row.opens, row.closes) for row in worked if row.weekday == first),
        tuple((row.weekday, row.opens, row.closes) for row in found if row.counter),
        next((row.citation for row in worked), ""),
    )  # fmt: skip


def rule(code: str) -> Rule | None:
    """The newest row of a term of law."""
    return Rule.objects.filter(code=code).order_by("-valid_from").first()


def rules() -> list[Rule]:
    """Every dated term of law."""
    return list(Rule.objects.order_by("code", "valid_from"))


def term(rule: Rule | Term) -> str:
    """The length of a term in words: 3 ngày làm việc, nhận từ 15:00 tính hôm sau."""
    units = {
        Unit.HOUR: _("%s giờ"), Unit.WORKING_HOUR: _("%s giờ làm việc"), Unit.HALF_DAY: _("%s buổi"),
        Unit.WORKING_DAY: _("%s ngày làm việc"), Unit.DAY: _("%s ngày"), Unit.MONTH: _("%s tháng"),
    }  # fmt: skip
    length = units[Unit(rule.unit)] % rule.amount
    return length if rule.cutoff is None else _("%(length)s; nhận từ %(time)s tính ngày làm việc kế tiếp") % {
        "length": length, "time": f"{rule.cutoff:%H:%M}",
    }  # fmt: skip
