"""Taking back what a list wrote. The application may not delete residents; this removes those that only the given
actions ever touched, written as openings, in the session's ground, whose ledger lines are all voided before."""

from django.db import migrations

from diaban.core.sql import statements

#: Nothing but `actions` ever changed the row or wrote about the record, and nothing of a life hangs on it.
_ALONE = """
    not exists (select from public.people_history x
                where x.subject = t.id and (x.action_id is null or x.action_id <> all(actions)))
    and not exists (select from public.ledger_line l where l.record_id = t.id and l.action_id <> all(actions))
    and t.version - 1 = (select count(distinct x.old ->> 'version') from public.people_history x
                         where x.subject = t.id and x.table_name = tab)
    and t.place in (select unnest(access.scope()))
    and exists (select from public.ledger_line l join public.ledger_kind k on k.id = l.kind_id
                where l.record_id = t.id and l.action_id = any(actions) and k.code = opening)
"""

ALONE = f"""
create function people.residents_of(ids uuid[], actions uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select t.id from public.people_resident t,
        lateral (values ('people_resident', 'people.opening')) as c(tab, opening)
    where t.id = any(ids) and {_ALONE}
      and not exists (select from public.people_event e where e.resident_id = t.id)
$$;
create function people.households_of(ids uuid[], actions uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select t.id from public.people_household t,
        lateral (values ('people_household', 'people.household_opened')) as c(tab, opening)
    where t.id = any(ids) and {_ALONE}
$$;
"""

UNWRITE = """
create function people.unwrite(residents uuid[], households uuid[], actions uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if access.actor() is null then
        raise exception 'taking back a list needs an actor' using errcode = 'insufficient_privilege';
    end if;
    if (select count(*) from people.residents_of(residents, actions)) <> cardinality(residents)
       or (select count(*) from people.households_of(households, actions)) <> cardinality(households) then
        raise exception 'a record was touched by another action' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.people_resident r where r.household_id = any(households) and r.id <> all(residents))
    then
        raise exception 'somebody else lives in a household' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.ledger_line l where l.record_id = any(residents || households) and l.quantity <> 0
               and not exists (select from public.ledger_line c where c.corrects = l.id)) then
        raise exception 'a line still stands' using errcode = 'insufficient_privilege';
    end if;
    delete from public.people_alias where resident_id = any(residents);
    delete from public.people_stay where resident_id = any(residents);
    delete from public.people_resident where id = any(residents);
    delete from public.people_household where id = any(households);
end $$;
"""

NAMES = ("residents_of(uuid[], uuid[])", "households_of(uuid[], uuid[])", "unwrite(uuid[], uuid[], uuid[])")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_numbers_elsewhere"), ("ledger", "0002_append"), ("access", "0002_rights")]

    operations = [
        statements(ALONE, UNWRITE),
        statements(
            *(
                text
                for name in NAMES
                for text in (
                    f"revoke all on function people.{name} from public",
                    f"grant execute on function people.{name} to {{app}}",
                )
            )
        ),
    ]
