"""A ratio's page: both of its counts, each open, with what it is of, as of when, and how it was rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas.queries import Unit
from diaban.console.period_choices import Choices
from diaban.core.text import fmt_date, fmt_int, fmt_num
from diaban.core.time import today
from diaban.figures import tables
from diaban.figures.maps import Map
from diaban.figures.measures import How, Ratio, measure
from diaban.figures.periods_named import Named
from diaban.figures.queries import Figure
from diaban.figures.tables import RatioFigure
from diaban.web.figures import link, percent, ratio_address, why
from diaban.web.records import Table

LONG = 12


@dataclass(frozen=True)
class Asked:
    """What a ratio's page is asked: the ratio, the unit, the period, the map and the cut."""

    viewer: Viewer
    ratio: Ratio
    unit: Unit
    period: Named
    shown: Map
    cut: int | None = None

    def url(self, *, period: Named | None = None, shown: Map | None = None, unit_id: int | None = None) -> str:
        """The same ratio otherwise."""
        return ratio_address(self.ratio.code, unit_id or self.unit.id, period or self.period,
                             shown=shown or self.shown, cut=self.cut)  # fmt: skip

    def of(self, period: Named) -> RatioFigure:
        """The unit's ratio of a period, with the same map and cut."""
        return tables.ratio(self.ratio.code, self.unit.id, period.period, viewer=self.viewer, map=self.shown,
                            cut=self.cut)  # fmt: skip


class Face(Choices):
    """What the page shows; each piece is read when the template asks for it."""

    asked: Asked

    @cached_property
    def found(self) -> RatioFigure:
        return self.asked.of(self.asked.period)

    @property
    def value(self) -> str:
        return written(self.found)

    @property
    def formula(self) -> str:
        """How the two make the ratio: 85 : 120 × 100 = 70,83%."""
        found = self.found
        if found.value is None:
            return _("Không có tỷ lệ: thiếu một trong hai số, hoặc mẫu số bằng 0.")
        told = {
            "over": fmt_int(found.over.value or 0), "under": fmt_int(found.under.value or 0),
            "per": fmt_int(found.ratio.per), "value": self.value, "how": found.rounding.title,
        }  # fmt: skip
        return _("%(over)s : %(under)s × %(per)s = %(value)s, %(how)s.") % told

    @property
    def counts(self) -> Table:
        """Numerator, denominator and ratio of the period and of the same one a year before; every count opens."""
        now = self.found if self.now.period == self.period.period else self.asked.of(self.now)
        then = self.asked.of(self.before)
        rows = [
            [_("Tử số: %s") % now.over.measure.title, link(now.over, self.now), link(then.over, self.before)],
            [_("Mẫu số: %s") % now.under.measure.title, link(now.under, self.now), link(then.under, self.before)],
            [_("Mẫu số tính"), as_of(now.under, self.now), as_of(then.under, self.before)],
            [self.asked.ratio.title, written(now), written(then)],
        ]
        titles = [_("Số liệu"), self.now.label.capitalize(), self.before.label.capitalize()]
        return Table(titles, rows, caption=_("Hai số của tỷ lệ"), numbers=frozenset({1, 2}))

    @cached_property
    def rows(self) -> list[tuple[Unit, RatioFigure]]:
        a = self.asked
        return tables.ratio_on_map(a.ratio.code, a.unit.id, a.period.period, viewer=a.viewer, map=a.shown, cut=a.cut)

    @property
    def units(self) -> Table | None:
        """The units of the map, the highest first; the numbers it was counted from stand beside each."""
        if not self.rows:
            return None
        ordered = sorted(self.rows, key=lambda row: (row[1].value is None, -(row[1].value or 0)))
        body: list[Sequence[Any]] = [
            [(unit.title, self.asked.url(unit_id=unit.id)), link(each.over, self.period),
             link(each.under, self.period), written(each)]
            for unit, each in ordered
        ]  # fmt: skip
        titles = [_("Đơn vị"), measure(self.asked.ratio.over).title, measure(self.asked.ratio.under).title,
                  self.asked.ratio.title]  # fmt: skip
        return Table(titles, body, caption=self.units_title, numbers=frozenset({1, 2, 3}), long=len(body) > LONG)

    @property
    def units_title(self) -> str:
        return _("%(what)s theo đơn vị, %(days)s") % {"what": self.asked.ratio.title, "days": self.period.days}

    @property
    def shut(self) -> str:
        """Why some of the counts don't open; "" where all do."""
        return why([self.found.over, self.found.under, *(f for _u, r in self.rows for f in (r.over, r.under))])


def written(found: RatioFigure) -> str:
    """70,83%; 12,4 vụ trên 100.000 dân; a dash where there is none."""
    if found.ratio.unit == "%":
        return percent(found.value, found.ratio.places)
    return "–" if found.value is None else f"{fmt_num(found.value, found.ratio.places)} {found.ratio.unit}"


def as_of(figure: Figure, period: Named) -> str:
    """What the denominator is counted over: a stock on the period's last day, today while it runs."""
    if figure.measure.how is not How.STOCK:
        return period.days
    return _("vào ngày %s") % fmt_date(min(period.until, today()))
