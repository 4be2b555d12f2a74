"""What each row of a workbook of targets would do, before anything is written: set, revised, same, part, or refused.

A row divided by hand has its parts in the rows of the units next below it, of the same measure, period and denominator;
those rows are then no targets of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.core.errors import DiabanError
from diaban.core.text import fmt_int, fold
from diaban.core.time import today
from diaban.figures.measures import measures
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import read
from diaban.figures.periods_schemes import Family
from diaban.targets import dividing, policies, queries
from diaban.targets.data import Division
from diaban.targets.importing.reading import Entry, document_of, value_of
from diaban.targets.models import Plan, Split


class Verdict(StrEnum):
    """What becomes of a row."""

    SET = "set"
    REVISED = "revised"
    SAME = "same"
    PART = "part"
    REFUSED = "refused"


TITLES = {
    Verdict.SET: gettext_lazy("Giao mới"),
    Verdict.REVISED: gettext_lazy("Điều chỉnh"),
    Verdict.SAME: gettext_lazy("Đã có, giữ nguyên"),
    Verdict.PART: gettext_lazy("Phần của chỉ tiêu trên"),
    Verdict.REFUSED: gettext_lazy("Không nhận"),
}


@dataclass
class Judged:
    """A row with its verdict; `reasons` are sentences. `plan` is the target in force that it revises or repeats."""

    entry: Entry
    verdict: Verdict = Verdict.REFUSED
    reasons: list[str] = field(default_factory=list)
    measure: str = ""
    unit: Unit | None = None
    period: Named | None = None
    value: int = 0
    denominator: str = ""
    division: Division = field(default_factory=Division)
    plan: Plan | None = None

    @property
    def title(self) -> Any:
        return TITLES[self.verdict]

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What is set once: measure, denominator, period, unit."""
        return self.measure, self.denominator, self.period.code if self.period else "", self.unit.id if self.unit else 0


def judge(by: Viewer, entries: Sequence[Entry]) -> list[Judged]:
    """A verdict for every row, in order. Nothing is written. Raises Refused for who sets no targets."""
    policies.check_set(by)
    rows = [_understood(by, entry) for entry in entries]
    _once(rows)
    for row in rows:
        if row.division.split is Split.HAND and not row.reasons:
            _by_hand(row, rows)
    for row in rows:
        if not row.reasons and row.verdict is not Verdict.PART:
            _against_what_is(by, row)
    for row in rows:
        row.verdict = Verdict.REFUSED if row.reasons else row.verdict
    return rows


def _understood(by: Viewer, entry: Entry) -> Judged:
    """The row's words as codes; every one that isn't understood has its sentence."""
    found = Judged(entry, reasons=list(entry.wrong))
    found.measure = _measure(entry.measure, found.reasons)
    found.denominator = _measure(entry.denominator, found.reasons) if entry.denominator else ""
    try:
        found.period = read(entry.period, Family.STATE)
    except DiabanError as wrong:
        found.reasons.append(str(wrong))
    try:
        found.value = value_of(entry, bool(entry.denominator))
    except ValueError:
        found.reasons.append(_("Không đọc được chỉ tiêu này. Ghi số như 1.250, hoặc tỷ lệ như 95,5%."))
    found.division = Division(_split(entry.split, found.reasons))
    if document_of(entry) is None:
        found.reasons.append(_("Thiếu văn bản: cần số, ngày ký và chức vụ người ký."))
    found.unit = _unit(by, entry.unit, found)
    return found


def _measure(told: str, reasons: list[str]) -> str:
    """A measure by its code or its title."""
    if told in measures():
        return told
    key = fold(told)
    fits = [code for code, one in measures().items() if fold(str(one.title)) == key]
    if len(fits) == 1:
        return fits[0]
    many = _("Nhiều số liệu mang tên “%s”; hãy ghi mã của nó.")
    reasons.append((many if fits else _("Không có số liệu “%s”.")) % told)
    return ""


def _split(told: str, reasons: list[str]) -> Split:
    """A way of dividing by its words or its code; none where nothing is told."""
    key = fold(told)
    for each in Split:
        if key in (each.value, fold(str(each.label))):
            return each
    if key:
        reasons.append(_("Không có cách chia “%s”.") % told)
    return Split.NONE


def _unit(by: Viewer, told: str, row: Judged) -> Unit | None:
    """A unit by code or name, of the viewer's ground first; it must lie in it."""
    if not told:
        row.reasons.append(_("Thiếu địa bàn được giao."))
        return None
    day = min(row.period.until, today()) if row.period else today()
    answer = areas.resolver().resolve(told, day, prefer=by.scope.unit_id)
    found = answer.settled or answer.unit
    if found is None:
        row.reasons.append(str(answer.sentence))
        return None
    try:
        policies.check_set(by, found.id)
    except DiabanError as refused:
        row.reasons.append(str(refused))
    return found


def _once(rows: Sequence[Judged]) -> None:
    """A target stands in one row."""
    seen: dict[Any, Judged] = {}
    for row in rows:
        if row.reasons:
            continue
        first = seen.setdefault(row.key, row)
        if first is not row:
            row.reasons.append(_("Chỉ tiêu này đã có ở dòng %d của tệp.") % first.entry.row)


def _by_hand(row: Judged, rows: Sequence[Judged]) -> None:
    """The parts of a target out of the rows of the units below."""
    assert row.unit is not None
    assert row.period is not None
    below = {unit.id for unit in dividing.units_below(row.unit.id, row.period.period)}
    parts = [each for each in rows if each.key[:3] == row.key[:3] and each.unit is not None and each.unit.id in below]
    refused = [part for part in parts if part.reasons]
    if refused:
        row.reasons.append(_("Dòng %d là một phần của chỉ tiêu này và không nhận được.") % refused[0].entry.row)
    total = sum(part.value for part in parts)
    if not row.denominator and not refused and len(parts) == len(below) and total != row.value:
        told = {"total": fmt_int(total), "value": fmt_int(row.value), "gap": fmt_int(abs(row.value - total))}
        row.reasons.append(_("Các phần cộng lại là %(total)s, khác chỉ tiêu %(value)s: lệch %(gap)s.") % told)
    row.division = Division(Split.HAND, {part.key[3]: part.value for part in parts})
    for part in parts:
        part.verdict = Verdict.PART
        if row.reasons and not part.reasons:
            part.reasons.append(_("Chỉ tiêu ở dòng %d mà dòng này là một phần không nhận được.") % row.entry.row)


def _against_what_is(by: Viewer, row: Judged) -> None:
    """Whether the target is new, another value of one in force, or the same as it is."""
    assert row.unit is not None
    assert row.period is not None
    same = {"measure": row.measure, "denominator": row.denominator, "unit_id": row.unit.id, "period": row.period.code}
    row.plan = queries.plans(viewer=by).filter(withdrawn=False, **same).first()
    try:
        parts = dividing.parts(
            by, measure=row.measure, unit_id=row.unit.id, period=row.period, value=row.value, division=row.division,
            rate=bool(row.denominator),
        )  # fmt: skip
    except DiabanError as wrong:
        row.reasons.append(str(wrong))
        return
    row.verdict = Verdict.SET
    if row.plan is not None:
        version = queries.current([row.plan])[row.plan.pk]
        kept = {part.unit_id: part.value for part in version.parts.all()}
        asked = row.division.split is not Split.NONE
        same_parts = parts == kept if asked else True
        row.verdict = Verdict.SAME if version.value == row.value and same_parts else Verdict.REVISED


def refused(rows: Sequence[Judged]) -> Iterator[Judged]:
    """The rows that can't be taken."""
    return (row for row in rows if row.verdict is Verdict.REFUSED)
