"""Who may be the person about to be registered, asked with the place alone: the commune around it is found here.

Beside the keys of before: everyone of that commune with the same last word of the name and about the same year, whatever
else was written wrongly; and whoever was born that day with any of the name's words as the last, for names whose words
changed places. What is outside the session's ground is told as before: only where, and logged.
"""

import importlib

from django.db import migrations

from diaban.core.sql import statements

_before = importlib.import_module("diaban.people.migrations.0012_alike")
GIVEN, ENDS, TAIL = _before.GIVEN, _before.ENDS, _before.TAIL
each = _before.each

PROBES = """
      union all """.join(
    (
        "(select r.* from people_resident r where r.id_no = number)",
        """(select r.* from people_resident r where r.id_no is not null and r.id_no >= left(number, 9)
              and r.id_no < left(number, 9) || ':' limit 12)""",
        """(select r.* from people_resident r where r.id_no is not null and reverse(r.id_no) >= reverse(right(number, 7))
              and reverse(r.id_no) < reverse(right(number, 7)) || ':' limit 12)""",
        "(select r.* from people_resident r where r.id in"
        " (select people.survivor(a.resident_id) from people_alias a where a.value in (number, cmnd)))",
        each("unnest(folds) f(v) cross join unnest(days) d(day)", "r.fold = f.v and r.birth_date = d.day", 10),
        each("unnest(folds) f(v)", "r.fold = f.v and r.birth_date between soonest and latest", 30),
        each("unnest(folds) f(v)", "born is null and r.fold = f.v", 30),
        each("unnest(ends) f(v) cross join unnest(days) d(day)", f"{ENDS} = f.v and r.birth_date = d.day", 10),
        each("unnest(tails) f(v) cross join unnest(days) d(day)", f"{TAIL} = f.v and r.birth_date = d.day", 10),
        each("unnest(givens) f(v) cross join unnest(days) d(day)", f"{GIVEN} = f.v and r.birth_date = d.day", 10),
        each("unnest(turned) f(v)", f"{GIVEN} = f.v and r.birth_date = days[1]", 10),
        each(
            "unnest(home) h(place) cross join unnest(folds[1:2]) f(v)",
            f"r.place = h.place and {GIVEN} = split_part(f.v, ' ', -1) and r.fold = f.v",
            6,
        ),
        each(
            "unnest(home) h(place) cross join unnest(givens[1:2]) f(v)",
            f"r.place = h.place and {GIVEN} = f.v and r.birth_date between early and late",
            20,
        ),
    )
)
ARGUMENTS = "text, text, text[], text[], text[], text[], text[], date[], int, int, text, text"
ALIKE = f"""
drop function people.alike(text, text, text[], text[], text[], text[], date[], int, int[], text, text);
create function people.alike(number text, cmnd text, folds text[], ends text[], tails text[], givens text[],
  turned text[], days date[], born int, at int, reference text default null, channel text default 'web')
returns table (id uuid, full_name text, sex text, birth_date date, birth_precision text, id_no text, place int,
  relation text, state text, household_id uuid, mine boolean, residents real, near boolean)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  purpose text := access.purpose();
  ground int := access.ground();
  places int[] := case when ground is null then access.scope() end;
  held real := (select c.residents from people_words_counted c limit 1);
  soonest date := make_date(born - 2, 1, 1);
  latest date := make_date(born + 2, 12, 31);
  early date := make_date(born - 1, 1, 1);
  late date := make_date(born + 1, 12, 31);
  -- The commune that the place lies in (4: a hamlet), with all its places.
  home int[] := array(select w.place_id from areas_within w where w.unit_id =
    (select case when u.level = 4 then coalesce(u.parent_id, u.id) else u.id end from areas_unit u where u.id = at));
  far uuid[] := '{{}}';
  r record;
begin
  if access.actor() is null or purpose is null then
    raise exception 'a look-up needs an actor and a purpose' using errcode = 'insufficient_privilege';
  end if;
  for r in select distinct on (r.id) r.*, {_before.MINE} as mine from (
      {PROBES}
    ) r where r.state <> 'void' order by r.id
  loop
    if r.mine is not true then
      continue when not (coalesce(r.id_no = number, false)
        or (r.fold = any(folds) and r.birth_precision = 'd' and r.birth_date = days[1]));
      far := far || r.id;
      id := null; full_name := null; sex := null; birth_date := null; birth_precision := null; id_no := null;
      relation := null; state := null; household_id := null; mine := false; near := false;
    else
      id := r.id; full_name := r.full_name; sex := r.sex; birth_date := r.birth_date; id_no := r.id_no;
      birth_precision := r.birth_precision; relation := r.relation; state := r.state; household_id := r.household_id;
      mine := true; near := r.place = any(home);
    end if;
    place := r.place;
    residents := held;
    return next;
  end loop;
  if cardinality(far) > 0 then
    perform ledger.log_lookup(access.actor(), access.office(), purpose, reference, 'intake', far, null, channel);
  end if;
end $$;
revoke all on function people.alike({ARGUMENTS}) from public;
grant execute on function people.alike({ARGUMENTS}) to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_known")]

    operations = [statements(ALIKE)]
