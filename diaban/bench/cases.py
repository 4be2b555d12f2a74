"""Open cases by the hundred thousand in an install, for benchmarks of the corridor: skewed as real ones are.

A few hamlets have most of the work; a twentieth is late, a hundredth due today, a tenth waits, a seventh is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from diaban.bench.install import Install, analyze

if TYPE_CHECKING:
    import psycopg

    from diaban.access.scope import Viewer

KIND, RULE = "bench.case", "bench.five"

#: Places with the office that answers for them: a commune's police; elsewhere any but those of the viewers.
_PLACES = """
create temporary table bench_place as
select row_number() over (order by md5(u.id::text)) as n, u.id as place, o.office,
    (select p.staff_id from access_posting p where p.office_id = o.office order by p.id limit 1) as staff
from areas_unit u cross join lateral (
    select f.id as office from access_office f left join areas_within w on w.unit_id = f.unit_id and w.place_id = u.id
    where case when w.place_id is null then f.id <> all(%(theirs)s) else f.body = 'congan' end
    order by w.place_id is null, case when w.place_id is null then md5(f.id::text || u.id::text) end, f.level desc, f.id
    limit 1
) o
where u.valid_to is null and u.level in (3, 4)
    and (%(unit)s is null or u.id in (select place_id from areas_within where unit_id = %(unit)s))
"""
_CASES = """
insert into casework_case (id, opened_at, received_at, clock_from, due_at, place, office_id, assignee_id, near, late,
    paused, kind, state, title_code, rule, pauses)
select ('01900000-0000-7000-' || to_hex(32768 + (g.n %% 16384)) || '-' || lpad(to_hex(g.n), 12, '0'))::uuid,
    c.came, c.came, c.came,
    case when g.n %% 20 = 0 then now() - (g.n %% 86400) * interval '20 seconds'
         when g.n %% 100 = 1 then date_trunc('day', now()) + interval '23 hours 59 minutes'
         else now() + interval '1 day' + (g.n * 7919) %% 2592000 * interval '1 second' end,
    p.place, p.office, case when g.n %% 7 <> 0 then p.staff end, g.n %% 100 = 1, g.n %% 20 = 0, g.n %% 10 = 3,
    %(kind)s, 'new', 'k' || g.n %% 30, %(rule)s,
    case when g.n %% 10 = 3 then tstzmultirange(tstzrange(now(), null)) else '{}' end
from generate_series(1::bigint, %(many)s) as g (n)
cross join lateral (select now() - (g.n * 104729) %% 1728000 * interval '1 second' as came) c
cross join lateral (select 1 + floor(power((g.n * 48271 %% 1000003) / 1000003.0, 2) * %(places)s)::int as n) z
join bench_place p on p.n = z.n
"""


def declare() -> None:
    """Let this process know the benchmark's kind of case."""
    from diaban.access.roles import Permission
    from diaban.casework import registry
    from diaban.casework.registry import CaseKind, State, Transition

    end = Transition("finish", "Xong", ("new",), "done", "casework.returned")
    states = (State("new", "Mới"), State("done", "Xong", final=True))
    kind = CaseKind(KIND, "Việc đo", states, (end,), "casework.assigned", Permission.PEOPLE_LIST,
                    Permission.PEOPLE_EDIT, clock=RULE)  # fmt: skip
    registry.kinds()[KIND] = kind


def fill(install: Install, many: int, *, nation: bool = False) -> None:
    """Write so many open cases, over the province or over every commune of the nation, as the tables' owner."""
    import psycopg

    unit = None if nation else install.viewer("province_manager").scope.unit_id
    with psycopg.connect(install.owner_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as owner:
        owner.execute("truncate casework_case, casework_delta, casework_tally, casework_upper, casework_held")
        owner.execute(_PLACES, {"unit": unit, "theirs": [each.office_id for each in viewers(install).values()]})
        row = owner.execute("select count(*) from bench_place").fetchone()
        given = {"many": many, "places": row[0] if row else 0, "kind": KIND, "rule": RULE}
        owner.execute("alter table casework_case disable trigger counted_insert")
        with resting(owner, "casework_case"):
            owner.execute(_CASES, given)
        owner.execute("alter table casework_case enable always trigger counted_insert")
        owner.execute(_TALLY)
        owner.execute("select casework.recount()")
        owner.execute("drop table bench_place")
    analyze(install.owner_url)


_INDEXES = """
select format('drop index %%I', i.relname), pg_get_indexdef(i.oid)
from pg_index x join pg_class i on i.oid = x.indexrelid
where x.indrelid = %(table)s::regclass and not exists (select from pg_constraint c where c.conindid = i.oid)
"""
_REFERENCES = """
select format('alter table %%s drop constraint %%I', c.conrelid::regclass, c.conname),
    format('alter table %%s add constraint %%I %%s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
from pg_constraint c where c.conrelid = %(table)s::regclass and c.contype = 'f'
"""


@contextmanager
def resting(owner: psycopg.Connection[Any], table: str) -> Iterator[None]:
    """Without a table's indexes and references while it is filled: made anew afterwards, which is quicker."""
    found = [row for each in (_INDEXES, _REFERENCES) for row in owner.execute(each, {"table": table}).fetchall()]
    for drop, _made in found:
        owner.execute(drop)
    yield
    for _drop, made in found:
        owner.execute(made)


_TALLY = """
insert into casework_tally (place, office_id, kind, running, near, late, waiting, unassigned)
select place, office_id, kind, count(*) filter (where tab = 0), count(*) filter (where tab = 1),
    count(*) filter (where tab = 2), count(*) filter (where tab = 3), count(*) filter (where assignee_id is null)
from casework_case where closed_at is null group by 1, 2, 3
"""


def viewers(install: Install) -> dict[str, Viewer]:
    """Whose inbox is asked for: a commune's police and the province's management."""
    return {"commune": install.viewer("commune_police"), "province": install.viewer("province_manager")}
