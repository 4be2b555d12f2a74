"""Who hands a doubt up still sees that it waits above, and since when; why a clerk found two records to be one.

`handed_from` is the unit that handed it up: it reads the doubt, its candidates and its outcome, and writes nothing of
it. `reason` is the word of the clerk who proposed two records found by hand.
"""

from django.db import migrations

from diaban.core.sql import among, statements

COLUMNS = """
alter table review_doubt add column handed_from int references areas_unit (id), add column handed_at timestamptz,
  add column reason text not null default '', add check ((handed_from is null) = (handed_at is null));
create index review_doubt_handed on review_doubt (handed_from, handed_at) where handed_from is not null;
"""
SEEN = f"""
create policy handed on review_doubt for select to {{app}} using (handed_from is not null and {among("handed_from")});
"""
HAND_UP = """
create or replace function review.hand_up(doubt uuid, above int) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if access.actor() is null then
    raise exception 'handing up needs an actor' using errcode = 'insufficient_privilege';
  end if;
  update public.review_doubt d
    set place = above, handed_from = coalesce(d.handed_from, d.place), handed_at = coalesce(d.handed_at, now()),
        version = version + 1
    where d.id = doubt and d.state = 'open' and d.place in (select unnest(access.scope()))
      and exists (select from public.areas_within w where w.place_id = d.place and w.unit_id = above);
  return found;
end $$;
"""
#: A subject that another commune keeps from now on takes its doubt along; who let go of it still sees what becomes of it.
HAND_TO = f"""
create function review.hand_to(doubt uuid, unit int) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if access.actor() is null then
    raise exception 'handing over needs an actor' using errcode = 'insufficient_privilege';
  end if;
  update public.review_doubt d
    set handed_from = coalesce(d.handed_from, d.place), handed_at = coalesce(d.handed_at, now()), place = unit,
        version = version + 1
    where d.id = doubt and d.state = 'open' and {among("d.place")};
  return found;
end $$;
revoke all on function review.hand_to(uuid, int) from public;
grant execute on function review.hand_to(uuid, int) to {{app}};
"""
#: Of candidates out of reach their commune is told, and nothing else: it says whose they are to decide on.
WHERE = f"""
create function review.communes(doubt uuid) returns table (resident_id uuid, unit_id int)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.resident_id, u.id from public.review_doubt d join public.review_candidate c on c.doubt_id = d.id
    join public.people_resident r on r.id = people.survivor(c.resident_id)
    join public.areas_within w on w.place_id = r.place
    join public.areas_unit u on u.id = w.unit_id and u.level = 3 and u.valid_to is null
  where d.id = doubt and access.actor() is not null
    and ({among("d.place")} or (d.handed_from is not null and {among("d.handed_from")}))
$$;
revoke all on function review.communes(uuid) from public;
grant execute on function review.communes(uuid) to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0002_known"), ("people", "0011_merge")]
    operations = [statements(COLUMNS, SEEN, HAND_UP, HAND_TO, WHERE)]
