"""What a large scope costs each statement: the places of a large unit are kept ready, not read out of a setting.

Four thousand numbers in a setting take half a millisecond to read and as much again to hash, for a statement that looks
up one row. So `access_ground` keeps the ordered places of large units by the version of the map, the session names unit
and version (`@unit:version`), and policies find a place by halving (`core.sql.among`).

The table only ever saves time: a unit or version that isn't in it is counted out from `areas_within`, which is the
truth. It holds no more than that table does.
"""

from django.db import migrations

from diaban.core.sql import among, grant, statements

TABLE = """
create table access_ground (
    unit_id int not null,
    version int not null,
    places int[] not null,
    primary key (unit_id, version)
);
-- Read whole or not at all: nothing to unpack.
alter table access_ground alter column places set storage external;
"""
#: The empty array added makes one in memory of what lies in the table: else each row that a policy asks for would
#: fetch it again. Places of a setting are put in order, without which halving would miss some.
PLACES = """
create function access.listed(told text) returns int[] language plpgsql stable parallel safe as $$
declare
  ground int;
  kept int[];
begin
  if told is null or told in ('', '{}') then
    return '{}';
  end if;
  if left(told, 1) <> '@' then
    return array(select unnest(told::int[]) order by 1);
  end if;
  ground := split_part(substr(told, 2), ':', 1)::int;
  select g.places || '{}'::int[] into kept from public.access_ground g
    where g.unit_id = ground and g.version = split_part(told, ':', 2)::int;
  return coalesce(kept, array(select w.place_id from public.areas_within w where w.unit_id = ground order by 1));
end $$;

create or replace function access.scope() returns int[] language sql stable parallel safe as
$$ select access.listed(current_setting('diaban.scope', true)) $$;

create or replace function access.places() returns int[] language sql stable parallel safe as
$$ select access.listed(coalesce(nullif(current_setting('diaban.places', true), ''),
                                 current_setting('diaban.scope', true))) $$;
"""
#: Whoever first needs a unit's places in a new version of the map keeps them for all; older ones then go.
KEEP = """
create function access.keep_ground(unit int, map int) returns void language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.access_ground
  select unit, map, array_agg(w.place_id order by w.place_id) from public.areas_within w where w.unit_id = unit
  having count(*) > 0 on conflict do nothing;
  delete from public.access_ground where unit_id = unit and version < map;
end $$;
revoke all on function access.keep_ground(int, int) from public;
grant execute on function access.keep_ground(int, int) to {app};
"""
SEEN = """{place} or {line}office = (select access.office()) or (select access.everywhere())"""
POLICIES = (
    "alter policy in_scope on ledger_line using ("
    + SEEN.format(place=among("place", "access.places()"), line="")
    + ")",
    "create or replace view ledger_standing with (security_barrier) as select l.* from ledger_line l where ("
    + SEEN.format(place=among("l.place", "access.places()"), line="l.")
    + ") and l.quantity <> 0 and not exists (select from ledger_line c where c.corrects = l.id)",
)


class Migration(migrations.Migration):
    dependencies = [("access", "0006_phone_version"), ("ledger", "0005_cuts"), ("areas", "0002_rights")]
    operations = [
        statements(TABLE),
        grant("select", "access_ground"),
        statements(PLACES, KEEP),
        statements(*POLICIES),
    ]
