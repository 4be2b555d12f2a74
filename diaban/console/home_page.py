"""What stands on the first page: the viewer's work, what their ground counts, its targets, what changed, who is silent.

A commune sees its work first; a province its map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas.queries import Level, Unit
from diaban.casework import policies as casework_policies
from diaban.casework import queries as casework
from diaban.casework.presenters import show
from diaban.casework.queries import Tab
from diaban.console import maps
from diaban.console.figures import of_units
from diaban.core.text import fmt_date, fmt_int
from diaban.core.time import today
from diaban.figures import silence
from diaban.figures.changes import change
from diaban.figures.grid import day as on_day
from diaban.figures.grid import grid
from diaban.figures.measures import How, measures
from diaban.figures.periods_named import Named, containing, day
from diaban.figures.periods_schemes import Family, Grain
from diaban.targets import queries as targets
from diaban.targets.numbers import write_share, write_value
from diaban.web.figures import Tile, Tiles, link, tile
from diaban.web.place import below
from diaban.web.records import Table
from diaban.web.svg.draw import Drawing

#: How many changes and silent units the first page names; the rest is a list away.
MOST = 8
#: How many targets it shows.
TARGETS = 12


@dataclass(frozen=True)
class Home:
    """The first page of one viewer; each part is read when the template asks for it."""

    viewer: Viewer
    unit: Unit | None

    @property
    def counts(self) -> bool:
        return self.unit is not None and self.viewer.can(Permission.FIGURES_READ)

    @property
    def manages(self) -> bool:
        """Whether the ground has communes of its own to look after."""
        return self.counts and self.unit is not None and self.unit.level < Level.COMMUNE

    @cached_property
    def below(self) -> list[Unit]:
        return list(below(self.viewer)) if self.manages else []

    @cached_property
    def work(self) -> Tiles:
        """The inbox in numbers; nothing for a role that has no cases."""
        if not casework_policies.seen_kinds(self.viewer):
            return Tiles()
        found, shown = self.held, (Tab.LATE, Tab.DUE, Tab.MINE, Tab.UNASSIGNED)
        titles = {Tab.LATE: _("Quá hạn"), Tab.DUE: _("Đến hạn hôm nay"), Tab.MINE: _("Giao cho tôi"),
                  Tab.UNASSIGNED: _("Chưa giao ai")}  # fmt: skip
        return Tiles(tuple(Tile(titles[tab], fmt_int(found[tab]), _inbox(tab), _("việc đang mở")) for tab in shown))

    @cached_property
    def held(self) -> casework.Counts:
        """How many cases the viewer has in each tab."""
        return casework.counts(viewer=self.viewer)

    @cached_property
    def due(self) -> Table | None:
        """The open cases that are due first, late ones before all; None for who has none."""
        if self.manages or not self.work or not self.held[Tab.OPEN]:
            return None
        page = casework.inbox(viewer=self.viewer, limit=MOST, known=self.held)
        rows = [[(one.label, one.url), one.due, one.state, one.assignee or _("chưa giao")]
                for one in show(page.rows, self.viewer)]  # fmt: skip
        return Table([_("Việc"), _("Hạn"), _("Bước"), _("Người xử lý")], rows)

    @property
    def inbox(self) -> str:
        return _inbox(Tab.OPEN)

    @property
    def today(self) -> Named:
        return day(today())

    @cached_property
    def of_today(self) -> Tiles | None:
        """What was counted of today, without what is 0; None for a role or a ground that has no figures of its own."""
        if self.unit is None or not self.counts or self.manages:
            return None
        codes = [code for code, one in measures().items() if one.how in (How.LINES, How.QUANTITY)]
        found = on_day(codes, self.unit.id, today(), viewer=self.viewer)
        return Tiles(tuple(tile(one, self.today) for one in found if one.value != 0))

    @property
    def month(self) -> Named:
        return containing(Grain.MONTH, today())

    @property
    def some(self) -> Tiles:
        """The figures that aren't 0."""
        return Tiles(tuple(one for one in self.tiles.each if one.value != "0"))

    @property
    def none(self) -> Tiles:
        """Those that are, which a page folds away."""
        return Tiles(tuple(one for one in self.tiles.each if one.value == "0"))

    @cached_property
    def tiles(self) -> Tiles:
        """Every figure of the ground: stocks today, the rest this month; two statements for all."""
        if self.unit is None or not self.counts:
            return Tiles()
        stocks = [code for code, one in measures().items() if one.how is How.STOCK]
        others = [code for code in measures() if code not in stocks]
        found = []
        for codes, period in ((stocks, day(today())), (others, self.month)):
            for row in grid(codes, self.unit.id, [period.period], viewer=self.viewer):
                found.append(tile(row[0], period))
        return Tiles(tuple(found))

    @cached_property
    def targets(self) -> Table | None:
        """Targets in force with what was reached, each opening."""
        if self.unit is None or not self.counts:
            return None
        rows = []
        for target in targets.of_unit(self.unit.id, viewer=self.viewer)[:TARGETS]:
            done = targets.reached(target, viewer=self.viewer)
            rows.append([
                (target.title, reverse("targets:plan", args=[target.plan.pk])), target.period.label,
                write_value(target.value, target.plan.is_rate), link(done.figure, target.period),
                write_share(done.share),
            ])  # fmt: skip
        titles = [_("Số liệu"), _("Kỳ"), _("Chỉ tiêu"), _("Đã đạt"), _("So với chỉ tiêu")]
        return Table(titles, rows, numbers=frozenset({2, 3, 4})) if rows else None

    @property
    def last_month(self) -> Named:
        """The reporting month that ended last: whole half-months, the same length as a year before."""
        return containing(Grain.MONTH, today(), Family.STATE).previous()

    @cached_property
    def changes(self) -> Table | None:
        """What changed most in the last reporting month against the same one a year before."""
        if self.unit is None or not self.counts:
            return None
        now, before = self.last_month, self.last_month.last_year()
        codes = [code for code, one in measures().items() if one.how in (How.LINES, How.QUANTITY)]
        found = [(change(row[0].value, row[1].value), row)
                 for row in grid(codes, self.unit.id, [now.period, before.period], viewer=self.viewer)]  # fmt: skip
        moved = sorted((one for one in found if one[0].difference), key=lambda one: -abs(one[0].difference or 0))
        rows = [[row[0].measure.title, link(row[0], now), link(row[1], before), changed.share()]
                for changed, row in moved[:MOST]]  # fmt: skip
        titles = [_("Số liệu"), now.label.capitalize(), before.label.capitalize(), _("Tăng, giảm")]
        return Table(titles, rows, numbers=frozenset({1, 2, 3})) if rows else None

    @cached_property
    def silent(self) -> list[silence.Silent] | None:
        """Units below that have entered nothing this month; None for who manages none."""
        if not self.manages:
            return None
        return silence.silent([unit.id for unit in self.below], self.month.period, viewer=self.viewer)

    @property
    def silent_rows(self) -> list[dict[str, Any]]:
        names = {unit.id: unit.title for unit in self.below}
        return [
            {"name": names[one.unit_id], "url": reverse("console:area", args=[one.unit_id]),
             "since": _("gần nhất %s") % fmt_date(one.last) if one.last else _("chưa bao giờ")}
            for one in (self.silent or [])[:MOST]
        ]  # fmt: skip

    @cached_property
    def drawing(self) -> Drawing | None:
        """The map of a province: residents of its communes, each a link; its table is a page of its own."""
        if self.unit is None or not self.manages:
            return None
        residents = of_units(self.viewer, maps.SHOWN, [unit.id for unit in self.below])
        found = maps.of_children(self.unit, self.below, residents)
        return None if found is None else replace(found, table=None)


def _inbox(tab: Tab) -> str:
    """The list of work; "" as long as no page shows it."""
    try:
        return f"{reverse('casework:inbox')}?muc={tab.value}"
    except NoReverseMatch:
        return ""
