"""The search of the register: one call that looks, keeps to the viewer's places, and writes the log of look-ups.

Under row security an index on an expression is of no use to the application's role: its functions aren't leakproof,
so PostgreSQL reads the whole scope first. This function looks as the owner and holds the same rule by itself: its
ground is what the session may see (`access.scope()`, `access.reach()`), never an argument, and no answer leaves it
unlogged. Tests hold it against the policy.

What to look for comes as probes, tried in order until there are enough: a kind, values (folded by the program), days of
birth, patterns that the folded name must fit, and places to begin with.
"""

from django.db import migrations

from diaban.core.sql import statements

GIVEN = "split_part(r.fold, ' ', -1)"
ENDS = "(split_part(r.fold, ' ', 1) || ' ' || split_part(r.fold, ' ', -1))"
TAIL = "(split_part(r.fold, ' ', -2) || ' ' || split_part(r.fold, ' ', -1))"
BORN = 'r.birth_date between p."from" and p."to"'


def mine(place: str) -> str:
    """Whether a place is in the session's scope: inside its unit, or found by halving in the ordered `places`.

    A scalar subquery and not `exists`, for which the planner would first read all places of the unit into a hash.
    """
    return f"""(case when ground is null then places[width_bucket({place}, places)] = {place}
      else (select true from areas_within a where a.place_id = {place} and a.unit_id = ground) end)"""


#: What a resident of an index's answer must still be.
FITS = f"""r.state <> 'void' and ({mine("r.place")} or (r.present_place is not null and {mine("r.present_place")})
        or r.id = any(reached))
      and (p.precise is null or r.birth_precision = p.precise)
      and (p.tail is null or right(r.id_no, length(p.tail)) = p.tail)
      and (p.patterns is null or ' ' || r.fold || ' ' like all (p.patterns))"""
ROW = """r.id, r.full_name, r.sex::text as sex, r.birth_date, r.birth_precision::text as birth_precision, r.id_no, r.place,
  r.relation, r.state, r.household_id, r.sort_key"""
#: Of those found by one probe: first whose marks are as typed, then who lives, then the order of the values.
RANKED = """select r.* from ({found}) r order by case when accents is null then 0 else -cardinality(array(
      select unnest(accents) intersect select unnest(string_to_array(translate(r.sort_key, ',', ' '), ' ')))) end,
    r.state in ('dead', 'moved'), r.n"""

#: Entries of an index that are read for one value: what is commoner must be asked for more closely.
BOUND = 3000
VALUES = "unnest(p.vals) with ordinality v(val, n)"
WIDE = RANKED.format(
    found=f"""select {ROW}, v.n from {VALUES} cross join lateral (select r.* from
      (select r.* from people_resident r where {{key}} limit {BOUND}) r where {FITS} limit many) r limit many"""
)
HERE = RANKED.format(
    found=f"""select {ROW}, v.n from {VALUES} cross join unnest(coalesce(p.within, places)) w(place) cross join lateral (
      (select r.* from people_resident r where r.place = w.place and {{key}} and (p."from" is null or {BORN})
         and {FITS} limit many)
      union all
      (select r.* from people_resident r where r.present_place = w.place and {{key}} and (p."from" is null or {BORN})
         and {FITS} limit many)) r limit many"""
)
#: The households wanted, then all who live in them, the head first.
HOUSE = f"""select {ROW} from (select distinct h.id from {VALUES} cross join lateral ({{homes}}) h limit many) h
    join people_resident r on r.household_id = h.id where {FITS} order by h.id, r.relation <> 'head', r.sort_key limit many"""
HEADS = f"""select r.household_id as id from people_resident r where r.fold = v.val and r.relation = 'head'
      and r.state <> 'void' and {mine("r.place")} limit {BOUND}"""
HEADS_HERE = f"""select r.household_id as id from unnest(coalesce(p.within, places)) w(place) cross join lateral (
      select r.household_id from people_resident r where r.place = w.place and {GIVEN} = split_part(v.val, ' ', -1)
        and r.fold = v.val and r.relation = 'head' and r.state <> 'void' limit {BOUND}) r"""
CODES = f"""select h.id from people_household h where h.code = v.val and h.code <> '' and h.closed_on is null
      and {mine("h.place")} limit {BOUND}"""
ALIASES = "r.id in (select a.resident_id from people_alias a where {})"

#: Kind of probe → the statement that answers it.
PROBES = {
    "fold_born": WIDE.format(key=f"r.fold = v.val and {BORN}"),
    "fold": WIDE.format(key="r.fold = v.val"),
    "marked": WIDE.format(key="r.sort_key = v.val"),
    "ends_born": WIDE.format(key=f"{ENDS} = v.val and {BORN}"),
    "ends": WIDE.format(key=f"{ENDS} = v.val"),
    "tail_born": WIDE.format(key=f"{TAIL} = v.val and {BORN}"),
    "tail": WIDE.format(key=f"{TAIL} = v.val"),
    "given_born": WIDE.format(key=f"{GIVEN} = v.val and {BORN}"),
    "given": WIDE.format(key=f"{GIVEN} = v.val"),
    "begins": WIDE.format(key="r.fold >= v.val and r.fold < v.val || '{' order by r.fold"),
    "here_fold": HERE.format(key=f"{GIVEN} = split_part(v.val, ' ', -1) and r.fold = v.val"),
    "here_marked": HERE.format(key="r.sort_key = v.val"),
    "here_given": HERE.format(key=f"{GIVEN} = v.val"),
    "here_ends": HERE.format(
        key=f"{GIVEN} = split_part(v.val, ' ', -1) and r.fold >= split_part(v.val, ' ', 1) || ' '"
        " and r.fold < split_part(v.val, ' ', 1) || '!'"
    ),
    "here": HERE.format(key="v.val = ''"),
    "number": WIDE.format(key="r.id_no = v.val and r.id_no is not null"),
    "number_head": WIDE.format(key="r.id_no >= v.val and r.id_no < v.val || ':' and r.id_no is not null"),
    "number_tail": WIDE.format(
        key="reverse(r.id_no) >= reverse(v.val) and reverse(r.id_no) < reverse(v.val) || ':' and r.id_no is not null"
    ),
    "phone": WIDE.format(key="r.phone = v.val and r.phone <> ''"),
    "alias": WIDE.format(key=ALIASES.format("a.value = v.val")),
    "other_name": WIDE.format(key=ALIASES.format("a.fold = v.val and a.fold <> ''")),
    "head": HOUSE.format(homes=HEADS),
    "here_head": HOUSE.format(homes=HEADS_HERE),
    "code": HOUSE.format(homes=CODES),
}

#: The unit whose places the session's scope is, where it is all of a large unit's: reading thousands of numbers out of
#: a setting takes longer than a search. It is believed only beside a scope of the length that it was set with.
GROUND = """
create function access.ground() returns int language sql stable parallel safe as $$
  select case when split_part(g, ':', 1) = octet_length(current_setting('diaban.scope', true))::text
    then split_part(g, ':', 2)::int end
  from nullif(current_setting('diaban.ground', true), '') g
$$;
"""
SEARCH = f"""
create function people.search(probes jsonb, accents text[], lim int, query_kind text, reference text default null,
  channel text default 'web')
returns table (id uuid, full_name text, sex text, birth_date date, birth_precision text, id_no text, place int,
  relation text, state text, household_id uuid, near int)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  purpose text := access.purpose();
  ground int := access.ground();
  places int[] := case when ground is null then access.scope() end;
  reached uuid[] := access.reach();
  most int := least(greatest(lim, 1), 200);
  many int := case when accents is null then most + 1 else 300 end;
  shown uuid[] := '{{}}';
  held int := 0;
  p record;
  r record;
  hits refcursor;
begin
  if access.actor() is null or purpose is null then
    raise exception 'a look-up needs an actor and a purpose' using errcode = 'insufficient_privilege';
  end if;
  <<looking>>
  for p in select * from jsonb_to_recordset(probes) as x(kind text, vals text[], "from" date, "to" date, precise text,
      tail text, patterns text[], within int[], near int, last boolean) loop
    continue when p.last and held > 0;
    case p.kind
{"".join(f"    when '{kind}' then open hits for{chr(10)}    {text};{chr(10)}" for kind, text in PROBES.items())}
    end case;
    loop
      fetch hits into r;
      exit when not found;
      continue when r.id = any(shown);
      if held = most then  -- there is more: said by a row without an id
        return query select null::uuid, null, null, null::date, null, null, null::int, null, null, null::uuid, p.near;
        exit looking;
      end if;
      shown := shown || r.id;
      held := held + 1;
      id := r.id; full_name := r.full_name; sex := r.sex; birth_date := r.birth_date;
      birth_precision := r.birth_precision; id_no := r.id_no; place := r.place; relation := r.relation;
      state := r.state; household_id := r.household_id; near := p.near;
      return next;
    end loop;
    close hits;
  end loop;
  perform ledger.log_lookup(access.actor(), access.office(), purpose, reference, query_kind, shown, null, channel);
end $$;
revoke all on function people.search(jsonb, text[], int, text, text, text) from public;
grant execute on function people.search(jsonb, text[], int, text, text, text) to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_search_keys"), ("ledger", "0002_append")]

    operations = [statements(GROUND, SEARCH)]
