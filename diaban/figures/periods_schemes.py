"""How years are divided for counting: the calendar's way, and the state's reporting way, as dated rules.

A family says on which day a month of its own ends; every month, quarter, half-year, nine months and year follows from
those days, so that they tile whatever the rules are and on the day on which a rule changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.core.time import month_end


class Family(StrEnum):
    """A way to divide a year."""

    CALENDAR = "lich"
    STATE = "bc"  #: as the reports of state agencies are cut off


FAMILY_TITLES: dict[Family, Any] = {
    Family.CALENDAR: _("Theo lịch"),
    Family.STATE: _("Theo kỳ báo cáo nhà nước"),
}


class Grain(StrEnum):
    """How long a period is; the value is how its code is written."""

    DAY = "d"
    WEEK = "W"
    MONTH = "T"
    QUARTER = "Q"
    HALF = "H"
    NINE = "9T"  #: the first nine months; it doesn't tile with its like
    YEAR = "Y"
    FREE = "free"  #: from any day to any day


GRAIN_TITLES: dict[Grain, Any] = {
    Grain.DAY: _("Ngày"),
    Grain.WEEK: _("Tuần"),
    Grain.MONTH: _("Tháng"),
    Grain.QUARTER: _("Quý"),
    Grain.HALF: _("6 tháng"),
    Grain.NINE: _("9 tháng"),
    Grain.YEAR: _("Năm"),
    Grain.FREE: _("Khoảng tự chọn"),
}
#: Months of a grain that is made of months.
MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.NINE: 9, Grain.YEAR: 12}
#: How many of a grain a year has.
IN_A_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.NINE: 1, Grain.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Rule:
    """A family's months end on this day of the month, by a document; 31 is the month's last day.

    `valid_from` None: as far back as figures go. `valid_to` is the first day on which it no longer holds.
    """

    family: Family
    last_day: int
    valid_from: date | None
    valid_to: date | None
    citation: str


#: Rows are added when a decree changes the cut-off, never edited. The day on which one takes effect was taken from
#: memory for the decree of 2019; its text on the cut-off days was read in a province's decision that carries it out.
RULES: tuple[Rule, ...] = (
    Rule(Family.CALENDAR, 31, None, None, ""),
    Rule(Family.STATE, 14, date(2019, 3, 12), None, "Điều 12 Nghị định số 09/2019/NĐ-CP"),
)


def rule_of(family: Family, year: int, month: int, rules: Sequence[Rule] = RULES) -> Rule:
    """The rule for a family's month; before the first document the first one answers, so that years can be compared."""
    own = sorted((rule for rule in rules if rule.family is family), key=lambda rule: rule.valid_from or date.min)
    first = date(year, month, 1)
    held = [rule for rule in own if (rule.valid_from or date.min) <= first]
    return held[-1] if held else own[0]


def end_of(family: Family, year: int, month: int, rules: Sequence[Rule] = RULES) -> date:
    """The last day of a family's month."""
    last = month_end(date(year, month, 1))
    return last.replace(day=min(last.day, rule_of(family, year, month, rules).last_day))


def start_of(family: Family, year: int, month: int, rules: Sequence[Rule] = RULES) -> date:
    """The first day of a family's month: the day after the month before ended."""
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    return end_of(family, *before, rules) + timedelta(days=1)


def month_of(family: Family, day: date, rules: Sequence[Rule] = RULES) -> tuple[int, int]:
    """The family's year and month that a day lies in."""
    if day <= end_of(family, day.year, day.month, rules):
        return day.year, day.month
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
