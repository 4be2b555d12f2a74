"""Form II.06a on screen: every number of the total opens onto its lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.policies import check_permission
from diaban.access.roles import Permission
from diaban.areas import queries as areas
from diaban.core.errors import Refused
from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.figures import periods_read
from diaban.figures.periods_named import Named, containing
from diaban.figures.periods_schemes import Family, Grain
from diaban.onestop import form06a
from diaban.onestop.views.base import crumbs, viewer_of
from diaban.web.figures import address_of, written
from diaban.web.pages import page
from diaban.web.records import Section, Table

#: Columns of the form after its first: title, and which number it is.
COLUMNS: tuple[tuple[str, Any], ...] = (
    ("total", gettext_lazy("Tiếp nhận: tổng số")),
    ("online", gettext_lazy("Trong kỳ: trực tuyến")),
    ("other", gettext_lazy("Trong kỳ: trực tiếp, bưu chính")),
    ("carried", gettext_lazy("Kỳ trước chuyển sang")),
    ("settled", gettext_lazy("Đã giải quyết: tổng số")),
    ("early", gettext_lazy("Trước hạn")),
    ("on_time", gettext_lazy("Đúng hạn")),
    ("late", gettext_lazy("Quá hạn")),
    ("open", gettext_lazy("Đang giải quyết: tổng số")),
    ("open_in_time", gettext_lazy("Trong hạn")),
    ("open_late", gettext_lazy("Quá hạn")),
)


def form(request: HttpRequest) -> HttpResponse:
    """GET: form II.06a of the viewer's unit for a period, the state's reporting month unless another is named."""
    viewer = viewer_of(request)
    check_permission(viewer, Permission.FIGURES_READ)
    unit = viewer.scope.unit_id
    if unit is None:
        raise Refused(_("Vị trí công tác của bạn không gắn với địa bàn nào."))
    period = _period(request.GET.get("ky", ""))
    lines = form06a.made(unit, period, viewer=viewer)
    titles = [_("Lĩnh vực"), *(title for _name, title in COLUMNS)]
    table = Table(titles, [_row(line) for line in lines], numbers=frozenset(range(1, len(titles))))
    return page(
        request, "onestop/form06a.html", title=_("Biểu II.06a"), lead=f"{areas.label(unit)}, {period.full}",
        crumbs=crumbs(), section=Section(_("Tình hình giải quyết hồ sơ"), table=table), periods=_recent(),
        period=period,
    )  # fmt: skip


def _period(text: str) -> Named:
    return periods_read.read(text) if text else containing(Grain.MONTH, today(), Family.STATE)


def _recent() -> list[Named]:
    """The last thirteen reporting months, the latest first, then the reporting year."""
    months = periods_read.run(containing(Grain.MONTH, today(), Family.STATE), 13)
    return [*reversed(months), containing(Grain.YEAR, today(), Family.STATE)]


def _row(line: form06a.Line) -> list[Any]:
    return [line.title, *(_cell(line, name) for name, _title in COLUMNS)]


def _cell(line: form06a.Line, name: str) -> Any:
    """A figure as figures are written; a sum of them where each opens, for else it would tell the hidden ones."""
    figure = line.figures.get(name)
    if figure is not None:
        return written(figure), address_of(figure)
    return fmt_int(getattr(line, name)) if line.opens else "–"
