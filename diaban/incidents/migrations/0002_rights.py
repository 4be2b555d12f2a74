"""Row security, grants and history triggers; the catalogue as shipped."""

from typing import Any

from django.db import migrations

from diaban.core.sql import grant, statements

MINE = "in (select unnest(access.scope()))"
#: An action that takes an incident to another commune goes on seeing it until it ends (`keep_reach`).
_INCIDENT = f"place {MINE} or id = any((select access.reach())::uuid[])"
_OF_INCIDENT = "exists (select from incidents_incident i where i.id = incident_id)"

#: For each table: what is seen and changed, what may be added, what a changed row must still be.
POLICIES = {
    "incidents_incident": (_INCIDENT, f"place {MINE}", _INCIDENT),
    "incidents_involved": (_OF_INCIDENT, _OF_INCIDENT, _OF_INCIDENT),
    "incidents_step": (_OF_INCIDENT, _OF_INCIDENT, _OF_INCIDENT),
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
#: Who is taken off an incident was put there by mistake; the old row goes to the history.
REMOVED = f"create policy removed on incidents_involved for delete to {{app}} using ({_OF_INCIDENT})"

HISTORY = [
    "alter table incidents_history enable row level security",
    """create policy seen on incidents_history for select to {app} using (
         exists (select from incidents_incident i where i.id = subject))""",
    "create schema if not exists incidents",
    """create function incidents.keep_old() returns trigger language plpgsql security definer
       set search_path = pg_catalog, public, pg_temp as $$
       begin
         execute format(
           'insert into public.incidents_history (table_name, row_id, subject, action_id, actor, old)
            select %L, o.id::text, o.%I, nullif(current_setting(''diaban.action'', true), '''')::uuid,
                   access.actor(), to_jsonb(o) from old_rows o', tg_table_name, tg_argv[0]);
         return null;
       end $$""",
    "revoke all on function incidents.keep_old() from public",
    *(
        f"""create trigger keep_old_{verb} after {verb} on {table} referencing old table as old_rows
            for each statement execute function incidents.keep_old('{subject}')"""
        for table, subject in (("incidents_incident", "id"), ("incidents_involved", "incident_id"))
        for verb in ("update", "delete")
    ),
]


def ship(apps: Any, _editor: Any) -> None:
    from diaban.incidents.catalogue import shipped_rows

    made = apps.get_model("incidents", "KindRow")
    columns = ("office", "code", "group", "title", "title_en", "aliases", "valid_from", "citation")
    made.objects.bulk_create(made(**{name: getattr(row, name) for name in columns}) for row in shipped_rows())


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("people", "0002_rights"), ("ledger", "0002_append")]

    operations = [
        statements(*ROW_SECURITY),
        grant("select, insert, update", "incidents_incident", "incidents_kindrow"),
        grant("select, insert, update, delete", "incidents_involved"),
        grant("select, insert", "incidents_step"),
        grant("select", "incidents_history"),
        statements(REMOVED, "grant usage on sequence incidents_kindrow_id_seq to {app}"),
        statements(*HISTORY),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
