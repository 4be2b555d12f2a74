"""Row security, grants and history triggers; the registers as they ship."""

from typing import Any

from django.db import migrations

from diaban.core.sql import among, grant, statements

_MINE = among("place")
_TABLES = ("registers_row", "registers_home")
ROW_SECURITY = [
    text
    for table in _TABLES
    for text in (
        f"alter table {table} enable row level security",
        f"create policy seen on {table} for select to {{app}} using ({_MINE})",
        f"create policy added on {table} for insert to {{app}} with check ({_MINE})",
        f"create policy changed on {table} for update to {{app}} using ({_MINE}) with check ({_MINE})",
    )
]
HISTORY = [
    "alter table registers_history enable row level security",
    """create policy seen on registers_history for select to {app} using (
         exists (select from registers_row r where r.id = subject)
         or exists (select from registers_home h where h.id = subject))""",
    "create schema if not exists registers",
    "grant usage on schema registers to {app}",
    """create function registers.keep_old() returns trigger language plpgsql security definer
       set search_path = pg_catalog, public, pg_temp as $$
       begin
         execute format(
           'insert into public.registers_history (table_name, row_id, subject, action_id, actor, old)
            select %L, o.id::text, o.id, nullif(current_setting(''diaban.action'', true), '''')::uuid,
                   access.actor(), to_jsonb(o) from old_rows o', tg_table_name);
         return null;
       end $$""",
    "revoke all on function registers.keep_old() from public",
    *(
        f"""create trigger keep_old_{verb} after {verb} on {table} referencing old table as old_rows
            for each statement execute function registers.keep_old()"""
        for table in _TABLES
        for verb in ("update", "delete")
    ),
]
#: An import that is undone takes its rows with it. As the owner, for nothing else is ever removed; what is out of the
#: session's scope, or wasn't brought in by an import, stays.
UNWRITE = f"""create function registers.unwrite(lines uuid[], homes uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.actor() is null then
      raise exception 'taking back a list needs an actor' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.ledger_line l join unnest(lines || homes) as m(id) on m.id = l.record_id
               where l.quantity <> 0 and not exists (select from public.ledger_line c where c.corrects = l.id)) then
      raise exception 'a line still stands' using errcode = 'insufficient_privilege';
    end if;
    delete from public.registers_row where id = any(lines) and import_id is not null and {_MINE};
    delete from public.registers_home h where id = any(homes) and import_id is not null and {_MINE}
      and not exists (select from public.registers_row r where r.home_id = h.id);
  end $$"""


def ship(apps: Any, _editor: Any) -> None:
    from diaban.registers import shipped

    for model, rows in (("Definition", shipped.REGISTERS), ("Norm", shipped.NORMS), ("Round", shipped.ROUNDS)):
        made = apps.get_model("registers", model)
        made.objects.bulk_create(made(**row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("people", "0002_rights"), ("ledger", "0002_append")]

    operations = [
        statements(*ROW_SECURITY),
        grant("select, insert, update", *_TABLES),
        grant("select", "registers_history", "registers_definition", "registers_norm", "registers_round"),
        statements(
            *HISTORY,
            UNWRITE,
            "revoke all on function registers.unwrite(uuid[], uuid[]) from public",
            "grant execute on function registers.unwrite(uuid[], uuid[]) to {app}",
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
