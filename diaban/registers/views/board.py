"""The quality of registers at a glance: by register, by commune, by field; every count opens its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_int, fmt_num
from diaban.registers import catalogue, quality
from diaban.registers.catalogue import Register
from diaban.registers.forms import UNGROUPED
from diaban.registers.quality import CRITERIA, Cell
from diaban.registers.views.base import crumbs, list_url, viewer_of
from diaban.web.records import Record, Section, Table, record_page


def board(request: HttpRequest) -> HttpResponse:
    """GET: the quality of every register of the viewer's ground."""
    viewer = viewer_of(request)
    whole = quality.board(viewer=viewer)
    sections = [
        Section(_("Theo danh sách"), table=_by_register(whole), empty=_("Chưa có danh sách nào để đánh giá.")),
        *_by_commune(viewer),
        *(_by_field(each, whole[each.code, 0]) for each in catalogue.registers() if (each.code, 0) in whole),
    ]
    lead = _(
        "Đúng: khớp với sổ cư trú. Đủ: không thiếu ô bắt buộc. Sạch: đọc được và không trùng. Sống: người còn sống, còn"
        " cư trú, đợt rà soát còn hiệu lực. Mỗi số là số dòng còn lỗi; bấm để mở các dòng ấy."
    )
    return record_page(request, Record(_("Chất lượng danh sách"), sections=sections, notes=[("info", lead)]),
                       crumbs=crumbs())  # fmt: skip


def _opened(register: str, fault: str, place: int | None = None) -> str:
    said: dict[str, Any] = {"loi": fault} | ({"dia_ban": place} if place else {})
    return f"{list_url(register)}?{urlencode(said)}"


def _cells(register: str, cell: Cell, place: int | None = None) -> list[Any]:
    """Rows, the four counts of rows at fault, and the mean of what is without."""
    faults = [
        (fmt_int(cell.counts[criterion]), _opened(register, criterion, place)) if cell.counts[criterion] else "0"
        for criterion in CRITERIA
    ]
    return [fmt_int(cell.rows), *faults, f"{fmt_num(cell.index, 1)}% · {_LEVELS[cell.colour]}"]


_LEVELS: dict[str, Any] = {"good": _("tốt"), "warn": _("cần làm sạch"), "bad": _("kém")}
_HEADS = (_("Dòng"), *(_("Chưa %(criterion)s") % {"criterion": str(title).lower()} for title in CRITERIA.values()),
          _("Chất lượng"))  # fmt: skip


def _by_register(whole: dict[tuple[str, int], Cell]) -> Table:
    rows = [
        ((each.title, list_url(each.code)), *_cells(each.code, whole[each.code, 0]))
        for each in catalogue.registers()
        if (each.code, 0) in whole
    ]
    return Table((_("Danh sách"), *_HEADS), rows, numbers=frozenset(range(1, 7)))


def _by_commune(viewer: Viewer) -> list[Section]:
    """For who sees more than one commune."""
    unit = viewer.scope.unit_id
    if unit is not None and areas.unit(unit).level >= areas.Level.COMMUNE:
        return []
    found = quality.board(viewer=viewer, by_commune=True)
    names = areas.labels({place for _register, place in found})
    sections = []
    for each in catalogue.registers():
        cells = {place: cell for (register, place), cell in found.items() if register == each.code}
        rows = [
            ((names.get(place, ""), reverse("console:area", args=[place])), *_cells(each.code, cell, place))
            for place, cell in sorted(cells.items(), key=lambda one: one[1].index)
        ]
        if rows:
            table = Table((_("Xã, phường"), *_HEADS), rows, numbers=frozenset(range(1, 7)), long=True)
            sections.append(Section(_("%(register)s theo xã, phường") % {"register": each.title}, table=table))
    return sections


def _by_field(register: Register, cell: Cell) -> Section:
    """A register's faults by field and criterion, those that most rows have first."""
    found = sorted(quality.faults(), key=lambda fault: -cell.counts[fault])
    rows: list[tuple[Any, ...]] = [
        ((quality.title(fault), _opened(register.code, fault)), fmt_int(cell.counts[fault]),
         f"{fmt_num(100 * cell.counts[fault] / cell.rows, 1)}%")
        for fault in found
        if cell.counts[fault]
    ]  # fmt: skip
    if cell.ungrouped:
        rows.insert(0, ((_("Chưa phân diện (tệp không ghi)"), f"{list_url(register.code)}?dien={UNGROUPED}"),
                        fmt_int(cell.ungrouped), f"{fmt_num(100 * cell.ungrouped / cell.rows, 1)}%"))  # fmt: skip
    table = Table((_("Lỗi"), _("Số dòng"), _("Tỷ lệ")), rows, numbers=frozenset({1, 2}))
    return Section(_("%(register)s theo trường thông tin") % {"register": register.title}, table=table,
                   empty=_("Không còn lỗi nào."))  # fmt: skip
