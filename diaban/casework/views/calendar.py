"""The working calendar: days off and worked in exchange, hours, terms of law; what a change of it moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.casework import actions, changes, forms, policies, recomputing
from diaban.casework.actions import DayChange
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


def _moved(version: int) -> int:
    recomputing.go_on(AT_ONCE)
    return version


def _form(request: HttpRequest, form: Any, title: str, save: Any) -> HttpResponse:
    return form_page(
        request, form, title=title, save=save, cancel=reverse("casework:calendar"), crumbs=_crumbs(),
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
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return names[day.weekday()]


def _hours() -> Table:
    monday = date(2026, 11, 23)
    rows = [
        [weekday(monday.replace(day=monday.day + row.weekday)), f"{row.opens:%H:%M}–{row.closes:%H:%M}",
         _("Chỉ tiếp nhận") if row.counter else _("Làm việc"), row.citation]
        for row in changes.hours()
    ]  # fmt: skip
    return Table([_("Thứ"), _("Giờ"), _("Là buổi"), _("Ghi chú")], rows)


def _rules() -> Table:
    rows = [
        [row.title, changes.term(row), fmt_date(row.valid_from), fmt_date(row.valid_to) if row.valid_to else "",
         row.citation]
        for row in changes.rules()
    ]  # fmt: skip
    return Table([_("Thời hạn"), _("Độ dài"), _("Từ ngày"), _("Đến ngày"), _("Văn bản")], rows)


def _changes() -> Table:
    rows = [
        [(fmt_moment(each.at), reverse("casework:change", args=[each.version])), each.said, fmt_int(each.moved)]
        for each in changes.latest()
    ]
    return Table([_("Lúc"), _("Thay đổi"), _("Hạn đã dời")], rows, numbers=frozenset({2}))
