"""Figures of units that the reader may not open: a number of 1 to 7 lines never leaves the database."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

OUTSIDE = """
-- Sums over whole half-months for units outside the session's places. `w1`–`w3` narrow the first three dims (null:
-- any). Where 1 to 7 lines stand behind a sum, or the sum itself is 1 to 7 either way, both come back as null.
create function figures.outside(kinds text[], units int[], first_half int, last_half int,
    w1 text[], w2 text[], w3 text[]) returns table (unit_id int, n bigint, quantity bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.unit_id,
        case when abs(s.n) between 1 and 7 or abs(s.q) between 1 and 7 then null else s.n end,
        case when abs(s.n) between 1 and 7 or abs(s.q) between 1 and 7 then null else s.q end
    from (
        select w.unit_id, sum(c.n)::bigint as n, sum(c.quantity)::bigint as q
        from public.areas_within w join (
            select kind_id, place, half, d1, d2, d3, n, quantity from public.figures_cell
            union all
            select kind_id, place, half, d1, d2, d3, n, quantity from public.figures_queue
        ) c on c.place = w.place_id
        where w.unit_id = any(units) and c.half between first_half and last_half
          and c.kind_id = any(array(select k.id from public.ledger_kind k where k.code = any(kinds)))
          and (w1 is null or c.d1 = any(w1)) and (w2 is null or c.d2 = any(w2)) and (w3 is null or c.d3 = any(w3))
        group by w.unit_id
    ) s
$$;
revoke all on function figures.outside(text[], int[], int, int, text[], text[], text[]) from public;
grant execute on function figures.outside(text[], int[], int, int, text[], text[], text[]) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("areas", "0001_initial")]
    operations = [statements(OUTSIDE)]
