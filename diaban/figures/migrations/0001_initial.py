"""Cells and their queue: the ledger's standing lines added up by kind, place, half-month and up to three dims.

Every statement that adds lines leaves its difference in the queue within the same transaction; a merger moves the
queue into the cells. Cells and queue, read in one statement, are the count of the standing lines at any moment.
Half-months (1 to 14, 15 to the end) are numbered (year * 12 + month - 1) * 2 + half, so that both the calendar
month and the state's reporting month (15th to 14th) are whole numbers of them.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

TABLES = """
create schema figures;
grant usage on schema figures to {app};

create table figures_cell (
    n bigint not null,
    quantity bigint not null,
    place int not null,
    half int not null,
    kind_id smallint not null,
    d1 text collate "C" not null,
    d2 text collate "C" not null,
    d3 text collate "C" not null,
    primary key (kind_id, place, half, d1, d2, d3)
) with (fillfactor = 85);
-- No index: rows live for a second, and are found by where they lie.
create table figures_queue (
    n bigint not null,
    quantity bigint not null,
    place int not null,
    half int not null,
    kind_id smallint not null,
    d1 text collate "C" not null,
    d2 text collate "C" not null,
    d3 text collate "C" not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table figures_cell enable row level security;
alter table figures_queue enable row level security;
create policy in_places on figures_cell for select to {app} using (
    place in (select unnest(access.places())) or (select access.everywhere()));
create policy in_places on figures_queue for select to {app} using (
    place in (select unnest(access.places())) or (select access.everywhere()));
grant select on figures_cell, figures_queue to {app};
"""

QUEUE = """
create function figures.half(day date) returns int language sql immutable parallel safe as $$
    select (extract(year from day)::int * 12 + extract(month from day)::int - 1) * 2
        + (extract(day from day) >= 15)::int
$$;

-- What one statement's new lines change: each counts, and takes away the line that it corrects.
create function figures.enqueue() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    many bigint;
    first_corrected bigint;
begin
    select count(*), min(corrects) into many, first_corrected from added;
    if many = 1 and first_corrected is null then  -- most actions: nothing to group, nothing to take away
        insert into public.figures_queue (n, quantity, place, half, kind_id, d1, d2, d3)
        select 1, a.quantity, a.place, figures.half(a.day), a.kind_id,
            coalesce(a.dims ->> k.dims[1], ''), coalesce(a.dims ->> k.dims[2], ''), coalesce(a.dims ->> k.dims[3], '')
        from added a join public.ledger_kind k on k.id = a.kind_id;
        return null;
    end if;
    insert into public.figures_queue (n, quantity, place, half, kind_id, d1, d2, d3)
    select sum(c.n), sum(c.q), c.place, figures.half(c.day), c.kind_id,
        coalesce(c.dims ->> k.dims[1], ''), coalesce(c.dims ->> k.dims[2], ''), coalesce(c.dims ->> k.dims[3], '')
    from (
        select (quantity <> 0)::int as n, quantity as q, place, day, kind_id, dims from added
        union all
        select -(o.quantity <> 0)::int, -o.quantity, o.place, o.day, o.kind_id, o.dims
        from added a join public.ledger_line o on o.id = a.corrects
        where a.corrects is not null
    ) c join public.ledger_kind k on k.id = c.kind_id
    group by 3, 4, 5, 6, 7, 8
    having sum(c.n) <> 0 or sum(c.q) <> 0;
    return null;
end $$;
-- Whoever may name it in a trigger of a table of their own could queue any difference.
revoke all on function figures.enqueue() from public;
create trigger counted after insert on ledger_line referencing new table as added
    for each statement execute function figures.enqueue();
alter table ledger_line enable always trigger counted;
"""

MERGE = """
-- Moves up to `lim` queued differences into the cells; returns how many. One at a time: others return 0.
create function figures.merge(lim int) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    moved bigint;
begin
    if not pg_try_advisory_xact_lock(223172) then
        return 0;
    end if;
    with taken as (
        delete from public.figures_queue
        where ctid = any(array(select ctid from public.figures_queue limit lim))
        returning *
    ), moving as (
        select sum(n) as n, sum(quantity) as quantity, place, half, kind_id, d1, d2, d3, count(*) as rows
        from taken group by place, half, kind_id, d1, d2, d3
    ), kept as (
        insert into public.figures_cell as c (n, quantity, place, half, kind_id, d1, d2, d3)
        select n, quantity, place, half, kind_id, d1, d2, d3 from moving
        order by kind_id, place, half, d1, d2, d3
        on conflict (kind_id, place, half, d1, d2, d3) do update
            set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity
    )
    select coalesce(sum(rows), 0) into moved from moving;
    return moved;
end $$;
revoke all on function figures.merge(int) from public;
grant execute on function figures.merge(int) to {app};
"""

CHECK = """
-- What cells and queue lack to equal the standing lines, in one snapshot; no rows when they are right.
create view figures_difference as
select sum(n)::bigint as n, sum(quantity)::bigint as quantity, place, half, kind_id, d1, d2, d3 from (
    select n, quantity, place, half, kind_id, d1, d2, d3 from (
        select count(*) as n, sum(l.quantity) as quantity, l.place, figures.half(l.day) as half, l.kind_id,
            coalesce(l.dims ->> k.dims[1], '') as d1, coalesce(l.dims ->> k.dims[2], '') as d2,
            coalesce(l.dims ->> k.dims[3], '') as d3
        from ledger_line l join ledger_kind k on k.id = l.kind_id
        where l.quantity <> 0 and not exists (select from ledger_line c where c.corrects = l.id)
        group by 3, 4, 5, 6, 7, 8) lines
    union all select -n, -quantity, place, half, kind_id, d1, d2, d3 from figures_cell
    union all select -n, -quantity, place, half, kind_id, d1, d2, d3 from figures_queue
) both_sides group by place, half, kind_id, d1, d2, d3
having sum(n) <> 0 or sum(quantity) <> 0;

create function figures.differences() returns table (kind text, place int, half int, n bigint, quantity bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select k.code, d.place, d.half, sum(d.n)::bigint, sum(d.quantity)::bigint
    from public.figures_difference d join public.ledger_kind k on k.id = d.kind_id group by 1, 2, 3 order by 1, 2, 3
$$;

-- Queues what is lacking; returns how many cells were wrong. Right at any moment, without stopping writers: a
-- transaction's lines and its differences become visible together.
create function figures.repair() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    mended bigint;
begin
    insert into public.figures_queue (n, quantity, place, half, kind_id, d1, d2, d3)
    select n, quantity, place, half, kind_id, d1, d2, d3 from public.figures_difference;
    get diagnostics mended = row_count;
    return mended;
end $$;
revoke all on function figures.differences() from public;
revoke all on function figures.repair() from public;
grant execute on function figures.differences() to {app};
grant execute on function figures.repair() to {app};
select figures.repair();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0003_seal")]
    operations = [
        statements(TABLES, QUEUE, MERGE, CHECK),
    ]
