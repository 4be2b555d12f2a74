"""The ledger read as sentences, one line of it, and the lines behind a figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.figures import period_for, written
from diaban.console.telling import Told, record_link, tell
from diaban.console.views.base import viewer_of
from diaban.core.errors import NotFound
from diaban.core.text import fmt_date, fmt_int, fmt_moment
from diaban.figures import queries as figures
from diaban.figures.measures import How, measures
from diaban.figures.periods import Period
from diaban.ledger import queries as ledger
from diaban.ledger.registry import kinds
from diaban.web.fields import ChoiceField, DayField
from diaban.web.forms import Form
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb
from diaban.web.paging import Ask, Found
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page

#: Below this many kinds or parts of the ground a choice is offered; areas inside areas are opened from their pages.
MOST_CHOICES = 400


def line_url(told: Told) -> str:
    return reverse("console:line", args=[told.row.id])


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Ngày"), "row.day", url=line_url),
        Column(_("Việc"), "sentence"),
        Column(_("Nơi"), "place"),
        Column(_("Người ghi"), "actor"),
        Column(_("Ghi lúc"), "row.recorded_at"),
    )


class Filters(Form):
    """What narrows the ledger; the choices are given by the view."""

    loai = ChoiceField(label=_("Loại việc"), choices=lambda: _kinds(), any_label=_("Mọi việc"), required=False)
    noi = ChoiceField(label=_("Địa bàn"), choices=(), any_label=_("Cả phạm vi của bạn"), required=False)
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)


def _kinds() -> list[tuple[str, Any]]:
    return [(code, kind.title) for code, kind in kinds().items()]


def filters_for(viewer: Viewer) -> type[Filters]:
    """The filters with the parts of the viewer's ground as choices."""
    parts = areas.children(viewer.scope.unit_id)[:MOST_CHOICES] if viewer.scope.unit_id is not None else []

    class Own(Filters):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            field = self.fields["noi"]
            field.choices = [*field.choices, *((str(u.id), u.title) for u in parts)]  # type: ignore[attr-defined]

    return Own


def lines(request: HttpRequest) -> HttpResponse:
    """GET /so-viec/"""
    viewer = viewer_of(request, Permission.LEDGER_READ)

    def source(ask: Ask) -> Found:
        wanted = _wanted(ask)
        page = ledger.lines(wanted, after=_key(ask.after, wanted.kinds is not None), limit=ask.limit)
        return Found(tell(page.rows, viewer), later=page.after is not None)

    listing = Listing(
        _("Sổ việc"),
        "so-viec",
        columns(),
        source,
        filters_for(viewer),
        empty=_("Chưa có việc nào được ghi trong phạm vi của bạn. Việc đầu tiên được ghi sẽ hiện ở đây."),
    )
    lead = _("Mỗi việc đã làm là một dòng; không dòng nào bị sửa hay xóa, chỉ có dòng mới thay dòng cũ.")
    return list_page(request, listing, lead=lead)


def _wanted(ask: Ask) -> ledger.Filter:
    values = ask.values
    return ledger.Filter(
        kinds=[values["loai"]] if values.get("loai") else None,
        places=areas.places_within(int(values["noi"])) if values.get("noi") else None,
        since=values.get("tu"),
        until=values.get("den"),
    )


def _key(after: str, by_day: bool) -> tuple[date | None, int] | None:
    """The key of the line a page goes on from; a line this viewer can't read begins at the start."""
    row = ledger.line(int(after)) if after.isdecimal() and len(after) < 19 else None
    return None if row is None else (row.day if by_day else None, row.id)


def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """GET /so-viec/<id>/: everything a line holds, what it corrects and what happened to the same record."""
    viewer = viewer_of(request, Permission.LEDGER_READ)
    row = ledger.line(line_id)
    if row is None:
        raise NotFound(_("Không có dòng này trong sổ, hoặc nó thuộc địa bàn khác."))
    told = tell([row], viewer)[0]
    same = tell(ledger.record_lines(row.record, limit=50), viewer)
    table = Table(
        [_("Ngày"), _("Việc"), _("Người ghi")], [[(t.row.day, line_url(t)), t.sentence, t.actor] for t in same]
    )
    state = Chip(_("Đang có hiệu lực"), "good") if row.standing else Chip(_("Đã được thay"), "warn")
    record = Record(
        title=_("Dòng số %(n)s") % {"n": fmt_int(row.id)},
        kind=_("Sổ việc"),
        chips=[state],
        identity=[
            Fact(_("Ngày xảy ra"), fmt_date(row.day)),
            Fact(_("Ghi lúc"), fmt_moment(row.recorded_at)),
            Fact(_("Nơi"), told.place),
        ],
        sections=[
            Section(_("Việc"), [Fact(_("Nội dung"), told.sentence), *_facts(row, told, viewer)]),
            Section(_("Các dòng của cùng hồ sơ"), table=table),
        ],
    )
    return record_page(request, record, crumbs=[Crumb(_("Sổ việc"), reverse("console:ledger"))])


def _facts(row: ledger.Row, told: Told, viewer: Viewer) -> list[Fact]:
    declared = row.declared
    unsealed = "" if row.leaf is not None else _("chưa niêm phong")
    replaced = reverse("console:line", args=[row.corrects]) if row.corrects else ""
    replacing = reverse("console:line", args=[row.corrected_by]) if row.corrected_by else ""
    return [
        Fact(_("Loại việc"), declared.title if declared else row.kind, note=row.kind),
        Fact(_("Hồ sơ"), record_link(row.record_type, row.record, viewer)),
        Fact(_("Đơn vị"), told.office),
        Fact(_("Người ghi"), told.actor),
        Fact(_("Số lượng"), fmt_int(row.quantity)),
        Fact(_("Thay cho dòng"), fmt_int(row.corrects) if row.corrects else "", replaced),
        Fact(_("Được thay bởi dòng"), fmt_int(row.corrected_by) if row.corrected_by else "", replacing),
        Fact(_("Số niêm phong"), fmt_int(row.leaf) if row.leaf is not None else "", note=unsealed),
    ]


def figure(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """GET /so-lieu/<measure>/<unit>/?tu=&den=: the lines that a figure counts; they add up to it."""
    viewer = viewer_of(request, Permission.FIGURES_READ)
    wanted = measures().get(code)
    if wanted is None:
        raise NotFound(_("Không có số liệu này."))
    period = _period(request, period_for(wanted))
    counted = figures.count(code, unit_id, period, viewer=viewer)
    figures.check_open(unit_id, viewer)

    def source(ask: Ask) -> Found:
        page = figures.lines(code, unit_id, period, viewer=viewer, after=_key(ask.after, True), limit=ask.limit)
        return Found(tell(page.rows, viewer), later=page.after is not None)

    unit = areas.unit(unit_id)
    span = (
        _("đến %s") % fmt_date(period.until)
        if wanted.how is How.STOCK
        else f"{fmt_date(period.since)} – {fmt_date(period.until)}"
    )
    listing = Listing(
        f"{wanted.title}: {written(counted)}", "so-lieu", columns(), source, empty=_("Không có dòng nào trong kỳ này.")
    )
    return list_page(
        request,
        listing,
        lead=f"{unit.title}, {span}. {wanted.definition}",
        crumbs=[Crumb(unit.title, reverse("console:area", args=[unit_id]))],
    )


def _period(request: HttpRequest, usual: Period) -> Period:
    try:
        since, until = (date.fromisoformat(request.GET[name]) for name in ("tu", "den"))
        return Period(since, until)
    except (KeyError, ValueError):
        return usual
