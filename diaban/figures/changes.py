"""How much a figure rose or fell against another: both counts, the difference, and a percentage with its rule.

The percentage is (now - then) / then. Offices cut digits off as well as round them, so the rule is said with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.core.text import fmt_int, fmt_num


class Rounding(StrEnum):
    """What is done with the digits that aren't shown."""

    HALF_UP = "half-up"
    TRUNCATE = "truncate"

    @property
    def title(self) -> Any:
        return _TITLES[self]


_TITLES = {
    Rounding.HALF_UP: gettext_lazy("làm tròn nửa lên"),
    Rounding.TRUNCATE: gettext_lazy("cắt bỏ phần thừa"),
}
_RULES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.TRUNCATE: ROUND_DOWN}


def rounded(exact: Fraction, places: int = 2, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """A fraction as a decimal of so many places; half-up and truncation treat both signs alike."""
    scaled = exact * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if _RULES[rounding] == ROUND_HALF_UP and 2 * rest >= scaled.denominator:
        whole += 1
    return Decimal(-whole if exact < 0 else whole).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Change:
    """Two counts side by side. `percent` is None where there was nothing before, or where a count isn't told."""

    now: int | None
    then: int | None
    percent: Decimal | None
    rounding: Rounding
    places: int

    @property
    def difference(self) -> int | None:
        """How many more; negative for fewer."""
        return None if self.now is None or self.then is None else self.now - self.then

    def sentence(self, unit: Any = "", compared: str = "") -> str:
        """In the words of a report: giảm 48 vụ (= 26,82%) so với cùng kỳ năm 2022."""
        if self.now is None or self.then is None or self.difference is None:
            return _("chưa có số liệu để so sánh")
        against = compared or _("cùng kỳ")
        if self.then == 0:
            return _("cùng kỳ không xảy ra") if self.now else _("kỳ này và cùng kỳ đều không xảy ra")
        if self.difference == 0:
            return _("không thay đổi so với %s") % against
        told = {
            "n": fmt_int(abs(self.difference)),
            "unit": str(unit),
            "share": self.share().lstrip("−+"),
            "against": against,
        }
        words = _("tăng %(n)s %(unit)s (= %(share)s) so với %(against)s")
        if self.difference < 0:
            words = _("giảm %(n)s %(unit)s (= %(share)s) so với %(against)s")
        return " ".join((words % told).split(" "))

    def share(self) -> str:
        """The percentage as written, with its sign: −26,82%. Empty where there is none."""
        if self.percent is None:
            return ""
        sign = "−" if self.percent < 0 else "+" if self.percent > 0 else ""
        return f"{sign}{fmt_num(abs(self.percent), self.places)}%"


def change(now: int | None, then: int | None, rounding: Rounding = Rounding.HALF_UP, places: int = 2) -> Change:
    """Compare two counts; a baseline of 0 (or below) gives no percentage."""
    if now is None or then is None or then <= 0:
        return Change(now, then, None, rounding, places)
    return Change(now, then, rounded(Fraction(now - then, then) * 100, places, rounding), rounding, places)
