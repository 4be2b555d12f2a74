"""Who may be the person that is about to be registered: a few dozen residents by the keys of the search.

Like `people.search` it looks as the owner, for under row security no index on an expression may be used, and holds the
policy's rule itself. Of whoever is outside the session's ground it says nothing but in which place someone of exactly
this name and day of birth, or this number, is recorded, and writes that look to the log by itself.
"""

from django.db import migrations

from diaban.core.sql import statements

GIVEN = "split_part(r.fold, ' ', -1)"
ENDS = "(split_part(r.fold, ' ', 1) || ' ' || split_part(r.fold, ' ', -1))"
TAIL = "(split_part(r.fold, ' ', -2) || ' ' || split_part(r.fold, ' ', -1))"
MINE = """(case when ground is null then places[width_bucket(r.place, places)] = r.place
      else (select true from areas_within a where a.place_id = r.place and a.unit_id = ground) end)"""


def each(of: str, key: str, limit: int) -> str:
    """Residents who fit any of some values, so many for each."""
    return f"""(select x.* from {of} cross join lateral (
        select r.* from people_resident r where {key} limit {limit}) x)"""


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
        each(
            "unnest(folds) f(v)",
            "r.fold = f.v and r.birth_date between make_date(born - 2, 1, 1) and make_date(born + 2, 12, 31)",
            30,
        ),
        each("unnest(folds) f(v)", "born is null and r.fold = f.v", 30),
        each("unnest(ends) f(v) cross join unnest(days) d(day)", f"{ENDS} = f.v and r.birth_date = d.day", 10),
        each("unnest(tails) f(v) cross join unnest(days) d(day)", f"{TAIL} = f.v and r.birth_date = d.day", 10),
        each("unnest(givens) f(v) cross join unnest(days) d(day)", f"{GIVEN} = f.v and r.birth_date = d.day", 10),
        each(
            "unnest(home) h(place) cross join unnest(folds) f(v)",
            f"r.place = h.place and {GIVEN} = split_part(f.v, ' ', -1) and r.fold = f.v",
            6,
        ),
    )
)
ALIKE = f"""
create function people.alike(number text, cmnd text, folds text[], ends text[], tails text[], givens text[],
  days date[], born int, home int[], reference text default null, channel text default 'web')
returns table (id uuid, full_name text, sex text, birth_date date, birth_precision text, id_no text, place int,
  relation text, state text, household_id uuid, mine boolean, residents real)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  purpose text := access.purpose();
  ground int := access.ground();
  places int[] := case when ground is null then access.scope() end;
  held real := (select c.residents from people_words_counted c limit 1);
  far uuid[] := '{{}}';
  r record;
begin
  if access.actor() is null or purpose is null then
    raise exception 'a look-up needs an actor and a purpose' using errcode = 'insufficient_privilege';
  end if;
  for r in select distinct on (r.id) r.*, {MINE} as mine from (
      {PROBES}
    ) r where r.state <> 'void' order by r.id
  loop
    if r.mine is not true then
      continue when not (coalesce(r.id_no = number, false)
        or (r.fold = any(folds) and r.birth_precision = 'd' and r.birth_date = days[1]));
      far := far || r.id;
    else
      id := r.id; full_name := r.full_name; sex := r.sex; birth_date := r.birth_date; id_no := r.id_no;
      birth_precision := r.birth_precision; relation := r.relation; state := r.state; household_id := r.household_id;
    end if;
    mine := r.mine is true;
    place := r.place;
    residents := held;
    if not mine then
      id := null; full_name := null; sex := null; birth_date := null; birth_precision := null; id_no := null;
      relation := null; state := null; household_id := null;
    end if;
    return next;
  end loop;
  if cardinality(far) > 0 then
    perform ledger.log_lookup(access.actor(), access.office(), purpose, reference, 'intake', far, null, channel);
  end if;
end $$;
revoke all on function people.alike(text, text, text[], text[], text[], text[], date[], int, int[], text, text)
  from public;
grant execute on function people.alike(text, text, text[], text[], text[], text[], date[], int, int[], text, text)
  to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0011_merge")]

    operations = [statements(ALIKE)]
