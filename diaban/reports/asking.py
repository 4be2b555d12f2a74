"""What a report is asked for, as people write it: area, period, map and cut. Each mistake has one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.core.errors import Invalid, NotFound
from diaban.core.text import fmt_date, fmt_int
from diaban.core.time import ZONE, today
from diaban.figures import periods_named, periods_read
from diaban.figures.maps import Map, Shown, asked_map, map_day
from diaban.figures.periods import Period
from diaban.figures.periods_named import Named
from diaban.ledger import heads
from diaban.ledger.heads import Head
from diaban.reports.shipped import template_of
from diaban.reports.template import Template


@dataclass(frozen=True, slots=True)
class Ask:
    """A report that can be made: all its parts are known and fit together.

    `passed` is what of the period has passed, which is what is counted, and `before` the same of the year before.
    `on` is the day that counts as today: the cut's own, so that a report made again later is the same.
    """

    template: Template
    unit: Unit
    named: Named
    passed: Period
    before: Period
    map: Map
    map_on: date
    cut: Head | None
    on: date

    @property
    def size(self) -> int | None:
        """How many leaves of the ledger count; None for all that is committed."""
        return None if self.cut is None else self.cut.size

    @property
    def map_choice(self) -> str:
        """The map as it was asked for: then, now or a day."""
        return self.map.isoformat() if isinstance(self.map, date) else self.map.value


def ask(
    template: str, area: str | int, period: str, *, map: str = Shown.THEN, cut: Head | None = None,
    area_on: date | None = None,
) -> Ask:  # fmt: skip
    """Put a report's parts together. Raises NotFound or Invalid with the sentence that says which part is wrong.

    `area` is a unit's id, or its name with district and province or its code, as of `area_on` (the period's last day).
    """
    found = template_of(template)
    on = cut.at.astimezone(ZONE).date() if cut is not None else today()
    named = _period(found, period, on)
    passed, before = periods_named.compared(named, on)
    unit = areas.unit(area, passed.until) if isinstance(area, int) else _unit(area, area_on or passed.until)
    if unit.level not in found.levels:
        raise Invalid(
            _("“%(report)s” không làm cho %(unit)s; hãy chọn %(levels)s.")
            % {"report": found.name, "unit": unit.full_name, "levels": level_names(found)}
        )
    shown = asked_map(map)
    map_on = on if shown is Shown.NOW else map_day(shown, passed.period)
    return Ask(found, unit, named, passed.period, before.period, shown, map_on, cut, on)


def level_names(template: Template) -> str:
    """The kinds of unit that a report is made for."""
    titles = {1: _("tỉnh, thành phố"), 2: _("huyện cũ"), 3: _("xã, phường, đặc khu")}
    return _(" hoặc ").join(str(titles[int(level)]) for level in sorted(template.levels, reverse=True))


def _period(template: Template, text: str, on: date) -> Named:
    named = periods_read.read(text, template.family)
    if named.grain is not template.grain:
        example = {"Y": "2023", "T": "2023-T05"}.get(template.grain.value, "2023")
        raise Invalid(
            _("“%(report)s” cần một kỳ như %(example)s; “%(given)s” là kỳ khác loại.")
            % {"report": template.name, "example": example, "given": text}
        )
    if not named.begun(on):
        raise Invalid(
            _("Kỳ %(period)s bắt đầu từ %(day)s nên chưa có gì để báo cáo.")
            % {"period": named.label, "day": fmt_date(named.since)}
        )
    return named


def _unit(text: str, on: date) -> Unit:
    found = areas.resolve(text, on)
    if found.unit is None:
        raise NotFound(found.sentence)
    if found.sure != "exact":
        raise Invalid(
            _("“%(text)s” chưa khớp đủ dấu hoặc loại đơn vị; nếu là %(unit)s (mã %(code)s) thì hãy ghi đúng như vậy.")
            % {"text": text, "unit": areas.full_address(found.unit.id), "code": found.unit.code}
        )
    if found.rest:
        raise Invalid(
            _("Trong “%(text)s” không hiểu được phần “%(rest)s”; hãy chỉ ghi tên đơn vị với huyện, tỉnh hoặc mã.")
            % {"text": text, "rest": found.rest}
        )
    return areas.unit(found.unit.id, on)


def head_of(text: str) -> Head:
    """The cut that was written: a tree size, or the file of an exported head. Raises NotFound, Invalid."""
    size = int(text) if text.isdigit() and len(text) < 19 else heads.load(Path(text)).size
    found = heads.of_size(size)
    if found is None:
        raise NotFound(_("Sổ không có lần niêm phong nào ở dòng thứ %s; hãy ghi đúng số trên báo cáo.") % fmt_int(size))
    return found
