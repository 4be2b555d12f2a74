"""A figure's page: what it counts, beside its year before and its neighbours, and the lines that add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.areas import queries as areas
from diaban.console.figure_page import Asked, Face
from diaban.console.one_line import line_url
from diaban.console.telling import tell
from diaban.console.views.base import viewer_of
from diaban.core.errors import Invalid, NotFound
from diaban.core.text import fmt_moment
from diaban.core.time import now, today
from diaban.figures import queries as figures
from diaban.figures.maps import Map, Shown, asked_map
from diaban.figures.measures import How, Measure, measures
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import read
from diaban.ledger import queries as ledger
from diaban.web.figures import CUT, MAP, PERIOD, period_for, span, written
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb, page
from diaban.web.paging import Ask, Found


def asked(request: HttpRequest, code: str, unit_id: int) -> Asked:
    """What the address asks for. Raises NotFound for an unknown measure, Invalid for a period or map it can't read."""
    viewer = viewer_of(request, Permission.FIGURES_READ)
    wanted = measures().get(code)
    if wanted is None:
        raise NotFound(_("Không có số liệu này."))
    unit = areas.unit(unit_id)
    return Asked(viewer, wanted, unit, asked_period(request, wanted), asked_shown(request, unit), asked_cut(request))


def asked_period(request: HttpRequest, wanted: Measure) -> Named:
    typed = request.GET.get(PERIOD, "").strip()
    if not typed and {"tu", "den"} <= set(request.GET):  # addresses of before there were codes
        typed = f"{request.GET['tu']}..{request.GET['den']}"
    return read(typed) if typed else period_for(wanted)


def asked_shown(request: HttpRequest, unit: areas.Unit) -> Map:
    """As asked; else the units of now, and for a unit that has ended those of its time."""
    typed = request.GET.get(MAP, "")
    if typed:
        return asked_map(typed)
    return Shown.NOW if unit.in_force(today()) else Shown.THEN


def asked_cut(request: HttpRequest) -> int | None:
    typed = request.GET.get(CUT, "")
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
        raise Invalid(_("Mốc niêm phong phải là một số dòng."))
    return int(typed) if typed else None


def columns(wanted: Measure) -> tuple[Column, ...]:
    """The columns of lines; where quantities are what is counted, they stand in one of their own."""
    first = (
        Column(_("Ngày"), "row.day", url=line_url),
        Column(_("Việc"), "sentence"),
        Column(_("Nơi"), "place"),
    )
    many = (Column(_("Số lượng"), "row.quantity", num=True),) if wanted.how in (How.QUANTITY, How.STOCK) else ()
    return (*first, *many, Column(_("Người ghi"), "actor"), Column(_("Ghi lúc"), "row.recorded_at"))


def figure(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """GET /so-lieu/<measure>/<unit>/?ky=&ban-do=: the figure, and the lines it counts; they add up to it."""
    told = asked(request, code, unit_id)
    face = Face(told)
    counted = face.figure
    head: dict[str, Any] = {
        "crumbs": [Crumb(told.unit.title, reverse("console:area", args=[unit_id]))],
        "lead": f"{told.unit.title}, {span(told.measure, told.period)}. {told.measure.definition}",
        "face": None if getattr(request, "htmx", False) else face,
    }
    if not counted.may_open:
        title = f"{told.measure.title}: {written(counted)}"
        return page(request, "console/figure.html", title=title, shut=counted.why, **head)
    return list_page(request, listing(told, counted), template="console/figure.html", **head)


def listing(told: Asked, counted: figures.Figure) -> Listing:
    """The lines of a figure, newest day first."""
    code, unit_id, period = told.measure.code, told.unit.id, told.period.period

    def source(ask: Ask) -> Found:
        found = figures.lines(code, unit_id, period, viewer=told.viewer, after=key(ask.after), limit=ask.limit,
                              cut=told.cut)  # fmt: skip
        return Found(tell(found.rows, told.viewer), later=found.after is not None)

    return Listing(
        f"{told.measure.title}: {written(counted)}", "so-lieu", columns(told.measure), source,
        empty=counted.why or _("Không có dòng nào trong kỳ này."), record=sheet(told, counted),
    )  # fmt: skip


def key(after: str) -> Any:
    """The key of the line a page goes on from; a line this viewer can't read begins at the start."""
    row = ledger.line(int(after)) if after.isdecimal() and len(after) < 19 else None
    return None if row is None else (row.day, row.id)


def sheet(told: Asked, counted: figures.Figure) -> Sequence[tuple[Any, Any]]:
    """The record sheet that goes with a figure taken out as a file: what was counted, where, when, how."""
    maps = {Shown.NOW: _("đơn vị hiện nay"), Shown.THEN: _("đơn vị của kỳ đó")}
    shown = maps[told.shown] if isinstance(told.shown, Shown) else str(told.shown)
    return [
        (_("Số liệu"), told.measure.title),
        (_("Mã số liệu"), told.measure.code),
        (_("Định nghĩa"), told.measure.definition),
        (_("Địa bàn"), areas.full_address(told.unit.id)),
        (_("Kỳ"), told.period.full),
        (_("Căn cứ của kỳ"), told.period.citation),
        (_("Bản đồ đơn vị"), shown),
        (_("Giá trị"), written(counted)),
        (_("Số dòng sổ"), "" if counted.lines is None else counted.lines),
        (_("Mốc niêm phong"), "" if told.cut is None else told.cut),
        (_("Đọc lúc"), fmt_moment(now())),
    ]


def units(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """GET /so-lieu/<measure>/<unit>/don-vi/: the figure of each unit below, as a list that sorts and goes out."""
    from diaban.console import figure_units

    told = asked(request, code, unit_id)
    made, lead = figure_units.listing(told)
    way = [Crumb(told.unit.title, reverse("console:area", args=[unit_id])), Crumb(told.measure.title, told.url())]
    return list_page(request, made, crumbs=way, lead=lead)
