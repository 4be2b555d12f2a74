"""Taking back what a list wrote, for lists of any length.

The planner can't know how many ids such a function is given, and right after an import its statistics know nothing of
the new rows either: guessing few, it walks all lines of the ledger for each record. So loops of joins are off in here,
and ids come as rows to be joined by hash.
"""

from django.db import migrations

from diaban.core.sql import statements

_ALONE = """
    t.place in (select unnest(access.scope()))
    and not exists (select from public.people_history x
                    where x.subject = t.id and (x.action_id is null or x.action_id <> all(actions)))
    and not exists (select from public.ledger_line l where l.record_id = t.id and l.action_id <> all(actions))
    and exists (select from public.ledger_line l
                where l.record_id = t.id and l.action_id = any(actions)
                  and l.kind_id = (select k.id from public.ledger_kind k where k.code = '{opening}'))
    and t.version - 1 = coalesce(v.n, 0)
"""
_VERSIONS = """
    left join (select x.subject, count(distinct x.old ->> 'version') as n from public.people_history x
               join unnest(ids) as s(id) on s.id = x.subject where x.table_name = '{table}' group by 1) v
        on v.subject = t.id
"""


def _of(name: str, table: str, opening: str, more: str = "") -> str:
    return f"""
create or replace function people.{name}(ids uuid[], actions uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp set enable_nestloop = off as $$
    select t.id from unnest(ids) as i(id) join public.{table} t on t.id = i.id
    {_VERSIONS.format(table=table)}
    where {_ALONE.format(opening=opening)} {more}
$$;
"""


MANY = _of(
    "residents_of",
    "people_resident",
    "people.opening",
    "and not exists (select from public.people_event e where e.resident_id = t.id)",
) + _of("households_of", "people_household", "people.household_opened")

UNWRITE = """
create or replace function people.unwrite(residents uuid[], households uuid[], actions uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set enable_nestloop = off as $$
begin
    if access.actor() is null then
        raise exception 'taking back a list needs an actor' using errcode = 'insufficient_privilege';
    end if;
    if (select count(*) from people.residents_of(residents, actions)) <> cardinality(residents)
       or (select count(*) from people.households_of(households, actions)) <> cardinality(households) then
        raise exception 'a record was touched by another action' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.people_resident r join unnest(households) as h(id) on h.id = r.household_id
               where not exists (select from unnest(residents) as m(id) where m.id = r.id)) then
        raise exception 'somebody else lives in a household' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.ledger_line l join unnest(residents || households) as m(id) on m.id = l.record_id
               where l.quantity <> 0 and not exists (select from public.ledger_line c where c.corrects = l.id)) then
        raise exception 'a line still stands' using errcode = 'insufficient_privilege';
    end if;
    delete from public.people_alias a using unnest(residents) as m(id) where a.resident_id = m.id;
    delete from public.people_stay s using unnest(residents) as m(id) where s.resident_id = m.id;
    delete from public.people_resident r using unnest(residents) as m(id) where r.id = m.id;
    delete from public.people_household h using unnest(households) as m(id) where h.id = m.id;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_search")]

    operations = [statements(MANY, UNWRITE)]
