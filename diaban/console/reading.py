"""The ledger as it is read from the newest line down: what was written many times over is one line with its number.

A first import writes a line for each of thousands of persons, midnight one for each stay that ended. One by one they
would hide everything else, so of a run of one kind by one actor in one minute the newest line is shown, and how many
more there are, which opens them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.console.telling import Told, tell
from diaban.core.text import fmt_int
from diaban.ledger import queries as ledger

#: From this many lines in a row, they are told as one.
MANY = 4
#: How often the next lines are read to fill one page.
ROUNDS = 4


@dataclass(frozen=True)
class Group:
    """A line and the lines below it that are told with it; `last` is the id of the lowest."""

    row: ledger.Row
    more: int
    last: int


def groups(wanted: ledger.Filter, *, after: int | None, limit: int) -> tuple[list[Group], bool]:
    """Groups below a line, newest first, at least `limit` where there are as many; and whether more follow."""
    found: list[Group] = []
    for _round in range(ROUNDS):
        page = ledger.lines(wanted, after=None if after is None else (None, after), limit=limit)
        if page.after is None:
            return [*found, *_gathered(page.rows)], False
        found += _to_the_end_of_its_run(page.rows, wanted)
        after = found[-1].last
        if len(found) >= limit:
            break
    return found, True


def _to_the_end_of_its_run(rows: Sequence[ledger.Row], wanted: ledger.Filter) -> Iterator[Group]:
    """Groups of rows that others follow: the last run is told whole, however many of it were read, so that the same
    lines are told together whatever the size of a page.
    """
    last = _same(rows[-1])
    start = next((i for i in range(len(rows) - 1, -1, -1) if _same(rows[i]) != last), -1) + 1
    run, below = rows[start:], ledger.run_below(rows[-1], wanted)
    yield from _gathered(rows[:start])
    if len(run) + below.count >= MANY:
        yield Group(run[0], len(run) - 1 + below.count, below.last)
    else:
        yield from (Group(row, 0, row.id) for row in run)


def _gathered(rows: Sequence[ledger.Row]) -> Iterator[Group]:
    for _key, run in groupby(rows, key=_same):
        same = list(run)
        if len(same) < MANY:
            yield from (Group(row, 0, row.id) for row in same)
        else:
            yield Group(same[0], len(same) - 1, same[-1].id)


def _same(row: ledger.Row) -> tuple[str, int, datetime]:
    return row.kind, row.actor, row.recorded_at.replace(second=0, microsecond=0)


def told(found: Sequence[Group], viewer: Viewer) -> list[Told]:
    """The groups as sentences; a link opens the rest of each."""
    sentences = tell([group.row for group in found], viewer)
    return [_told(one, group) for one, group in zip(sentences, found, strict=True)]


def _told(one: Told, group: Group) -> Told:
    if not group.more:
        return one
    text = _("… và %(n)s dòng cùng việc") % {"n": fmt_int(group.more)}
    query = urlencode({"tu_so": group.last, "den_so": group.row.id})
    rest = format_html('<a href="{}?{}">{}</a>', reverse("console:ledger"), query, text)
    return replace(one, sentence=format_html("{} {}", one.sentence, rest), last=group.last)
