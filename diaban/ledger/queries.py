"""Reads of the ledger and of the look-ups, keyset-paged.

What a session sees is decided by the row policies; the arguments only narrow it. Lines come newest first, by
recording (`id`) or, where kinds are named, by the day they happened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from diaban.core.sql import rows
from diaban.ledger.registry import Kind, kind


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a page shows it. `corrected_by` is the line that replaced it; `leaf` its number once sealed."""

    id: int
    recorded_at: datetime
    day: date
    kind: str
    record_type: str
    record: UUID
    action: UUID
    place: int
    office: int
    actor: int
    quantity: int
    corrects: int | None
    purpose: str | None
    state_from: str | None
    state_to: str | None
    dims: dict[str, str | int]
    corrected_by: int | None
    leaf: int | None

    @property
    def standing(self) -> bool:
        """Whether it counts: nothing corrects it and it isn't a void."""
        return self.corrected_by is None and self.quantity != 0

    @property
    def declared(self) -> Kind | None:
        return kind(self.kind)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to narrow to: None means any. `kinds` are codes; of `places` and `any_of` (dim → codes) one must fit;
    both days and both `ids` are included; `standing` leaves out what was corrected or voided, and with it `cut` (a size
    of the sealed tree) what came after the cut, corrections included; `also` is a condition on line `l` with its
    parameters, for rooms that know more of places than the ledger does."""

    record: UUID | None = None
    action: UUID | None = None
    kinds: Sequence[str] | None = None
    domain: str | None = None
    places: Sequence[int] | None = None
    office: int | None = None
    actor: int | None = None
    since: date | None = None
    until: date | None = None
    standing: bool = False
    cut: int | None = None
    ids: tuple[int, int] | None = None
    dims: dict[str, str | int] = field(default_factory=dict)
    any_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    also: tuple[str, Sequence[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and the key to ask for those after them; `after` is None at the end."""

    rows: list[Row]
    after: tuple[date | None, int] | None


_COLUMNS = """
l.id, l.recorded_at, l.day, k.code, k.record_type, l.record_id, l.action_id, l.place, l.office, l.actor, l.quantity,
l.corrects, l.purpose, l.state_from, l.state_to, l.dims, ledger.corrector(l.id),
(select f.seq from ledger_leaf f where f.source = 0 and f.row_id = l.id)
"""


#: The condition that line `l` was corrected before a cut, its one parameter. This and `in_cut` ask for one value by a
#: unique key instead of `exists`, which the planner would turn into joins with all leaves: right after a large import
#: or a restore it has no statistics, takes them for few, and reads them all again for each line.
CORRECTED_IN_CUT = "coalesce((select c.seq < %s from ledger_corrected_at c where c.id = l.id), false)"


def in_cut(line: str) -> str:
    """The condition that a line was sealed before a cut, which is its one parameter."""
    return f"coalesce((select f.seq < %s from ledger_leaf f where f.source = 0 and f.row_id = {line}), false)"


def _columns(wanted: Filter) -> str:
    """What stands now has no corrector: to ask for each line's costs more than to find the lines."""
    known = wanted.standing and wanted.cut is None
    return _COLUMNS.replace("ledger.corrector(l.id)", "null::bigint") if known else _COLUMNS


def _conditions(wanted: Filter, *, few: bool = False) -> tuple[list[str], list[Any]]:
    """The conditions on a line `l` with their parameters; `few`: of each of a few places, one after the other."""
    pairs: list[tuple[str, Any]] = [
        ("l.record_id = %s", wanted.record),
        ("l.action_id = %s", wanted.action),
        ("l.place = any(%s)", None if wanted.places is None else list(wanted.places)),
        ("l.kind_id = any(array(select id from ledger_kind where domain = %s))", wanted.domain),
        ("l.office = %s", wanted.office),
        ("l.actor = %s", wanted.actor),
        ("l.day >= %s", wanted.since),
        ("l.day <= %s", wanted.until),
        ("l.id >= %s", wanted.ids and wanted.ids[0]),
        ("l.id <= %s", wanted.ids and wanted.ids[1]),
        ("l.dims @> %s::jsonb", json.dumps(wanted.dims) if wanted.dims else None),
    ]
    kept = [(sql, given) for sql, given in pairs if given is not None]
    where, params = [sql for sql, _given in kept], [given for _sql, given in kept]
    if wanted.standing:  # not by the view `ledger_standing`, into which neither order nor limit reaches
        where.append("l.quantity <> 0")
        if wanted.cut is None:
            # Of each place line by line: as a join the planner would read every correction there is for each of them.
            each = "(select c.id from ledger_corrected c where c.id = l.id) is null"
            where.append(each if few else "not exists (select from ledger_corrected c where c.id = l.id)")
        else:
            where += [f"not {CORRECTED_IN_CUT}", in_cut("l.id")]
            params += [wanted.cut, wanted.cut]
    for dim, codes in wanted.any_of.items():
        where.append("l.dims ->> %s = any(%s)")
        params += [dim, list(codes)]
    if wanted.also is not None:
        where.append(wanted.also[0])
        params += wanted.also[1]
    return where, params


def lines(wanted: Filter | None = None, *, after: tuple[date | None, int] | None = None, limit: int = 50) -> Page:
    """Lines that the session may read, newest first. `after` is a page's own key; the same filter must be given."""
    wanted = wanted or Filter()
    sql, params = _by_day(wanted, after, limit) if wanted.kinds is not None else _by_id(wanted, after, limit)
    found = [_row(row) for row in rows(sql, params)]
    page = found[:limit]
    if len(found) <= limit:
        return Page(page, None)
    return Page(page, (page[-1].day if wanted.kinds is not None else None, page[-1].id))


def _by_id(wanted: Filter, after: tuple[date | None, int] | None, limit: int) -> tuple[str, list[Any]]:
    where, params = _conditions(wanted)
    if after is not None:
        where.append("l.id < %s")
        params.append(after[1])
    condition = " and ".join(where) or "true"
    sql = f"""select {_COLUMNS} from (select * from ledger_line l where {condition} order by l.id desc limit %s) l
        join ledger_kind k on k.id = l.kind_id order by l.id desc"""
    return sql, [*params, limit + 1]


def _by_day(wanted: Filter, after: tuple[date | None, int] | None, limit: int) -> tuple[str, list[Any]]:
    """Each kind gives its first lines by index `(kind, day, id)` read backwards; the newest of them are the page.

    Of a few places each gives its own first lines, by index `(kind, place, day)`: walking the days to find lines of
    those places, which are rare, would take longer, and so would gathering all that they have.
    """
    few = wanted.places is not None and len(wanted.places) <= FEW_PLACES
    where, params = _conditions(replace(wanted, places=None) if few else wanted, few=few)
    if after is not None:
        where.append("(l.day, l.id) < (%s, %s)")
        params += after
    condition = " and ".join(["l.kind_id = k.id", *where])
    lines, order = f"select * from ledger_line l where {condition}", "order by l.day desc, l.id desc limit %s"
    given = [*params, limit + 1]
    if few:
        lines = f"""select l.* from unnest(%s::int[]) p (place)
            cross join lateral ({lines} and l.place = p.place {order}) l"""
        given = [list(wanted.places or ()), *given, limit + 1]
    sql = f"""select {_columns(wanted)} from ledger_kind k cross join lateral ({lines} {order}) l
        where k.code = any(%s) {order}"""
    return sql, [*given, list(wanted.kinds or ()), limit + 1]


#: As many places as a district has with its communes and hamlets, and no province.
FEW_PLACES = 1_000


def _row(row: Sequence[Any]) -> Row:
    values = list(row)
    if isinstance(values[15], str):
        values[15] = json.loads(values[15])
    return Row(*values)


def line(line_id: int) -> Row | None:
    """One line, or None outside what the session may read."""
    found = rows(
        f"select {_COLUMNS} from ledger_line l join ledger_kind k on k.id = l.kind_id where l.id = %s", [line_id]
    )
    return _row(found[0]) if found else None


def some_lines(ids: Sequence[int]) -> dict[int, Row]:
    """Lines by id; those that the session may not read are left out."""
    found = rows(
        f"select {_COLUMNS} from ledger_line l join ledger_kind k on k.id = l.kind_id where l.id = any(%s)", [list(ids)]
    )
    return {row[0]: _row(row) for row in found}


@dataclass(frozen=True, slots=True)
class Run:
    """Lines next to each other below one line that say the same: how many, and the last one's id."""

    count: int
    last: int


#: How many lines below one are looked at for its run, and then below those: few first, for most runs are short.
_DEPTHS = (200, 2_000, 4_000, 6_000, 8_000)


def run_below(row: Row, wanted: Filter) -> Run:
    """The lines of the same kind by the same actor, recorded in the same minute, directly below a line among those the
    filter keeps; a run longer than all of `_DEPTHS` is told up to there.
    """
    found = Run(0, row.id)
    for depth in _DEPTHS:
        more = _run(row, wanted, found.last, depth)
        found = Run(found.count + more.count, more.last)
        if more.count < depth:
            break
    return found


def _run(row: Row, wanted: Filter, edge: int, depth: int) -> Run:
    """As far as it goes in the next lines below an edge. The minute as two moments: to cut off seconds line by line
    would take longer than to read the lines."""
    where, params = _conditions(wanted)
    condition = " and ".join([*where, "l.id < %s"])
    minute = row.recorded_at.replace(second=0, microsecond=0)
    found = rows(
        f"""with below as materialized (
            select l.id, l.kind_id = (select id from ledger_kind where code = %s) and l.actor = %s
                and l.recorded_at >= %s and l.recorded_at < %s as same
            from ledger_line l where {condition} order by l.id desc limit %s)
        select count(*), min(id) from below
        where id > coalesce((select max(id) from below where not same), 0)""",
        [row.kind, row.actor, minute, minute + timedelta(minutes=1), *params, edge, depth],
    )
    count, last = found[0]
    return Run(count, edge if last is None else last)


def record_lines(record: UUID, limit: int = 200) -> list[Row]:
    """What happened to one record, the oldest day first."""
    found = rows(
        f"""select {_COLUMNS} from ledger_line l join ledger_kind k on k.id = l.kind_id
        where l.record_id = %s order by l.day, l.id limit %s""",
        [record, limit],
    )
    return [_row(row) for row in found]


@dataclass(frozen=True, slots=True)
class LookupRow:
    """A look-up as a page shows it; `shown` is how many records it showed, of an export some thousands."""

    id: int
    at: datetime
    record: UUID | None
    actor: int
    office: int | None
    purpose: str
    reference: str | None
    query_kind: str
    channel: str
    shown: int


_LOOKUP = "id, at, record_id, actor, office, purpose, reference, query_kind, channel, cardinality(shown)"


def lookups(*, actor: int | None = None, before: int | None = None, limit: int = 50) -> list[LookupRow]:
    """Look-ups that the session may read (its own; an auditor's session: all), newest first, below id `before`."""
    found = rows(
        f"""select {_LOOKUP} from ledger_lookup where (%s::int is null or actor = %s)
        and id < coalesce(%s, 9223372036854775807) order by id desc limit %s""",
        [actor, actor, before, limit],
    )
    return [LookupRow(*row) for row in found]


def lookups_of(record: UUID, *, before: int | None = None, limit: int = 50) -> list[LookupRow]:
    """Who searched up or opened a record, newest first. Empty unless the session is an auditor's."""
    found = rows(f"select {_LOOKUP} from ledger.lookups_of(%s, %s, %s)", [record, before, limit])
    return [LookupRow(*row) for row in found]
