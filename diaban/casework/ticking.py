"""The clock goes over open cases: what falls due today, and what is late. In batches, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from diaban.casework.actions.base import positions
from diaban.casework.cases import COLUMNS, Case, case_of
from diaban.casework.marks import Marks, settle
from diaban.casework.workdays import at
from diaban.core.ids import uuid7
from diaban.core.sql import execute, rows
from diaban.core.time import ZONE
from diaban.ledger.actions import append
from diaban.ledger.lines import CLOCK, Line

#: Cases in one transaction; the rest follow in the next.
BATCH = 1_000

#: Tab 0 runs, 1 is due today. Locked cases are being worked on: whoever does it marks them, or the next run.
_CROSSED = f"""
select {COLUMNS} from casework_case c where c.id in (
    (select id from casework_case where closed_at is null and tab = 0 and rank_at < %(tomorrow)s
     order by rank_at, id limit %(limit)s)
    union
    (select id from casework_case where closed_at is null and tab = 1 and rank_at < %(now)s
     order by rank_at, id limit %(limit)s)
) and c.closed_at is null and not c.paused order by c.id limit %(limit)s for no key update skip locked
"""
_MARK = """
update casework_case c set near = x.near, late = x.late, version = c.version + 1,
    near_line = coalesce(x.near_line, c.near_line), late_line = coalesce(x.late_line, c.late_line)
from unnest(%s::uuid[], %s::boolean[], %s::boolean[], %s::bigint[], %s::bigint[])
    as x (id, near, late, near_line, late_line)
where c.id = x.id
"""


def tick(now: datetime) -> int:
    """Mark one batch of what has been crossed; returns how many cases changed."""
    tomorrow = at(now.astimezone(ZONE).date() + timedelta(days=1), time())
    with transaction.atomic():
        found = [case_of(row) for row in rows(_CROSSED, {"now": now, "tomorrow": tomorrow, "limit": BATCH})]
        return mark_all([(case, settle(case, case.due_at, now, CLOCK, uuid7())) for case in found])


def mark_all(settled: Sequence[tuple[Case, Marks]]) -> int:
    """Write the marks of many cases: their lines in one statement, the cases in another; returns how many."""
    lines: list[Line] = []
    ends: list[tuple[Case, Marks, int | None, int | None]] = []
    for case, marks in settled:
        if not marks.lines and (marks.near, marks.late) == (case.near, case.late):
            continue
        ends.append((case, marks, *positions(len(lines), marks)))
        lines += marks.lines
    ids = append(lines)
    columns = [
        [case.id for case, *_rest in ends], [marks.near for _case, marks, *_rest in ends],
        [marks.late for _case, marks, *_rest in ends], [near and ids[near - 1] for *_rest, near, _late in ends],
        [late and ids[late - 1] for *_rest, late in ends],
    ]  # fmt: skip
    if ends:
        execute(_MARK, columns)
    return len(ends)
