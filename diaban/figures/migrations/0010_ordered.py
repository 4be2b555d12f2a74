"""What is made anew for large units lies in the order in which it is read: a province's two years in a few pages, not in
as many as they have half-months.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

REPAIR = """
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
    order by unit_id, kind_id, half, d1, d2, d3
    on conflict (unit_id, kind_id, half, d1, d2, d3) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    get diagnostics more = row_count;
    mended := mended + more;
    insert into public.figures_total as c (n, quantity, unit_id, half, kind_id)
    select n, quantity, unit_id, half, kind_id from public.figures_total_difference
    order by unit_id, kind_id, half
    on conflict (unit_id, kind_id, half) do update
        set n = c.n + excluded.n, quantity = c.quantity + excluded.quantity;
    get diagnostics more = row_count;
    return mended + more;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0009_merged_into")]
    operations = [statements(REPAIR)]
