"""Someone new in one call: household, resident, stay, ledger lines and event, each under the caller's row policies."""

from django.db import migrations

from diaban.core.sql import statements

# Rows come as documents with every column named as in the table, so that a column added later needs no other
# function. Not SECURITY DEFINER: what the caller may not write is refused as from any other statement.
ENTER = """
create function people.enter(action uuid, household jsonb, resident jsonb, stay jsonb, event jsonb, lines jsonb)
returns table (line_ids bigint[], at timestamptz)
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  times jsonb := jsonb_build_object('created_at', now(), 'updated_at', now());
  home people_household;
  rule text;
begin
  perform set_config('diaban.action', action::text, true);
  if household is not null then
    insert into people_household select * from jsonb_populate_record(null::people_household, times || household);
  else
    select * into home from people_household h where h.id = (resident ->> 'household_id')::uuid for update;
    rule := case
      when home.id is null then 'missing'
      when home.place <> (resident ->> 'place')::int then 'elsewhere'
      when home.closed_on is not null then 'closed'
      when home.head_id is not null and resident ->> 'relation' = 'head' then 'headed'
    end;
    if rule is not null then
      raise exception 'household refused: %', rule using errcode = 'DBP01', hint = rule;
    end if;
  end if;
  insert into people_resident select * from jsonb_populate_record(null::people_resident, times || resident);
  if household is null and resident ->> 'relation' = 'head' then
    update people_household h set head_id = (resident ->> 'id')::uuid, version = version + 1, updated_at = now()
      where h.id = home.id;
  end if;
  insert into people_stay select * from jsonb_populate_record(null::people_stay, stay);
  line_ids := ledger.append(lines);
  insert into people_event select * from jsonb_populate_record(
    null::people_event, event || jsonb_build_object('lines', line_ids, 'recorded_at', now()));
  at := now();
  return next;
end $$;
revoke all on function people.enter(uuid, jsonb, jsonb, jsonb, jsonb, jsonb) from public;
grant execute on function people.enter(uuid, jsonb, jsonb, jsonb, jsonb, jsonb) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_unwrite"), ("ledger", "0002_append")]

    operations = [statements(ENTER)]
