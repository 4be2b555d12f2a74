"""Open deadlines after the calendar changed: gone over in batches, each a transaction, and told as what moved.

All open cases are gone over twice: at once, and again a minute later, for what a process that hadn't heard of the
change wrote meanwhile. A newer change takes over from an older one. Nothing is done twice: a case that was computed
with this version is left.

Most cases that move have neither fallen due nor been paused: their deadlines are computed by session and written as
columns (`timer`). The others take the way of a single case, that their marks follow.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.casework import calendar, stepping
from diaban.casework.actions.base import append_marked
from diaban.casework.actions.moving import moment_code
from diaban.casework.calendar import Calendar
from diaban.casework.cases import COLUMNS, Case, case_of
from diaban.casework.stepping import Stepped
from diaban.casework.timer import Timer
from diaban.casework.workdays import at
from diaban.core.sql import bound, execute, one, rows
from diaban.core.time import ZONE, now
from diaban.ledger.actions import append, append_columns
from diaban.ledger.lines import CLOCK, Line

#: Cases in one transaction.
BATCH = 10_000
#: How long a process may believe in an older calendar, many times over.
SECOND_PASS = timedelta(minutes=1)
#: From so many cases with the same deadline before and after on, their lines are written as columns.
ALIKE = 20

_NEXT = """
select version, action_id, office, walked_to, passes, moves from casework_change
where finished_at is null and (passes = 0 or passed_at < %s) order by version desc limit 1 for no key update skip locked
"""
_SLIM = """
select c.id, c.kind, c.place, c.version, c.rule, extract(epoch from c.clock_from)::float8,
    extract(epoch from c.due_at)::float8, c.near or c.late or not isempty(c.pauses)
from casework_case c
where c.closed_at is null and c.due_at is not null and not c.paused and c.computed < %(version)s and c.id > %(after)s
order by c.id limit %(limit)s
"""
_FULL = f"""
select {COLUMNS} from casework_case c where c.id = any(%s) and c.closed_at is null and not c.paused and c.computed < %s
order by c.id for no key update
"""
_SHIFT = """
update casework_case c set due_at = to_timestamp(x.due), computed = %s::int, version = c.version + 1
from unnest(%b::uuid[], %b::float8[], %b::int[]) as x (id, due, version)
where c.id = x.id and c.version = x.version returning c.id
"""
_MOVE = """
update casework_case c set due_at = x.due_at, near = x.near, late = x.late, computed = %s::int, version = c.version + 1,
    near_line = coalesce(x.near_line, c.near_line), late_line = coalesce(x.late_line, c.late_line)
from unnest(%b::uuid[], %b::timestamptz[], %b::boolean[], %b::boolean[], %b::bigint[], %b::bigint[])
    as x (id, due_at, near, late, near_line, late_line)
where c.id = x.id
"""
_LOOKED = """
update casework_change set looked = looked + %s, moved = moved + %s, walked_to = %s, moves = %s::jsonb
where version = %s
"""
_PASSED = """
update casework_change set passes = passes + 1, walked_to = null, passed_at = %s,
    finished_at = case when passes > 0 then now() end where version = %s
"""
_OVERTAKEN = "update casework_change set finished_at = now() where finished_at is null and version < %s"
_FIRST = UUID(int=0)
_KIND = "casework.deadline_moved"


@dataclass(slots=True)
class Work:
    """A change of the calendar that open cases are being gone over for, and which days deadlines went from and to."""

    version: int
    action: UUID
    office: int
    after: UUID
    passes: int
    moves: Counter[str]
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Slim:
    """What most cases take to be computed: moments in seconds since 1970; `marked`: it has marks or pauses."""

    id: UUID
    kind: str
    place: int
    version: int
    rule: str
    begun: float
    due: float
    marked: bool


def go_on(limit: int | None = None) -> int:
    """Go over open cases as the clock, `limit` of them at most; returns how many were looked at."""
    looked, timers = 0, dict[int, Timer]()
    with acting(clock()):
        while limit is None or looked < limit:
            step = batch(now(), timers)
            if step is None:
                break
            looked += step
    return looked


def batch(moment: datetime, timers: dict[int, Timer]) -> int | None:
    """Compute one batch; how many cases were looked at, 0 where a pass came to its end, None where nothing waits."""
    with transaction.atomic():
        row = one(_NEXT, [moment - SECOND_PASS])
        if row is None:
            return None
        version, action, office, after, passes, moves = row
        said: dict[str, int] = json.loads(moves) if isinstance(moves, str) else moves
        work = Work(version, action, office, after or _FIRST, passes, Counter(said))
        execute(_OVERTAKEN, [work.version])
        kept = timers.setdefault(version, Timer(calendar.current(fresh=True)))
        found = [Slim(*each) for each in rows(_SLIM, {"version": version, "after": work.after, "limit": BATCH})]
        if not found:
            execute(_PASSED, [moment, work.version])
            return 0
        _compute(found, kept, moment, work)
        execute(_LOOKED, [len(found), work.moved, found[-1].id, json.dumps(work.moves), work.version])
        return len(found)


def _compute(found: Sequence[Slim], timer: Timer, moment: datetime, work: Work) -> None:
    """Move the deadlines of a batch: what is due later than today, before and after, as columns; others one by one."""
    tomorrow = at(moment.astimezone(ZONE).date() + timedelta(days=1), time()).timestamp()
    plain: dict[UUID, tuple[Slim, float]] = {}
    single: list[UUID] = []
    for slim in found:
        due = None if slim.marked else timer.due(slim.rule, slim.begun)
        if due is None or slim.due < tomorrow or due < tomorrow:
            single.append(slim.id)
        elif due != slim.due:
            plain[slim.id] = (slim, due)
    _shift(plain, work)
    if single:
        cases = [case_of(row) for row in rows(_FULL, [single, work.version])]
        write(computed(cases, moment, timer.calendar, work.action), work)


def _shift(plain: dict[UUID, tuple[Slim, float]], work: Work) -> None:
    """Write deadlines that moved and marked nothing. What someone worked on meanwhile waits for the next pass."""
    if not plain:
        return
    both = list(plain.values())
    columns = [[slim.id for slim, _due in both], [due for _slim, due in both], [slim.version for slim, _due in both]]
    moved = [plain[each] for each in returning(_SHIFT, [work.version, *columns])]
    alike: dict[tuple[str, float, float], list[Slim]] = defaultdict(list)
    for slim, due in moved:
        alike[slim.kind, slim.due, due].append(slim)
    few: list[Line] = []
    for (kind, before, after), slims in alike.items():
        came, goes = datetime.fromtimestamp(before, UTC), datetime.fromtimestamp(after, UTC)
        codes = moment_code(came), moment_code(goes)
        work.moves[f"{came.astimezone(ZONE):%Y-%m-%d}>{goes.astimezone(ZONE):%Y-%m-%d}"] += len(slims)
        if len(slims) < ALIKE:
            few += [_line(s.id, kind, s.place, *codes, work) for s in slims]
            continue
        append_columns(
            _KIND, records=[s.id for s in slims], days=now().date(), places=[s.place for s in slims],
            office=work.office, actor=CLOCK, dims={"case": kind}, state_from=codes[0], state_to=codes[1],
            action=work.action,
        )  # fmt: skip
    append(few)
    work.moved += len(moved)


def returning(statement: str, params: Sequence[Any]) -> list[UUID]:
    """The ids that an update with long arrays touched."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return [row[0] for row in cursor.execute(statement, params, prepare=False)]


def computed(found: Sequence[Case], moment: datetime, kept: Calendar, action: UUID) -> list[tuple[Case, Stepped]]:
    """The cases whose deadline is another by this calendar, with what they become."""
    both = ((case, stepping.retimed(case, moment, kept, action)) for case in found)
    return [(case, done) for case, done in both if done.case.due_at != case.due_at]


def write(moved: Sequence[tuple[Case, Stepped]], work: Work) -> None:
    """Write deadlines that moved with their marks: the lines in one statement, the cases in another."""
    told = []
    for case, done in moved:
        codes = moment_code(case.due_at), moment_code(done.case.due_at)
        told.append(([_line(case.id, case.kind, case.place, *codes, work)], done.marks))
        work.moves[f"{_day(case)}>{_day(done.case)}"] += 1
    ends = append_marked(told)
    cases = [done.case for _case, done in moved]
    if cases:
        bound(_MOVE, [
            work.version, [case.id for case in cases], [case.due_at for case in cases], [case.near for case in cases],
            [case.late for case in cases], [near for near, _late in ends], [late for _near, late in ends],
        ])  # fmt: skip
    work.moved += len(cases)


def _line(record: UUID, kind: str, place: int, before: str, after: str, work: Work) -> Line:
    return Line(_KIND, record, place, work.office, CLOCK, None, 1, {"case": kind}, None, before, after, work.action)


def _day(case: Case) -> str:
    return "" if case.due_on is None else case.due_on.isoformat()
