"""Row security, grants, history triggers, and the one way to reach a resident beyond one's area."""

from django.db import migrations

from diaban.core.sql import grant, statements

#: A hashed set: what a row costs doesn't grow with the places of a whole province.
MINE = "in (select unnest(access.scope()))"
REACHED = "any((select access.reach())::uuid[])"

_RESIDENT = f"place {MINE} or present_place {MINE} or id = {REACHED}"
_HOUSEHOLD = f"place {MINE} or id in (select r.household_id from people_resident r where r.id = {REACHED})"
#: What hangs on a resident is seen with the resident: the inner query runs under the resident's own policy.
_OF_RESIDENT = "exists (select from people_resident r where r.id = resident_id)"

#: For each table: what is seen and changed, what may be added, what a changed row must still be.
#: Whoever settles a resident reached by number also frees the head's place of the household left behind.
POLICIES = {
    "people_resident": (_RESIDENT, f"place {MINE}", _RESIDENT),
    "people_household": (_HOUSEHOLD, f"place {MINE}", _HOUSEHOLD),
    "people_alias": (_OF_RESIDENT, _OF_RESIDENT, _OF_RESIDENT),
    "people_stay": (f"place {MINE} or {_OF_RESIDENT}", _OF_RESIDENT, _OF_RESIDENT),
    "people_event": (_OF_RESIDENT, _OF_RESIDENT, _OF_RESIDENT),
}

ROW_SECURITY = [
    text
    for table, (using, added, changed) in POLICIES.items()
    for text in (
        f"alter table {table} enable row level security",
        f"create policy seen on {table} for select to {{app}} using ({using})",
        f"create policy added on {table} for insert to {{app}} with check ({added})",
        f"create policy changed on {table} for update to {{app}} using ({using}) with check ({changed})",
    )
]

#: History is read with its subject and written by the triggers alone.
HISTORY = [
    "alter table people_history enable row level security",
    """create policy seen on people_history for select to {app} using (
         exists (select from people_resident r where r.id = subject)
         or exists (select from people_household h where h.id = subject))""",
    "create schema if not exists people",
    """create function people.keep_old() returns trigger language plpgsql security definer
       set search_path = pg_catalog, public, pg_temp as $$
       begin
         execute format(
           'insert into public.people_history (table_name, row_id, subject, action_id, actor, old)
            select %L, o.id::text, o.%I, nullif(current_setting(''diaban.action'', true), '''')::uuid,
                   access.actor(), to_jsonb(o) from old_rows o', tg_table_name, tg_argv[0]);
         return null;
       end $$""",
    # Whoever may name it in a trigger of a table of their own could write any history.
    "revoke all on function people.keep_old() from public",
    *(
        f"""create trigger keep_old_{verb} after {verb} on {table} referencing old table as old_rows
            for each statement execute function people.keep_old('{subject}')"""
        for table, subject in (
            ("people_resident", "id"),
            ("people_household", "id"),
            ("people_alias", "resident_id"),
            ("people_stay", "resident_id"),
        )
        for verb in ("update", "delete")
    ),
]

#: An exact 12-digit number, with a purpose, finds its resident anywhere; the look-up is written before the answer.
REACH = [
    """create function people.find_by_number(number text, reference text default null) returns uuid
       language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
       declare
         found_id uuid;
         purpose text := nullif(current_setting('diaban.purpose', true), '');
       begin
         if access.actor() is null or purpose is null then
           raise exception 'a look-up needs an actor and a purpose' using errcode = 'insufficient_privilege';
         end if;
         if number !~ '^[0-9]{12}$' then
           return null;
         end if;
         select id into found_id from public.people_resident where id_no = number;
         perform ledger.log_lookup(access.actor(), access.office(), purpose, reference, 'number',
                                   array_remove(array[found_id], null), found_id);
         return found_id;
       end $$""",
    "revoke all on function people.find_by_number(text, text) from public",
    "grant usage on schema people to {app}",
    "grant execute on function people.find_by_number(text, text) to {app}",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("ledger", "0002_append")]

    operations = [
        statements(*ROW_SECURITY),
        grant("select, insert, update", "people_resident", "people_household", "people_stay", "people_event"),
        grant("select, insert, update, delete", "people_alias"),
        grant("select", "people_history"),
        statements("create policy removed on people_alias for delete to {app} using (" + _OF_RESIDENT + ")"),
        statements("grant usage on sequence people_alias_id_seq to {app}"),
        statements(*HISTORY),
        statements(*REACH),
    ]
