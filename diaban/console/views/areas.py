"""Areas: the tree from provinces down, and one unit's page with its figures, map, parts, names and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import queries as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Lineage, Share, Unit
from diaban.console import maps
from diaban.console.figures import as_cell, of_units, tiles
from diaban.console.views.base import viewer_of
from diaban.core.text import fmt_date, fmt_num
from diaban.core.time import today
from diaban.figures.queries import Figure
from diaban.web.fields import DayField, TextField
from diaban.web.figures import Tiles
from diaban.web.forms import Form
from diaban.web.pages import Action, Crumb, page
from diaban.web.place import visit
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page

#: Figures beside each unit in a table of units.
RESIDENTS, HOUSEHOLDS = "people.residents", "people.households"
Counted = Mapping[int, Figure]
#: A table of more rows keeps to a height of its own and can be narrowed by typing.
LONG = 15


class Find(Form):
    """Finds a unit by what people call it, then or now."""

    ten = TextField(label=_("Tên, địa chỉ hoặc mã"), required=False, max_length=200)
    ngay = DayField(label=_("Vào ngày"), required=False)


def address(unit_id: int) -> str:
    return reverse("console:area", args=[unit_id])


def tree(request: HttpRequest) -> HttpResponse:
    """GET /dia-ban/: provinces of today, and a finder that knows old names."""
    viewer = viewer_of(request, Permission.AREAS_READ)
    form = Find(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = areas.resolve(asked["ten"], asked.get("ngay")) if asked.get("ten") else None
    own = areas.unit(viewer.scope.unit_id) if viewer.scope.unit_id is not None else None
    return page(
        request,
        "console/areas.html",
        title=_("Địa bàn"),
        form=form,
        found=found,
        provinces=areas.provinces(),
        own=own,
        lead=_("Đơn vị hành chính hôm nay; gõ tên cũ kèm ngày để biết nay thuộc đâu."),
    )


def area(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET /dia-ban/<id>/"""
    viewer = viewer_of(request, Permission.AREAS_READ)
    unit = areas.unit(unit_id)
    visit(request, unit_id)
    parts = areas.children(unit_id)
    shown = tiles(viewer, unit_id) if viewer.can(Permission.FIGURES_READ) else Tiles()
    residents = of_units(viewer, RESIDENTS, [part.id for part in parts])
    drawing = maps.of_children(unit, parts, residents)
    record = record_of(viewer, unit, parts, residents)
    return record_page(request, record, crumbs=crumbs(unit), template="console/area.html", tiles=shown, drawing=drawing,
                       shapeless=maps.shapeless(parts))  # fmt: skip


def record_of(viewer: Viewer, unit: Unit, parts: Sequence[Unit], residents: Counted) -> Record:
    """The unit as a record: what became of it, what lies below, how it came about, who works for it."""
    return Record(
        title=unit.title,
        kind=level_name(unit),
        chips=chips(unit),
        identity=identity(unit),
        notes=notes(unit),
        sections=[
            *became(unit),
            *lower(viewer, parts, residents),
            *hamlets(viewer, unit, residents),
            *names(unit),
            *made_of(unit),
            *offices(viewer, unit),
        ],
        actions=kept(viewer, unit),
    )


def kept(viewer: Viewer, unit: Unit) -> list[Action]:
    """The way to what was said of the unit's figures, for readers of its ground."""
    if not viewer.can(Permission.FIGURES_READ) or not (viewer.scope.everywhere or unit.id in viewer.scope.places):
        return []
    return [Action(_("Mốc số liệu và số liệu công bố"), reverse("console:kept", args=[unit.id]), "", "chart")]


def crumbs(unit: Unit) -> list[Crumb]:
    above = [Crumb(u.title, address(u.id)) for u in areas.ancestors(unit.id) if u.level > Level.NATION]
    return [Crumb(_("Địa bàn"), reverse("console:areas")), *above]


def level_name(unit: Unit) -> str:
    return {
        Level.NATION: _("Quốc gia"),
        Level.PROVINCE: _("Cấp tỉnh"),
        Level.DISTRICT: _("Cấp huyện"),
        Level.COMMUNE: _("Cấp xã"),
        Level.HAMLET: _("Thôn, tổ dân phố"),
        Level.FRAGMENT: _("Phần của đơn vị bị chia"),
    }[unit.level]


def chips(unit: Unit) -> list[Chip]:
    if unit.in_force(today()):
        return [Chip(_("Đang có hiệu lực"), "good")]
    return [Chip(_("Đến hết ngày %s") % fmt_date(unit.last_day()), "warn")]


def identity(unit: Unit) -> list[Fact]:
    """Code, days, size."""
    since = _("có trong danh sách ngày %s") % fmt_date(unit.valid_from) if unit.snapshot else fmt_date(unit.valid_from)
    facts = [Fact(_("Mã"), unit.code), Fact(_("Từ ngày"), since)]
    if unit.area_km2:
        facts.append(Fact(_("Diện tích"), f"{fmt_num(unit.area_km2)} km²"))
    return facts


def notes(unit: Unit) -> list[tuple[str, Any]]:
    """What a reader must know before trusting a total: parts that are not resolved yet."""
    parted = [step for step in areas.predecessors(unit.id) if step.fragment_id and unit.in_force(today())]
    if not parted:
        return []
    listed = ", ".join(sorted({step.unit.title for step in parted}))
    return [
        (
            "warn",
            _("Một phần của đơn vị bị chia nay thuộc về đây: %s. Số liệu của thời kỳ trước có thể chưa gồm phần này.")
            % listed,
        )
    ]


def lower(viewer: Viewer, parts: Sequence[Unit], residents: Counted) -> list[Section]:
    """The units next below with their residents and households, hamlets apart."""
    below = [unit for unit in parts if unit.level < Level.HAMLET]
    if not below:
        return []
    households = of_units(viewer, HOUSEHOLDS, [unit.id for unit in below])
    rows = [
        [
            (u.title, address(u.id)),
            as_cell(residents.get(u.id)),
            as_cell(households.get(u.id)),
            fmt_num(u.area_km2) if u.area_km2 else "",
            u.code,
        ]
        for u in below
    ]
    titles = [_("Đơn vị"), _("Cư dân"), _("Hộ"), _("Diện tích (km²)"), _("Mã")]
    table = Table(titles, rows, numbers=frozenset({1, 2, 3}), long=len(rows) > LONG)
    as_list = Action(_("Xem thành danh sách"), reverse("console:units", args=[below[0].parent_id]), "bare")
    return [Section(_("Các đơn vị bên dưới (%d)") % len(rows), table=table, action=as_list)]


def hamlets(viewer: Viewer, unit: Unit, residents: Counted) -> list[Section]:
    """Its hamlets with their residents and households, each number opening the lines it counts."""
    if unit.level != Level.COMMUNE or not unit.in_force(today()):
        return []
    found = areas.hamlets(unit.id)
    households = of_units(viewer, HOUSEHOLDS, [row.unit.id for row in found])
    rows = [
        [(unit.title, address(unit.id)), as_cell(residents.get(unit.id)), as_cell(households.get(unit.id)), number]
        for unit, number in ((row.unit, row.local_code) for row in found)
    ]
    titles = [_("Thôn, tổ dân phố"), _("Cư dân"), _("Hộ"), _("Số")]
    empty = _("Chưa ghi thôn, tổ dân phố nào của đơn vị này.")
    table = Table(titles, rows, numbers=frozenset({1, 2}), long=len(rows) > LONG)
    as_list = Action(_("Xem thành danh sách"), reverse("console:units", args=[unit.id]), "bare") if rows else None
    return [Section(_("Thôn, tổ dân phố (%d)") % len(rows), table=table, empty=empty, action=as_list)]


def history(unit: Unit) -> list[Section]:
    """How it was called, and what it was made of."""
    return [*names(unit), *made_of(unit)]


def names(unit: Unit) -> list[Section]:
    """Every kind and name the unit had, if it had more than one."""
    found = areas.name_history(unit.id)
    if len(found) < 2:
        return []
    rows = [[f"{n.kind} {n.name}", _from(n.valid_from, n.checked), n.valid_to or "", n.citation] for n in found]
    return [
        Section(
            _("Tên qua các thời kỳ"), table=Table([_("Tên"), _("Từ ngày"), _("Đến trước ngày"), _("Văn bản")], rows)
        )
    ]


def _from(day: Any, checked: bool) -> str:
    return fmt_date(day) if checked else _("%s (chưa kiểm)") % fmt_date(day)


def became(unit: Unit) -> list[Section]:
    """What became of a unit that has ended, by which document."""
    steps = areas.successors(unit.id)
    return [Section(_("Nay thuộc"), table=_lineage(steps))] if steps else []


def made_of(unit: Unit) -> list[Section]:
    """What a unit was made of, by which document."""
    steps = areas.predecessors(unit.id)
    return [Section(_("Hợp thành từ"), table=_lineage(steps))] if steps else []


def _lineage(steps: Sequence[Lineage]) -> Table:
    titles = [_("Đơn vị"), _("Đất đai"), _("Dân cư"), _("Từ ngày"), _("Văn bản")]
    return Table(titles, [_step(step) for step in steps])


def _step(step: Lineage) -> list[Any]:
    shares = {Share.FULL: _("toàn bộ"), Share.PART: _("một phần"), Share.NONE: _("không")}
    return [(step.unit.title, address(step.unit.id)), shares[step.land], shares[step.people], step.day, step.source]


def offices(viewer: Viewer, unit: Unit) -> list[Section]:
    """Who works for this ground; for an administrator each office opens."""
    manages = viewer.can(Permission.ACCESS_MANAGE)
    rows = [
        [(office.name, reverse("staff:office", args=[office.pk]) if manages else ""), office.get_body_display()]
        for office in access.offices_of_unit(unit.id)
    ]
    table = Table([_("Tên"), _("Khối")], rows, long=len(rows) > LONG)
    return [Section(_("Đơn vị công tác (%d)") % len(rows), table=table)] if rows else []
