"""Ids of an office's own units, the number that grows with every change, and what the application may write.

The application may add units and end them, never rewrite or remove what shipped. `areas.guard` holds that.
"""

from django.db import migrations

from diaban.core.sql import grant, statements

SEQUENCE = """
create sequence areas_own_unit as int start 1000000 minvalue 1000000;
create sequence areas_version;
insert into areas_state (id, shipped, version) values (1, '', 1);
"""

VERSION = """
create schema if not exists areas;
grant usage on schema areas to {app};
create function areas.changed() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  -- A sequence never gives a number twice, even where the change is rolled back: caches rely on that.
  update areas_state set version = nextval('areas_version');
  return null;
end $$;
revoke all on function areas.changed() from public;
"""

TABLES = ("areas_unit", "areas_name", "areas_edge", "areas_within", "areas_hamlet", "areas_boundary")
CHANGED = """
create trigger areas_changed after insert or update or delete on {table}
for each statement execute function areas.changed()
"""

#: The owner loads the shipped list; everyone else may only end a shipped unit or name, and open it again.
GUARD = """
create function areas.guard() returns trigger language plpgsql as $$
declare
  shipped boolean;
begin
  if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    return coalesce(new, old);
  end if;
  if tg_table_name = 'areas_unit' then
    shipped := old.id < 1000000;
    if tg_op = 'UPDATE' then
      old.valid_to := new.valid_to;
      shipped := shipped and old is distinct from new;
    end if;
  elsif tg_table_name = 'areas_name' then
    shipped := old.reform = '' and old.unit_id < 1000000;
    if tg_op = 'UPDATE' then
      old.valid_to := new.valid_to;
      shipped := shipped and old is distinct from new;
    end if;
  else
    shipped := old.reform = '' and old.old_id < 1000000;
  end if;
  if shipped then
    raise exception 'what shipped is not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;
create trigger areas_guard before update or delete on areas_unit for each row execute function areas.guard();
create trigger areas_guard before update or delete on areas_name for each row execute function areas.guard();
create trigger areas_guard before delete on areas_edge for each row execute function areas.guard();
"""


#: Whether anything but the map's own verbs has happened at these places, whoever asks: a reform that is relied on
#: is not undone, and row security must not hide that from the administrator.
USED = """
create function areas.used(places int[]) returns boolean language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select 1 from ledger_line l join ledger_kind k on k.id = l.kind_id
    where l.place = any(places) and k.domain <> 'areas'
  )
$$;
revoke all on function areas.used(int[]) from public;
grant execute on function areas.used(int[]) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        statements(SEQUENCE, VERSION, *(CHANGED.format(table=table) for table in TABLES), GUARD, USED),
        grant("select", "areas_state"),
        grant("select, insert, delete", "areas_edge", "areas_within", "areas_reform"),
        grant("select, insert, update, delete", "areas_hamlet", "areas_boundary"),
        grant("select, insert, delete", "areas_unit", "areas_name"),
        statements(
            "grant update (valid_to) on areas_unit, areas_name to {app}",
            "grant usage on sequence areas_own_unit, areas_edge_id_seq, areas_name_id_seq to {app}",
        ),
    ]
