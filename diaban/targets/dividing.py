"""The parts of a target by the way it is divided: the weights are figures, read with the setter's own rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.core.errors import Invalid
from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods import Period, until
from diaban.figures.periods_named import Named
from diaban.targets.data import Division
from diaban.targets.models import Split
from diaban.targets.splitting import by_weight, equally

#: The measure that divides by population.
POPULATION = "people.residents"


def units_below(unit_id: int, period: Period) -> list[Unit]:
    """The units a target is divided among: those next below on the period's last day, or today while it runs."""
    return areas.children(unit_id, min(period.until, today()))


def parts(
    viewer: Viewer, *, measure: str, unit_id: int, period: Named, value: int, division: Division, rate: bool
) -> dict[int, int]:
    """Unit → its part. Of a number the parts add up to it exactly. Raises Invalid where it can't be divided so."""
    if division.split is Split.NONE:
        return {}
    below = [unit.id for unit in units_below(unit_id, period.period)]
    if not below:
        raise _wrong("split", _("Địa bàn này không có đơn vị bên dưới để chia."))
    if division.split is Split.HAND:
        return _by_hand(below, value, division, rate)
    if rate:
        if division.split is not Split.SAME:
            raise _wrong("split", _("Chỉ tiêu là tỷ lệ thì mỗi đơn vị cùng một tỷ lệ, hoặc tự nhập từng đơn vị."))
        return dict.fromkeys(below, value)
    if division.split is Split.SAME:
        raise _wrong("split", _("Chỉ tỷ lệ mới giao giống nhau cho mỗi đơn vị; chỉ tiêu là số thì phải chia."))
    return equally(value, below) if division.split is Split.EQUAL else _by_figure(viewer, measure, below, period,
                                                                                  value, division.split)  # fmt: skip


def _by_figure(
    viewer: Viewer, measure: str, below: Sequence[int], period: Named, value: int, split: Split
) -> dict[int, int]:
    """In proportion to residents today, or to the same measure in the same period last year."""
    code, over = (POPULATION, until(_known_day(period))) if split is Split.POPULATION else (
        measure, period.last_year().period)  # fmt: skip
    found = figures.by_unit(code, below, over, viewer=viewer)
    untold = [unit for unit in below if found[unit].value is None]
    if untold:
        names = ", ".join(areas.labels(untold[:3]).values())
        raise _wrong("split", _("Không có số liệu để chia của: %s. Hãy chia đều hoặc tự nhập.") % names)
    weights = {unit: max(found[unit].value or 0, 0) for unit in below}
    try:
        return by_weight(value, weights)
    except ValueError:
        raise _wrong("split", _("Số liệu dùng để chia đều bằng 0. Hãy chia đều hoặc tự nhập.")) from None


def _known_day(period: Named) -> date:
    return min(period.until, today())


def _by_hand(below: Sequence[int], value: int, division: Division, rate: bool) -> dict[int, int]:
    """What was typed for each unit: all of them, none else, and for a number exactly the whole."""
    typed = {unit: division.by_hand.get(unit) for unit in below}
    missing = [unit for unit, part in typed.items() if part is None]
    if missing or set(division.by_hand) - set(below):
        names = ", ".join(areas.labels(missing[:3]).values())
        raise _wrong("split", _("Cần nhập phần của từng đơn vị bên dưới; còn thiếu: %s.") % (names or "–"))
    found = {unit: part for unit, part in typed.items() if part is not None}
    if any(part < 0 for part in found.values()):
        raise _wrong("split", _("Phần của đơn vị không thể là số âm."))
    total = sum(found.values())
    if not rate and total != value:
        told = {"total": fmt_int(total), "value": fmt_int(value), "gap": fmt_int(abs(value - total))}
        raise _wrong("split", _("Các phần cộng lại là %(total)s, khác chỉ tiêu %(value)s: lệch %(gap)s.") % told)
    return found


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, {name: sentence})
