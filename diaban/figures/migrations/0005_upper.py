"""Cells of provinces and of the nation, kept up by the merger: their places are too many to add up on a page.

`figures_upper` holds a unit's cells, `figures_total` the same without dims. Both are kept by half-month and, numbered
-year, by whole calendar year, so that a stock is some years and the halves of one. They are sums over `areas_within`:
a trigger moves what a change of the map moves, in the same transaction.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

TABLES = """
create table figures_upper (
    n bigint not null,
    quantity bigint not null,
    unit_id int not null,
    half int not null,
    kind_id smallint not null,
    d1 text collate "C" not null,
    d2 text collate "C" not null,
    d3 text collate "C" not null,
    primary key (unit_id, kind_id, half, d1, d2, d3)
) with (fillfactor = 85);
create table figures_total (
    n bigint not null,
    quantity bigint not null,
    unit_id int not null,
    half int not null,
    kind_id smallint not null,
    primary key (unit_id, kind_id, half)
) with (fillfactor = 70);
alter table figures_upper enable row level security;
alter table figures_total enable row level security;
create policy in_places on figures_upper for select to {app} using (
    unit_id in (select unnest(access.places())) or (select access.everywhere()));
create policy in_places on figures_total for select to {app} using (
    unit_id in (select unnest(access.places())) or (select access.everywhere()));
grant select on figures_upper, figures_total to {app};
"""

MERGE = """
create or replace function figures.merge(lim int) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '64MB'
set enable_nestloop = on as $$
declare
    moved bigint;
begin
    if not pg_try_advisory_xact_lock(223172) then
        return 0;
    end if;
    perform from public.figures_queue offset 2000 limit 1;
    if found then
        set local enable_nestloop = off;  -- nobody can tell the planner beforehand how many will be taken
    end if;
    with taken as (
        delete from public.figures_queue
        where ctid = any(array(select ctid from public.figures_queue limit lim))
        returning *
    ), moving as materialized (
        select sum(n) as n, sum(quantity) as quantity, place, half, kind_id, d1, d2, d3, count(*) as rows
        from taken group by place, half, kind_id, d1, d2, d3
    ), kept as (
        insert into public.figures_cell as c (n, quantity, place, half, kind_id, d1, d2, d3)
        select n, quantity, place, half, kind_id, d1, d2, d3 from moving
        order by kind_id, place, half, d1, d2, d3
        on conflict (kind_id, place, half, d1, d2, d3) do update
            set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity
    ), above as materialized (
        select sum(m.n) as n, sum(m.quantity) as quantity, w.unit_id, m.half, m.kind_id, m.d1, m.d2, m.d3
        from moving m join public.areas_within w on w.place_id = m.place
        join public.areas_unit u on u.id = w.unit_id and u.level <= 1
        group by w.unit_id, m.half, m.kind_id, m.d1, m.d2, m.d3
    ), years as materialized (
        select n, quantity, unit_id, half, kind_id, d1, d2, d3 from above
        union all
        select sum(n), sum(quantity), unit_id, -(half / 24), kind_id, d1, d2, d3 from above
        group by unit_id, -(half / 24), kind_id, d1, d2, d3
    ), upper as (
        insert into public.figures_upper as c (n, quantity, unit_id, half, kind_id, d1, d2, d3)
        select n, quantity, unit_id, half, kind_id, d1, d2, d3 from years
        order by unit_id, kind_id, half, d1, d2, d3
        on conflict (unit_id, kind_id, half, d1, d2, d3) do update
            set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity
    ), total as (
        insert into public.figures_total as c (n, quantity, unit_id, half, kind_id)
        select sum(n), sum(quantity), unit_id, half, kind_id from years
        group by unit_id, half, kind_id order by unit_id, kind_id, half
        on conflict (unit_id, kind_id, half) do update
            set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity
    )
    select coalesce(sum(rows), 0) into moved from moving;
    return moved;
end $$;
"""

REMAP = """
-- A place came into a unit above, or left it: its cells go along, before anyone sees the new map.
create function figures.remap() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    sign int := case when tg_op = 'INSERT' then 1 else -1 end;
begin
    perform pg_advisory_xact_lock(223172);  -- after a merge that still went by the old map
    insert into public.figures_upper as c (n, quantity, unit_id, half, kind_id, d1, d2, d3)
    select sign * sum(f.n), sign * sum(f.quantity), p.unit_id, b.half, f.kind_id, f.d1, f.d2, f.d3
    from pairs p join public.areas_unit u on u.id = p.unit_id and u.level <= 1
    cross join public.ledger_kind k
    join public.figures_cell f on f.kind_id = k.id and f.place = p.place_id
    cross join lateral (values (f.half), (-(f.half / 24))) b (half)
    group by p.unit_id, b.half, f.kind_id, f.d1, f.d2, f.d3
    on conflict (unit_id, kind_id, half, d1, d2, d3) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    insert into public.figures_total as c (n, quantity, unit_id, half, kind_id)
    select sign * sum(f.n), sign * sum(f.quantity), p.unit_id, b.half, f.kind_id
    from pairs p join public.areas_unit u on u.id = p.unit_id and u.level <= 1
    cross join public.ledger_kind k
    join public.figures_cell f on f.kind_id = k.id and f.place = p.place_id
    cross join lateral (values (f.half), (-(f.half / 24))) b (half)
    group by p.unit_id, b.half, f.kind_id
    on conflict (unit_id, kind_id, half) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    return null;
end $$;
revoke all on function figures.remap() from public;
create trigger figures_came after insert on areas_within referencing new table as pairs
    for each statement execute function figures.remap();
create trigger figures_left after delete on areas_within referencing old table as pairs
    for each statement execute function figures.remap();
alter table areas_within enable always trigger figures_came;
alter table areas_within enable always trigger figures_left;
"""

CHECK = """
-- What cells and queue lack to equal the standing lines, in one snapshot; no rows when they are right.
create or replace view figures_difference as
select sum(n)::bigint as n, sum(quantity)::bigint as quantity, place, half, kind_id, d1, d2, d3 from (
    select 1 as n, l.quantity, l.place,
        (date_part('year', l.day) * 24 + date_part('month', l.day) * 2 - 2)::int
            + (date_part('day', l.day) >= 15)::int as half,
        l.kind_id, coalesce(l.dims ->> k.dims[1], '') as d1, coalesce(l.dims ->> k.dims[2], '') as d2,
        coalesce(l.dims ->> k.dims[3], '') as d3
    from ledger_line l join ledger_kind k on k.id = l.kind_id
    where l.quantity <> 0 and not exists (select from ledger_line c where c.corrects = l.id)
    union all select -n, -quantity, place, half, kind_id, d1, d2, d3 from figures_cell
    union all select -n, -quantity, place, half, kind_id, d1, d2, d3 from figures_queue
) both_sides group by place, half, kind_id, d1, d2, d3
having sum(n) <> 0 or sum(quantity) <> 0;

-- The same of the cells of the units above, against their places' cells. Places that lie in the same units are added
-- up together first, and years from half-months.
create view figures_upper_difference as
with sets as materialized (
    select w.place_id, array_agg(w.unit_id order by w.unit_id) as units
    from areas_within w join areas_unit u on u.id = w.unit_id and u.level <= 1 group by 1
), halves as materialized (
    select u.unit_id, g.half, g.kind_id, g.d1, g.d2, g.d3, sum(g.n) as n, sum(g.quantity) as quantity from (
        select s.units, c.half, c.kind_id, c.d1, c.d2, c.d3, sum(c.n) as n, sum(c.quantity) as quantity
        from figures_cell c join sets s on s.place_id = c.place group by 1, 2, 3, 4, 5, 6
    ) g cross join lateral unnest(g.units) u (unit_id) group by 1, 2, 3, 4, 5, 6
)
select sum(n)::bigint as n, sum(quantity)::bigint as quantity, unit_id, half, kind_id, d1, d2, d3 from (
    select n, quantity, unit_id, half, kind_id, d1, d2, d3 from halves
    union all
    select sum(n), sum(quantity), unit_id, -(half / 24), kind_id, d1, d2, d3 from halves group by 3, 4, 5, 6, 7, 8
    union all select -n, -quantity, unit_id, half, kind_id, d1, d2, d3 from figures_upper
) both_sides group by unit_id, half, kind_id, d1, d2, d3
having sum(n) <> 0 or sum(quantity) <> 0;

create view figures_total_difference as
select sum(n)::bigint as n, sum(quantity)::bigint as quantity, unit_id, half, kind_id from (
    select n, quantity, unit_id, half, kind_id from figures_upper
    union all select -n, -quantity, unit_id, half, kind_id from figures_total
) both_sides group by unit_id, half, kind_id
having sum(n) <> 0 or sum(quantity) <> 0;

create or replace function figures.differences()
returns table (kind text, place int, half int, n bigint, quantity bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp set work_mem = '256MB' as $$
    select k.code, d.place, d.half, sum(d.n)::bigint, sum(d.quantity)::bigint from (
        select kind_id, place, half, n, quantity from public.figures_difference
        union all select kind_id, unit_id, half, n, quantity from public.figures_upper_difference
        union all select kind_id, unit_id, half, n, quantity from public.figures_total_difference
    ) d join public.ledger_kind k on k.id = d.kind_id group by 1, 2, 3 order by 1, 2, 3
$$;

-- Adds what is lacking; returns how many cells were wrong. Right at any moment, without stopping writers or readers: a
-- transaction's lines and its differences become visible together. One at a time, and never beside a merge or a change
-- of the map.
create or replace function figures.repair() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '256MB'
set enable_nestloop = on as $$
declare
    mended bigint;
    more bigint;
begin
    perform pg_advisory_xact_lock(223172);
    if not exists (select from public.figures_cell) then
        insert into public.figures_cell (n, quantity, place, half, kind_id, d1, d2, d3)
        select n, quantity, place, half, kind_id, d1, d2, d3 from public.figures_difference
        order by kind_id, place, half;
    else
        insert into public.figures_cell as c (n, quantity, place, half, kind_id, d1, d2, d3)
        select n, quantity, place, half, kind_id, d1, d2, d3 from public.figures_difference
        on conflict (kind_id, place, half, d1, d2, d3) do update
            set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    end if;
    get diagnostics mended = row_count;
    if mended > 10000 then
        analyze public.figures_cell;  -- what comes next is planned for the cells as they are now
        set local enable_nestloop = off;
    end if;
    insert into public.figures_upper as c (n, quantity, unit_id, half, kind_id, d1, d2, d3)
    select n, quantity, unit_id, half, kind_id, d1, d2, d3 from public.figures_upper_difference
    on conflict (unit_id, kind_id, half, d1, d2, d3) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    get diagnostics more = row_count;
    mended := mended + more;
    insert into public.figures_total as c (n, quantity, unit_id, half, kind_id)
    select n, quantity, unit_id, half, kind_id from public.figures_total_difference
    on conflict (unit_id, kind_id, half) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    get diagnostics more = row_count;
    return mended + more;
end $$;
select figures.repair();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_known"), ("areas", "0002_rights")]
    operations = [statements(TABLES, MERGE, REMAP, CHECK)]
