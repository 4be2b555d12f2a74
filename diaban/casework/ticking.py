"""The clock goes over open cases: what falls due today, and what is late. In batches, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from diaban.casework.actions.base import append_marked
from diaban.casework.cases import COLUMNS, Case, case_of
from diaban.casework.marks import Marks, settle
from diaban.casework.workdays import at
from diaban.core.ids import uuid7
from diaban.core.sql import execute, rows
from diaban.core.time import ZONE
from diaban.ledger.lines import CLOCK

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
    changed = [
        (case, marks) for case, marks in settled if marks.lines or (marks.near, marks.late) != (case.near, case.late)
    ]
    ends = append_marked(((), marks) for _case, marks in changed)
    columns = [
        [case.id for case, _marks in changed], [marks.near for _case, marks in changed],
        [marks.late for _case, marks in changed], [near for near, _late in ends], [late for _near, late in ends],
    ]  # fmt: skip
    if changed:
        execute(_MARK, columns)
    return len(changed)
