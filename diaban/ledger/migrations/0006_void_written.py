"""Taking back all that some actions wrote about many records, in one statement: undoing a list of thousands.

Lines as JSON, one by one, took most of the time of it. The rules are `ledger.append`'s; those that hold of a line
because it is a copy of one that was taken need no second look.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, statements

# The planner can't know how many records are given, and right after an import its statistics know nothing of the new
# lines either: guessing few, it would walk the whole ledger for each of them.
VOID = f"""
create function ledger.void_written(
    records uuid[], actions uuid[], office int, actor int, purpose text, action uuid) returns bigint[]
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_variable
declare
    rule text := case
        when actor is null then 'actor'
        when not ledger.may_act_as(actor) then 'actor_not_session'
        when office is null then 'office'
        when action is null then 'action'
        when ledger.code_fault(purpose) then 'purpose'
    end;
    ids bigint[];
begin
    if rule is not null then
        perform ledger.refuse(rule, 0);
    end if;
    -- Number this transaction before any line id is drawn: the sealer's low-water mark stands on it.
    perform pg_current_xact_id();
    with written as (
        insert into public.ledger_line (record_id, action_id, quantity, corrects, day, place, office, actor,
            kind_id, purpose, state_from, state_to, dims)
        select l.record_id, action, 0, l.id, l.day, l.place, office, actor, l.kind_id, purpose, l.state_from,
            l.state_to, l.dims
        from (select distinct r as id from unnest(records) r) r join public.ledger_line l on l.record_id = r.id
        where l.action_id = any(actions) and l.quantity <> 0
            and not exists (select from public.ledger_line c where c.corrects = l.id)
            and ({among("l.place", "access.places()")} or l.office = (select access.office())
                 or (select access.everywhere()))
        order by l.id
        returning id
    )
    select array_agg(w.id order by w.id) into ids from written w;
    return coalesce(ids, '{{}}');
end $$;
revoke all on function ledger.void_written(uuid[], uuid[], int, int, text, uuid) from public;
grant execute on function ledger.void_written(uuid[], uuid[], int, int, text, uuid) to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_cuts")]
    operations = [statements(VOID)]
