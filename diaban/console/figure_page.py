"""What stands above the lines of a figure: the period and its neighbours, the year before, a series, the units below.

Everything drawn here is a figure itself, with a link to its own page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import shapes
from diaban.areas.queries import Level, Unit
from diaban.console import maps
from diaban.console.kept_forms import written_value
from diaban.console.period_choices import Choices
from diaban.core.text import fmt_int
from diaban.figures import queries, tables
from diaban.figures.changes import Change, change
from diaban.figures.declared import declared, history
from diaban.figures.maps import Map, map_day
from diaban.figures.measures import How, Measure, Ratio, ratios
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import run
from diaban.figures.periods_schemes import GRAIN_TITLES, Grain
from diaban.figures.queries import Figure, State
from diaban.web.figures import address, address_of, link, ratio_address, written
from diaban.web.records import Table
from diaban.web.svg.charts import Point, bars
from diaban.web.svg.draw import Drawing
from diaban.web.svg.map import Value, choropleth

#: How many periods of each grain a series shows; the free ranges have none.
SERIES = {Grain.DAY: 14, Grain.WEEK: 12, Grain.MONTH: 13, Grain.QUARTER: 8, Grain.HALF: 6, Grain.NINE: 4, Grain.YEAR: 4}
#: A table of more rows keeps to a height of its own and can be narrowed by typing.
LONG = 12


@dataclass(frozen=True)
class Asked:
    """What a figure's page is asked: the measure, the unit, the period and the map."""

    viewer: Viewer
    measure: Measure
    unit: Unit
    period: Named
    shown: Map
    cut: int | None = None

    def url(self, *, period: Named | None = None, shown: Map | None = None, unit_id: int | None = None) -> str:
        """The same figure otherwise."""
        return address(
            self.measure.code, unit_id or self.unit.id, period or self.period, shown=shown or self.shown, cut=self.cut
        )

    def count(self, period: Named) -> Figure:
        """The unit's figure of another period, with the same map and cut."""
        return queries.count(
            self.measure.code, self.unit.id, period.period, viewer=self.viewer, map=self.shown, cut=self.cut
        )


@dataclass(frozen=True)
class Row:
    """A unit below with its figure, that of the same period last year, and the change."""

    unit: Unit
    now: Figure
    then: Figure
    change: Change

    @property
    def pk(self) -> int:
        return self.unit.id


class Face(Choices):
    """The upper part of a figure's page; each piece is read when the template asks for it."""

    asked: Asked

    @cached_property
    def figure(self) -> Figure:
        return self.asked.count(self.asked.period)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know of the number: from when it is kept, and lines that it leaves out for that."""
        a, found = self.asked, self.figure
        if found.known_from is None and not found.gaps:
            return []
        told = [queries.told_partly(found)]
        early = queries.early(a.measure.code, a.unit.id, a.period.period, viewer=a.viewer) if found.may_open else 0
        if early:
            told.append(
                _("%s dòng sổ ghi cho những ngày không có số liệu đứng riêng, không được tính.") % fmt_int(early)
            )
        return told

    @property
    def kept_url(self) -> str:
        """Where it is said from when there are figures; "" outside the reader's ground."""
        scope = self.asked.viewer.scope
        ours = scope.everywhere or self.asked.unit.id in scope.places
        return reverse("console:kept", args=[self.asked.unit.id]) if ours else ""

    @cached_property
    def standing(self) -> dict[tuple[date, date], float]:
        """What was published of the unit and not revised or withdrawn, by the days it is of."""
        a = self.asked
        found = history(a.unit.id, viewer=a.viewer, code=a.measure.code)
        return {(each.since, each.until): float(each.value) for each in found if each.standing}

    @cached_property
    def published(self) -> list[dict[str, Any]]:
        """What documents published for this very period and the year before, which no count contains."""
        a, found = self.asked, []
        for period in (self.period, self.before):
            said = declared(a.measure.code, [a.unit.id], period.period, viewer=a.viewer).get(a.unit.id)
            if said is not None:
                found.append({"label": period.label, "value": written_value(said.value), "unit": a.measure.unit,
                              "document": said.document, "signer": said.signer})  # fmt: skip
        return found

    @property
    def ratios(self) -> list[tuple[Ratio, str]]:
        """The ratios that this measure is a part of, each with its page."""
        a = self.asked
        return [
            (each, ratio_address(each.code, a.unit.id, a.period, shown=a.shown, cut=a.cut))
            for each in ratios().values() if a.measure.code in (each.over, each.under)
        ]  # fmt: skip

    @cached_property
    def compared(self) -> tuple[Figure, Figure, Change]:
        now = self.figure if self.now.period == self.period.period else self.asked.count(self.now)
        then = self.asked.count(self.before)
        return now, then, change(now.value, then.value)

    @property
    def comparison(self) -> dict[str, Any]:
        """Both counts, the change in words with its rounding, and which days were compared."""
        now, then, changed = self.compared
        return {
            "now": link(now, self.now), "then": link(then, self.before), "before": self.before,
            "sentence": changed.sentence(self.asked.measure.unit, self.before.label),
            "rounding": changed.rounding.title if changed.percent is not None else "",
            "cut": "" if self.now.period == self.period.period else self.now.days,
        }  # fmt: skip

    @cached_property
    def series(self) -> Drawing | None:
        """The periods up to this one, each bar a link."""
        grain = self.period.grain
        if grain is Grain.FREE or (self.asked.measure.how is How.STOCK and grain is Grain.DAY):
            return None
        points, published = [], self.standing
        for each in run(self.period, SERIES[grain]):
            figure = self.asked.count(each)
            value = None if figure.value is None else float(figure.value)
            few = written(figure) if figure.state is State.FEW else ""
            said = published.get((each.since, each.until)) if value is None else None
            points.append(Point(each.short, value, self.asked.url(period=each), not each.over(), few, said))
        title = _("%(what)s theo %(grain)s") % {"what": self.asked.measure.title, "grain": _lower(GRAIN_TITLES[grain])}
        return bars(title, points, unit=str(self.asked.measure.unit))

    @cached_property
    def parts(self) -> tables.Parts:
        a = self.asked
        return tables.on_map(a.measure.code, a.unit.id, self.now.period, viewer=a.viewer, map=a.shown, cut=a.cut)

    @cached_property
    def rows(self) -> list[Row]:
        """The units of the map, each beside its own year before."""
        a, parts = self.asked, self.parts
        ids = [unit.id for unit in parts.units]
        before = queries.by_unit(a.measure.code, ids, self.before.period, viewer=a.viewer, map=a.shown, cut=a.cut)
        return [
            Row(unit, parts.each[unit.id], before[unit.id], change(parts.each[unit.id].value, before[unit.id].value))
            for unit in parts.units
        ]

    @property
    def units(self) -> Table | None:
        """The units with their figures and changes; what lies in none of them is the last row."""
        if not self.rows:
            return None
        ordered = sorted(self.rows, key=lambda row: -(row.now.value or 0))
        body: list[Sequence[Any]] = [
            [(row.unit.title, self.asked.url(unit_id=row.pk)), link(row.now, self.now), link(row.then, self.before),
             _signed(row.change.difference), row.change.share()]
            for row in ordered
        ]  # fmt: skip
        if self.parts.rest:
            body.append([_("Chưa rõ thuộc đơn vị nào ở trên"), fmt_int(self.parts.rest), "", "", ""])
        titles = [_("Đơn vị"), _("Kỳ này"), _("Cùng kỳ năm trước"), _("Tăng, giảm"), _("Tỷ lệ")]
        return Table(titles, body, caption=self.units_title, numbers=frozenset({1, 2, 3, 4}), long=len(body) > LONG)

    @property
    def units_title(self) -> str:
        return _("%(what)s theo đơn vị, %(days)s") % {"what": self.asked.measure.title, "days": self.now.days}

    @property
    def rest_words(self) -> str:
        """Why the units of the map don't add up to the figure, where they don't."""
        if not self.parts.rest:
            return ""
        return _("%(n)s được ghi cho cả địa bàn, hoặc cho nơi bị chia mà chưa rõ nay thuộc đơn vị nào; xem ở các dòng"
                 " bên dưới.") % {"n": fmt_int(self.parts.rest)}  # fmt: skip

    @cached_property
    def drawing(self) -> Drawing | None:
        """The units as a map, each a link to its own figure."""
        units = [row for row in self.rows if row.unit.level < Level.HAMLET]
        if not units:
            return None
        values = {row.pk: self._value(row.now) for row in units}
        sizes = {unit_id: value.number for unit_id, value in values.items() if value.number is not None}
        on = map_day(self.asked.shown, self.now.period)
        drawn = shapes.drawing(self.asked.unit.id, on, values=sizes or None)
        if not drawn.shapes:
            return None
        about = _("Ranh giới: %s") % drawn.source if drawn.source else ""
        if drawn.kind == "circles":
            about = _("Chưa có ranh giới: mỗi vòng tròn là một đơn vị, lớn theo số liệu.")
        return choropleth(self.units_title, drawn.shapes, values, box=drawn.box, unit=str(self.asked.measure.unit),
                          source=about)  # fmt: skip

    @property
    def shapeless(self) -> str:
        """Why there is no map, where hamlets are the parts."""
        return maps.shapeless([row.unit for row in self.rows])

    def _value(self, figure: Figure) -> Value:
        if figure.value is None:
            few = written(figure) if figure.state is State.FEW else ""
            return Value(None, address_of(figure, self.now), few)
        return Value(float(figure.value), address_of(figure, self.now))


def _lower(title: Any) -> str:
    return str(title)[:1].lower() + str(title)[1:]


def _signed(number: int | None) -> str:
    if number is None:
        return ""
    return f"+{fmt_int(number)}" if number > 0 else fmt_int(number).replace("-", "−")
