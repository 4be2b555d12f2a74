"""What a played drive comes to: figures as its page has them, each held against a naive count of the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from diaban.access.session import acting
from diaban.access.viewers import clock, viewer_of_posting
from diaban.cards import funnel
from diaban.cards.funnel import Funnel
from diaban.cards.states import CLOCK_RULES, KIND
from diaban.core.sql import rows
from diaban.core.text import fmt_int, fmt_num
from diaban.core.time import ZONE, now
from diaban.demo.stories.cards import Played


@dataclass(frozen=True)
class Told:
    """Lines for who ran the story, and whether every figure and the late list are what a naive count finds."""

    lines: list[str]
    exact: bool


def told(played: Played) -> Told:
    """The drive's page in words, with what a naive recount makes of it."""
    with acting(viewer_of_posting(played.manager, "residence")) as by:
        drive = funnel.drive(viewer=by, drive_id=played.drive_id)
        seen = funnel.funnel(viewer=by, drive=drive)
    recounted, late = _recounted(seen), late_twice()
    figures = {stage.figure.measure.code: stage.figure.value for stage in (seen.target, *seen.eligible, *seen.steps)}
    wrong = {code: (figures.get(code), number) for code, number in recounted.items() if figures.get(code) != number}
    exact = not wrong and late[0] == late[1]
    rate = fmt_int(round(played.rate))
    page = reverse("cards:drive", args=[played.drive_id])
    lines = [
        f"{drive.title}: {fmt_num(seen.percent or 0, 1)}% chỉ tiêu ({page})",
        *(f"  {stage.figure.measure.title}: {fmt_int(stage.figure.value or 0)}"
          for stage in (seen.target, *seen.eligible, *seen.steps)),
        f"  Đếm lại từng hồ sơ: {'khớp mọi số' if not wrong else f'LỆCH {wrong}'}",
        f"  Hồ sơ quá hạn: {fmt_int(len(late[0]))}; tính lại từng ngày làm việc:"
        f" {'khớp từng hồ sơ' if late[0] == late[1] else f'LỆCH {len(late[0] ^ late[1])} hồ sơ'}",
        f"  {fmt_int(played.transitions)} bước trong {fmt_int(round(played.seconds))} giây: {rate} bước mỗi giây",
    ]  # fmt: skip
    return Told(lines, exact)


def _recounted(seen: Funnel) -> dict[str, int]:
    """What the records themselves say, counted one by one, of the steps that leave a trace in them."""
    with acting(clock()):
        applications = rows("select id, received_on from cards_application")
        cards = rows("select application_id, state, handed_on from cards_card")
        items = rows("select result from cards_item")
    period = seen.period.period
    states = Counter(state for _id, state, _day in cards)
    return {
        "cards.received": sum(1 for _id, day in applications if period.since <= day <= period.until),
        "cards.sent": len(items),
        "cards.sent_back": sum(1 for (result,) in items if result == "returned"),
        "cards.printed": len(cards),
        "cards.handed": states["handed"] + states["ended"],
        "cards.spoiled": states["spoiled"],
        "cards.lost": states["lost"],
    }


def late_twice() -> tuple[set[str], set[str]]:
    """Applications that the clock has marked late, and those that a walk through the days finds late."""
    with acting(clock()):
        found = rows(
            "select id::text, received_at, closed_at, late, array(select lower(p) from unnest(pauses) p),"
            " array(select upper(p) from unnest(pauses) p) from casework_case where kind = %s",
            [KIND],
        )
        works, closes = _calendar()
    moment = now()
    marked = {pk for pk, _at, _closed, late, _since, _until in found if late}
    walked = set()
    for pk, received, closed, _late, since, until in found:
        pauses = list(zip(since, until, strict=True))
        ran_until = closed or next((begin for begin, end in pauses if end is None), moment)
        ended = [(begin, end) for begin, end in pauses if end is not None]
        if _due(received, ended, works, closes) < ran_until:
            walked.add(pk)
    return marked, walked


def _calendar() -> tuple[Callable[[date], bool], Callable[[date], datetime]]:
    """Whether a day is worked, and when it closes, read from the tables and nothing else."""
    days = dict(rows("select day, worked from casework_day"))
    hours = rows("select weekday, max(closes) from casework_hours where not counter and valid_to is null group by 1")
    week, last = {row[0] for row in hours} or set(range(5)), max(row[1] for row in hours)
    return (lambda day: bool(days.get(day, day.weekday() in week))), (lambda day: datetime.combine(day, last, ZONE))


def _due(
    received: datetime, pauses: Sequence[tuple[datetime, datetime]], works: Callable[[date], bool],
    closes: Callable[[date], datetime],
) -> datetime:  # fmt: skip
    """The close of the last of so many working days after the day of receipt, days that stood still left out."""
    day, left = received.astimezone(ZONE).date(), CLOCK_RULES[0].amount
    while not works(day):  # what comes on a day off is taken as received on the next working day
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        if works(day) and not any(begin < closes(day) <= end for begin, end in pauses):
            left -= 1
    return closes(day)
