"""The working calendar: days off and worked in exchange, hours, terms of law; what a change of it moved."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.casework import actions, changes, forms, policies, recomputing
from diaban.casework.actions import DayChange, HoursChange, RuleChange
from diaban.core.errors import NotFound
from diaban.core.text import fmt_date, fmt_int, fmt_moment
from diaban.core.time import today
from diaban.people.views.base import viewer_of
from diaban.web.forms import form_page
from diaban.web.pages import Action, Crumb, page
from diaban.web.records import Table

#: Cases that are gone over while the page waits; the worker does the rest within a minute.
AT_ONCE = 20_000
_WORKED = {"off": False, "on": True, "week": None}


def calendar(request: HttpRequest) -> HttpResponse:
    """GET: one year of the calendar, the hours, the terms, and the latest changes."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) < 2050 else today().year
    return page(
        request, "casework/calendar.html", title=_("Lịch làm việc"), year=year, days=_days(year),
        lead=_("Sửa lịch thì hạn của các việc đang mở được tính lại."),
        years=[each for each in range(year - 1, year + 2) if 2000 <= each < 2050], hours=_hours(), rules=_rules(),
        changes=_changes(), actions=[
            Action(_("Sửa một ngày"), reverse("casework:day"), "main", "edit"),
            Action(_("Hoán đổi ngày"), reverse("casework:swap")),
            Action(_("Sửa giờ làm việc"), reverse("casework:hours")),
        ],
    )  # fmt: skip


def day(request: HttpRequest) -> HttpResponse:
    """GET, POST: one day of the calendar."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)

    def save(data: dict[str, Any]) -> int:
        change = DayChange(data["day"], _WORKED[data["kind"]], data["title"], data["citation"])
        return _moved(actions.change_days(by=viewer, days=[change]))

    return _form(request, forms.DayForm, _("Sửa một ngày"), save)


def swap(request: HttpRequest) -> HttpResponse:
    """GET, POST: a working day off in exchange for a day off worked."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)
    return _form(request, forms.SwapForm, _("Hoán đổi ngày"), lambda data: _moved(actions.swap_days(by=viewer, **data)))


def hours(request: HttpRequest) -> HttpResponse:
    """GET, POST: the hours of working days from a day on."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)

    def save(data: dict[str, Any]) -> int:
        sessions = tuple(span for span in (data["morning"], data["afternoon"]) if span)
        change = HoursChange(sessions, data["counter"], data["citation"], data["valid_from"])
        return _moved(actions.change_hours(by=viewer, hours=change))

    return _form(request, forms.HoursForm, _("Sửa giờ làm việc"), save, initial=_hours_now())


def _hours_now() -> dict[str, str]:
    """The hours in force, as the form takes them."""
    in_force = [each for each in changes.hours() if each.valid_from <= today()]
    if not in_force:
        return {}
    held = in_force[-1]
    sessions = [span(opens, closes) for opens, closes in held.sessions]
    told = dict(zip(("morning", "afternoon"), sessions, strict=False))
    return told | {"counter": next((span(opens, closes) for _day, opens, closes in held.counters), "")}


def span(opens: time, closes: time) -> str:
    """07:30-11:30."""
    return f"{opens:%H:%M}-{closes:%H:%M}"


def rule(request: HttpRequest, rule_code: str) -> HttpResponse:
    """GET, POST: a term of law with another length from a day on."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)
    found = changes.rule(rule_code)
    if found is None:
        raise NotFound(_("Không có thời hạn mang mã %s.") % rule_code)
    lead = _("Hiện nay: %(term)s, theo %(citation)s.") % {"term": changes.term(found), "citation": found.citation}
    initial = {"amount": found.amount, "unit": found.unit, "rolls": found.rolls,
               "cutoff": f"{found.cutoff:%H:%M}" if found.cutoff else ""}  # fmt: skip
    return _form(
        request, forms.RuleForm, found.title,
        lambda data: _moved(actions.change_rule(by=viewer, rule=RuleChange(code=rule_code, **data))),
        initial=initial, lead=lead,
    )  # fmt: skip


def _moved(version: int) -> int:
    recomputing.go_on(AT_ONCE)
    return version


def _form(request: HttpRequest, form: Any, title: str, save: Any, **more: Any) -> HttpResponse:
    return form_page(
        request, form, title=title, save=save, **more, cancel=reverse("casework:calendar"), crumbs=_crumbs(),
        done=lambda version: (_("Đã sửa lịch làm việc."), reverse("casework:change", args=[version])),
    )  # fmt: skip


def change(request: HttpRequest, version: int) -> HttpResponse:
    """GET: what a change of the calendar was, and which deadlines it moved from which day to which."""
    viewer = viewer_of(request)
    policies.check_calendar(viewer)
    found = changes.change(version, viewer=viewer)
    moves = Table(
        [_("Hạn trước"), _("Hạn sau"), _("Số việc")],
        [[_day(move.before), _day(move.after), fmt_int(move.cases)] for move in found.moves], numbers=frozenset({2}),
    )  # fmt: skip
    return page(request, "casework/change.html", title=_("Lịch làm việc, lần sửa %s") % version, found=found,
                crumbs=_crumbs(), moves=moves)  # fmt: skip


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Lịch làm việc"), reverse("casework:calendar"))]


def _day(day: date | None) -> str:
    return fmt_date(day) if day else _("không có hạn")


def _days(year: int) -> Table:
    rows = [
        [fmt_date(row.day), weekday(row.day), _("Làm việc") if row.worked else _("Nghỉ"), row.title,
         row.citation if row.checked else _("%s (chưa đối chiếu)") % row.citation]
        for row in changes.days(year)
    ]  # fmt: skip
    return Table([_("Ngày"), _("Thứ"), _("Là ngày"), _("Tên"), _("Văn bản")], rows)


def weekday(day: date) -> str:
    """The day of the week as calendars write it."""
    return weekday_named(day.weekday())


def weekday_named(number: int) -> str:
    """The day of the week by its number, 0 for Monday."""
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return names[number]


def _hours() -> Table:
    rows = []
    for each in changes.hours():
        since, days = fmt_date(each.valid_from), _("Thứ Hai đến thứ Sáu")
        rows += [[days, span(*one), _("Làm việc"), since, each.citation] for one in each.sessions]
        rows += [[weekday_named(day), span(opens, closes), _("Chỉ tiếp nhận"), since, each.citation]
                 for day, opens, closes in each.counters]  # fmt: skip
    return Table([_("Ngày"), _("Giờ"), _("Là buổi"), _("Từ ngày"), _("Văn bản")], rows)


def _rules() -> Table:
    rows = [
        [(row.title, reverse("casework:rule", args=[row.code])), changes.term(row), fmt_date(row.valid_from),
         fmt_date(row.valid_to) if row.valid_to else "", row.citation]
        for row in changes.rules()
    ]  # fmt: skip
    return Table([_("Thời hạn"), _("Độ dài"), _("Từ ngày"), _("Đến ngày"), _("Văn bản")], rows)


def _changes() -> Table:
    rows = [
        [(fmt_moment(each.at), reverse("casework:change", args=[each.version])), each.said, fmt_int(each.moved)]
        for each in changes.latest()
    ]
    return Table([_("Lúc"), _("Thay đổi"), _("Hạn đã dời")], rows, numbers=frozenset({2}))
