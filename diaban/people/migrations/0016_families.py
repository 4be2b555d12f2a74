"""Of many residents at once, the records merged into each: asked by whatever settles things for a list of people.

As `people.survivor` it answers with ids alone, past row security: planned under the policies of merges and residents, it
would take longer to plan than everything else that a small list does.
"""

from django.db import migrations

from diaban.core.sql import statements

MERGED = """
create function people.merged_of(records uuid[]) returns table (root uuid, member uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  return query with recursive one(root, member) as (
    select m.into_id, m.merged_id from public.people_merge m where m.undone_by is null and m.into_id = any(records)
    union select one.root, m.merged_id
      from one join public.people_merge m on m.into_id = one.member and m.undone_by is null
  ) select one.root, one.member from one;
end $$;
revoke all on function people.merged_of(uuid[]) from public;
grant execute on function people.merged_of(uuid[]) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0015_alike_at")]
    operations = [statements(MERGED)]
