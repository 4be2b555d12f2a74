"""A merge adds up places that lie in the same large units before it adds those up: a third of the rows."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

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
    ), above_places as (
        select w.place_id, array_agg(w.unit_id order by w.unit_id) as units
        from (select distinct place from moving) m join public.areas_within w on w.place_id = m.place
        join public.areas_unit u on u.id = w.unit_id and u.level <= 1 group by w.place_id
    ), above as materialized (
        select sum(g.n) as n, sum(g.quantity) as quantity, u.unit_id, g.half, g.kind_id, g.d1, g.d2, g.d3
        from (
            select sum(m.n) as n, sum(m.quantity) as quantity, p.units, m.half, m.kind_id, m.d1, m.d2, m.d3
            from moving m join above_places p on p.place_id = m.place
            group by p.units, m.half, m.kind_id, m.d1, m.d2, m.d3
        ) g cross join lateral unnest(g.units) u (unit_id)
        group by u.unit_id, g.half, g.kind_id, g.d1, g.d2, g.d3
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


class Migration(migrations.Migration):
    dependencies = [("figures", "0006_ground")]
    operations = [statements(MERGE)]
