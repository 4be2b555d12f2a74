"""A probe of one place can't take an index that is none of its own.

Cases that wait have no day to go by and stand last, all alike. Planned for those, both the index of a place and the one
of all places looked as cheap, and the second reads every case that waits, for each place: sixteen seconds for a page. So
the indexes of the walk and of who holds a case are partial by a condition that their own statements alone imply.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

INDEXES = """
drop index casework_case_rank;
create index casework_case_rank on casework_case (tab, rank_at, id) where closed_at is null and tab < 9;
drop index casework_case_mine;
create index casework_case_mine on casework_case (assignee_id, rank_at, id)
    where closed_at is null and assignee_id is not null;
-- What nobody has is walked in one order, whatever its tab.
create index casework_case_nobodys on casework_case (rank_at, id)
    where closed_at is null and assignee_id is null and tab < 9;
"""
WALK = """
create or replace function casework.walk(
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
        'select id, place, office_id, assignee_id, kind from public.casework_case
         where %s and tab < 9 and closed_at is null %s order by rank_at %3$s, id %3$s limit $4',
        case when free then 'assignee_id is null' else 'tab = $1' end, case when since is null then '' when back then 'and (rank_at, id) < ($2, $3)'
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
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_one_clock")]
    operations = [statements(INDEXES, WALK)]
