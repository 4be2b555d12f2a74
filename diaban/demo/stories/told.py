"""What a played drive comes to: figures as its page has them, each opened, and each held against a naive recount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse

from diaban.access.session import acting
from diaban.access.viewers import viewer_of_posting
from diaban.cards import funnel
from diaban.cards.funnel import Funnel
from diaban.core.text import fmt_int, fmt_num
from diaban.core.time import now
from diaban.demo.stories.cards import Played
from diaban.demo.stories.crew import at_once
from diaban.demo.stories.recount import Ask, Walked, recount
from diaban.figures import queries as figures
from diaban.figures.measures import How, measure
from diaban.figures.periods import Period
from diaban.figures.queries import Figure

#: Lines of a figure that are read at once.
_PAGE = 5_000
#: Kinds that measures add up, where these aren't named as they are.
_KINDS = {"cards.due": ("cards.due", "cards.settled"), "cards.due_here": ("cards.due", "cards.settled"),
          "cards.late": ("casework.late",)}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Lines for who ran the story; whether every figure opens what adds up to it, and is what a naive count finds."""

    lines: list[str]
    exact: bool


@dataclass(frozen=True)
class Group:
    """A figure of the page: its measure, unit and days, and the number that it shows."""

    code: str
    unit_id: int
    since: date
    until: date
    value: int | None


def told(played: Played) -> Told:
    """The drive's page in words, with what opening and recounting make of it."""
    with acting(viewer_of_posting(played.manager, "residence")) as by:
        drive = funnel.drive(viewer=by, drive_id=played.drive_id)
        seen = funnel.funnel(viewer=by, drive=drive)
    groups = list(_groups(seen))
    opened = list(at_once(partial(_opened, played.manager), groups, played.processes))
    shut = [wrong for _many, wrong in opened if wrong]
    late, apart = _recounted(played, groups)
    page = reverse("cards:drive", args=[played.drive_id])
    stages = (seen.target, *seen.eligible, *seen.steps)
    lines = [
        f"{drive.title}: {fmt_num(seen.percent or 0, 1)}% chỉ tiêu ({page})",
        *(f"  {stage.figure.measure.title}: {fmt_int(stage.figure.value or 0)}" for stage in stages),
        f"  Mở {fmt_int(len(groups))} số của trang: {fmt_int(sum(many for many, _wrong in opened))} dòng sổ, "
        f"{_verdict(shut, 'số nào cũng bằng tổng các dòng của nó')}",
        f"  Đếm lại từng dòng sổ, từng thẻ: {_verdict(apart, 'khớp mọi số')}",
        f"  Hồ sơ quá hạn: {fmt_int(late)}, tính lại từng ngày làm việc: "
        f"{_verdict([each for each in apart if 'quá hạn' in each], 'khớp từng hồ sơ')}",
        f"  {fmt_int(played.transitions)} bước trong {fmt_num(played.seconds, 1)} giây, {played.processes} tiến trình:"
        f" {fmt_int(round(played.rate))} bước mỗi giây",
    ]  # fmt: skip
    return Told(lines, not shut and not apart)


def _verdict(wrong: Sequence[str], well: str) -> str:
    return f"LỆCH {'; '.join(wrong[:5])}" if wrong else well


def _groups(seen: Funnel) -> Iterator[Group]:
    """Every number of the page that opens."""
    for stage in (seen.target, *seen.eligible, *seen.steps, *seen.left):
        yield _group(stage.figure, stage.period.period)
    for share in seen.shares:
        for figure in (share.target, share.taken, share.handed):
            yield _group(figure, seen.period.period)


def _group(figure: Figure, period: Period) -> Group:
    return Group(figure.measure.code, figure.unit_id, period.since, period.until, figure.value)


def _opened(manager: int, group: Group) -> tuple[int, str]:
    """Read a figure's list to its end; how many lines it has, and what is wrong with their sum, if anything."""
    many = total = 0
    counted, records = measure(group.code).how is How.LINES, set[int]()
    with acting(viewer_of_posting(manager, "residence")) as by:
        after = None
        while True:
            page = figures.lines(group.code, group.unit_id, Period(group.since, group.until), viewer=by, after=after,
                                 limit=_PAGE)  # fmt: skip
            many += len(page.rows)
            total += len(page.rows) if counted else sum(row.quantity for row in page.rows)
            records.update(row.id for row in page.rows)
            if (after := page.after) is None:
                break
    right = total == group.value and len(records) == many
    return many, "" if right else f"{group.code} ({group.unit_id}): {group.value} ≠ {total}"


def _recounted(played: Played, groups: Sequence[Group]) -> tuple[int, list[str]]:
    """How many applications are late, and where a naive count differs from the page, in a sentence each."""
    asked = [Ask(unit, posting, now()) for unit, posting in played.police.items()]
    of: dict[int, Walked] = {}
    apart: list[str] = []
    for unit_id, walked, wrong in at_once(recount, asked, played.processes):
        of[unit_id] = walked
        apart += [f"{unit_id} {each}" for each in wrong]
    for group in groups:
        units = list(of.values()) if group.unit_id == played.unit_id else [of.get(group.unit_id, Walked())]
        number = sum(_naive(group, walked) for walked in units)
        if number != group.value:
            name = "quá hạn" if group.code == "cards.late" else group.code
            apart.append(f"{name} ({group.unit_id}): {group.value} ≠ {number}")
    return sum(len(walked.late) for walked in of.values()), apart


def _naive(group: Group, walked: Walked) -> int:
    kinds = _KINDS.get(group.code, (group.code,))
    stock = measure(group.code).how is How.STOCK
    return walked.count(kinds, group.until, date.min if stock else group.since, here=group.code == "cards.due_here")
