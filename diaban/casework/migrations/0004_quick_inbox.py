"""An inbox costs what it shows: sums of large units, cases by who holds them, and a walk that gives up in time.

A province has thousands of places, so that adding up their tally took longer than the page. As with figures, the merger
keeps sums of provinces and of the nation beside the tally (`casework_upper`), moved by a trigger when the map changes,
and how many cases each member of staff holds (`casework_held`). Nothing is added to the action that writes.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, statements

TABLES = """
-- Sums of the tally over the places of provinces, of then and now, and of the nation.
create table casework_upper (
    unit_id int not null,
    running int not null,
    near int not null,
    late int not null,
    waiting int not null,
    unassigned int not null,
    kind text collate "C" not null,
    primary key (unit_id, kind)
) with (fillfactor = 70);
-- How many open cases someone holds.
create table casework_held (
    assignee_id int not null,
    place int not null,
    office_id int not null,
    cases int not null,
    kind text collate "C" not null,
    primary key (assignee_id, kind, place, office_id)
) with (fillfactor = 85);
alter table casework_delta add column assignee_id int;
-- Cases that nobody has are few among many.
create index casework_case_free on casework_case (place, rank_at, id) where closed_at is null and assignee_id is null;
"""

_COUNTED = """
    select place, office_id, assignee_id,
        (coalesce(sum(n) filter (where tab = 0), 0))::int as running,
        (coalesce(sum(n) filter (where tab = 1), 0))::int as near,
        (coalesce(sum(n) filter (where tab = 2), 0))::int as late,
        (coalesce(sum(n) filter (where tab = 3), 0))::int as waiting,
        (case when assignee_id is null then sum(n) else 0 end)::int as unassigned, kind
    from ({rows}) each group by place, office_id, kind, assignee_id
"""
_SIDE = "select {n} as n, place, office_id, kind, tab, assignee_id from {table} where closed_at is null"
_NEW = _COUNTED.format(rows=_SIDE.format(n=1, table="added"))
_BOTH = _COUNTED.format(rows=f"{_SIDE.format(n=1, table='added')} union all {_SIDE.format(n=-1, table='gone')}")
_GONE = _COUNTED.format(rows=_SIDE.format(n=-1, table="gone"))
_FUNCTION = """
create or replace function casework.count_{verb}() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.casework_delta (place, office_id, assignee_id, running, near, late, waiting, unassigned, kind)
    select place, office_id, assignee_id, running, near, late, waiting, unassigned, kind from ({counted}) c
    where (running, near, late, waiting, unassigned) is distinct from (0, 0, 0, 0, 0);
    return null;
end $$;
"""
COUNTED = "".join(
    _FUNCTION.format(verb=verb, counted=counted)
    for verb, counted in (("insert", _NEW), ("update", _BOTH), ("delete", _GONE))
)

MERGE = """
create or replace function casework.merge(lim int) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    moved bigint;
begin
    if not pg_try_advisory_xact_lock(223173) then
        return 0;
    end if;
    with taken as (
        delete from public.casework_delta where ctid = any(array(select ctid from public.casework_delta limit lim))
        returning *
    ), moving as materialized (
        select place, office_id, kind, sum(running) as running, sum(near) as near, sum(late) as late,
            sum(waiting) as waiting, sum(unassigned) as unassigned, count(*) as rows
        from taken group by place, office_id, kind
    ), kept as (
        insert into public.casework_tally as t (place, office_id, kind, running, near, late, waiting, unassigned)
        select place, office_id, kind, running, near, late, waiting, unassigned from moving
        order by place, kind, office_id
        on conflict (place, kind, office_id) do update set running = t.running + excluded.running,
            near = t.near + excluded.near, late = t.late + excluded.late, waiting = t.waiting + excluded.waiting,
            unassigned = t.unassigned + excluded.unassigned
    ), upper as (
        insert into public.casework_upper as t (unit_id, kind, running, near, late, waiting, unassigned)
        select w.unit_id, m.kind, sum(m.running), sum(m.near), sum(m.late), sum(m.waiting), sum(m.unassigned)
        from moving m join public.areas_within w on w.place_id = m.place
        join public.areas_unit u on u.id = w.unit_id and u.level <= 1
        group by w.unit_id, m.kind order by w.unit_id, m.kind
        on conflict (unit_id, kind) do update set running = t.running + excluded.running,
            near = t.near + excluded.near, late = t.late + excluded.late, waiting = t.waiting + excluded.waiting,
            unassigned = t.unassigned + excluded.unassigned
    ), held as (
        insert into public.casework_held as h (assignee_id, kind, place, office_id, cases)
        select assignee_id, kind, place, office_id, sum(running + near + late + waiting) from taken
        where assignee_id is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4
        on conflict (assignee_id, kind, place, office_id) do update set cases = h.cases + excluded.cases
    )
    select coalesce(sum(rows), 0) into moved from moving;
    return moved;
end $$;
"""

REMAP = """
-- A place came into a large unit, or left it: its sums go along, before anyone sees the new map.
create function casework.remap() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    sign int := case when tg_op = 'INSERT' then 1 else -1 end;
begin
    perform pg_advisory_xact_lock(223173);  -- after a merge that still went by the old map
    insert into public.casework_upper as c (unit_id, kind, running, near, late, waiting, unassigned)
    select p.unit_id, t.kind, sign * sum(t.running), sign * sum(t.near), sign * sum(t.late), sign * sum(t.waiting),
        sign * sum(t.unassigned)
    from pairs p join public.areas_unit u on u.id = p.unit_id and u.level <= 1
    join public.casework_tally t on t.place = p.place_id
    group by p.unit_id, t.kind
    on conflict (unit_id, kind) do update set running = c.running + excluded.running, near = c.near + excluded.near,
        late = c.late + excluded.late, waiting = c.waiting + excluded.waiting,
        unassigned = c.unassigned + excluded.unassigned;
    return null;
end $$;
revoke all on function casework.remap() from public;
create trigger casework_came after insert on areas_within referencing new table as pairs
    for each statement execute function casework.remap();
create trigger casework_left after delete on areas_within referencing old table as pairs
    for each statement execute function casework.remap();
alter table areas_within enable always trigger casework_came;
alter table areas_within enable always trigger casework_left;
"""

#: Also what makes the first rows.
FILL = """
create function casework.recount() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform pg_advisory_xact_lock(223173);
    delete from public.casework_upper;
    insert into public.casework_upper (unit_id, kind, running, near, late, waiting, unassigned)
    select w.unit_id, t.kind, sum(t.running), sum(t.near), sum(t.late), sum(t.waiting), sum(t.unassigned)
    from public.casework_tally t join public.areas_within w on w.place_id = t.place
    join public.areas_unit u on u.id = w.unit_id and u.level <= 1 group by w.unit_id, t.kind;
    delete from public.casework_held;
    insert into public.casework_held (assignee_id, kind, place, office_id, cases)
    select assignee_id, kind, place, office_id, sum(cases) from (
        select assignee_id, kind, place, office_id, 1 as cases from public.casework_case where closed_at is null
        union all
        select assignee_id, kind, place, office_id, -(running + near + late + waiting) from public.casework_delta
    ) n where assignee_id is not null group by 1, 2, 3, 4;
end $$;
revoke all on function casework.recount() from public;
select casework.recount();
"""

CHECK = """
-- What tally, sums, holdings and queue lack to equal the open cases, in one snapshot; no rows when they are right.
create or replace function casework.differences() returns table (place int, office_id int, kind text, n bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d.place, d.office_id, d.kind, sum(abs(v))::bigint from (
        select place, office_id, kind, sum(running) as running, sum(near) as near, sum(late) as late,
            sum(waiting) as waiting, sum(unassigned) as unassigned
        from (
            select place, office_id, kind, (tab = 0)::int as running, (tab = 1)::int as near, (tab = 2)::int as late,
                (tab = 3)::int as waiting, (assignee_id is null)::int as unassigned
            from public.casework_case where closed_at is null
            union all select place, office_id, kind, -running, -near, -late, -waiting, -unassigned
            from public.casework_tally
            union all select place, office_id, kind, -running, -near, -late, -waiting, -unassigned
            from public.casework_delta
        ) both_sides group by place, office_id, kind
    ) d cross join lateral (values (d.running), (d.near), (d.late), (d.waiting), (d.unassigned)) x (v)
    group by 1, 2, 3 having sum(abs(v)) <> 0
    union all
    select h.place, h.office_id, h.kind, abs(sum(h.cases))::bigint from (
        select assignee_id, place, office_id, kind, 1 as cases from public.casework_case where closed_at is null
        union all
        select assignee_id, place, office_id, kind, -(running + near + late + waiting) from public.casework_delta
        union all select assignee_id, place, office_id, kind, -cases from public.casework_held
    ) h where h.assignee_id is not null group by h.assignee_id, h.place, h.office_id, h.kind having sum(h.cases) <> 0
    union all
    select d.unit_id, 0, d.kind, sum(abs(v))::bigint from (
        select unit_id, kind, sum(running) as running, sum(near) as near, sum(late) as late, sum(waiting) as waiting,
            sum(unassigned) as unassigned
        from (
            select w.unit_id, t.kind, t.running, t.near, t.late, t.waiting, t.unassigned
            from public.casework_tally t join public.areas_within w on w.place_id = t.place
            join public.areas_unit u on u.id = w.unit_id and u.level <= 1
            union all select unit_id, kind, -running, -near, -late, -waiting, -unassigned from public.casework_upper
        ) both_sides group by unit_id, kind
    ) d cross join lateral (values (d.running), (d.near), (d.late), (d.waiting), (d.unassigned)) x (v)
    group by 1, 2, 3 having sum(abs(v)) <> 0
$$;
"""

WALK = """
-- The first cases of a tab in the session's ground, in the order of their deadlines (or against it), beyond an edge.
-- It looks at `most` cases and then gives up (null): where a ground has few of very many, its places are probed instead.
-- Row security would only let a caller count what fits, never what was looked at; here the ground is asked row by row.
create function casework.walk(
    wanted int, kinds text[], free boolean, since timestamptz, edge uuid, back boolean, lim int, most int
) returns uuid[] language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    ground int[] := access.scope();
    own int := access.office();
    found uuid[] := '{}';
    many int := 0;
    looked int := 0;
    each record;
begin
    for each in execute format(
        'select id, place, office_id, assignee_id, kind from public.casework_case where tab = $1 and closed_at is null %s
         order by rank_at %2$s, id %2$s limit $4',
        case when since is null then '' when back then 'and (rank_at, id) < ($2, $3)'
            else 'and (rank_at, id) > ($2, $3)' end,
        case when back then 'desc' else 'asc' end) using wanted, since, edge, most
    loop
        looked := looked + 1;
        if each.kind = any(kinds) and (not free or each.assignee_id is null)
            and (ground[width_bucket(each.place, ground)] = each.place or each.office_id = own)
        then
            found := found || each.id;
            many := many + 1;
            exit when many >= lim;
        end if;
    end loop;
    return case when many >= lim or looked < most then found end;
end $$;
revoke all on function casework.walk(int, text[], boolean, timestamptz, uuid, boolean, int, int) from public;
grant execute on function casework.walk(int, text[], boolean, timestamptz, uuid, boolean, int, int) to {app};
"""

MINE = f"{among('place')} or office_id = (select access.office())"
#: A unit in the session's ground has all of its places there.
RIGHTS = f"""
alter table casework_upper enable row level security;
create policy seen on casework_upper for select to {{app}} using ({among("unit_id")});
alter table casework_held enable row level security;
create policy seen on casework_held for select to {{app}} using ({MINE});
grant select on casework_upper, casework_held to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_ground"), ("areas", "0002_rights")]
    operations = [statements(TABLES, COUNTED, MERGE, REMAP, FILL, CHECK, WALK, RIGHTS)]
