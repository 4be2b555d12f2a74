"""The search of the register, told what to look for in one text that is cheap to take apart.

What it is and why it reads as the owner is said in `0008_search`; this is the same function with two things cheaper:

- Probes come as one text. The first of a dozen often fills the list, and JSON was read to its end before that.
- Slips that are rare are looked for all at once, by one scan of an index that is given every name there may be, and not
  one after another by a scan for each (`any_…`). Rare: what the likeliest would fill the list with is found before.
"""

from django.db import migrations

from diaban.core.sql import statements

#: Between probes, between the parts of one, between the values of a part: no tidied text holds any of them.
PROBE, PART, VALUE = r"E'\x1e'", r"E'\x1f'", r"E'\x1d'"

GIVEN = "split_part(r.fold, ' ', -1)"
ENDS = "(split_part(r.fold, ' ', 1) || ' ' || split_part(r.fold, ' ', -1))"
TAIL = "(split_part(r.fold, ' ', -2) || ' ' || split_part(r.fold, ' ', -1))"
BORN = "r.birth_date between born_from and born_to"


def mine(place: str) -> str:
    """Whether a place is in the session's scope: found by halving in the ordered `places`."""
    return f"places[width_bucket({place}, places)] = {place}"


#: What a resident of an index's answer must be, whatever was asked; and what else a search may ask for.
SEEN = f"""r.state <> 'void' and ({mine("r.place")} or (r.present_place is not null and {mine("r.present_place")})
        or r.id = any(reached))"""
FITS = f"""{SEEN} and (precise is null or r.birth_precision = precise)
      and (tail is null or right(r.id_no, length(tail)) = tail)
      and (patterns is null or ' ' || r.fold || ' ' like all (patterns))"""
#: Of those found by one probe: first whose marks are as typed, then who lives, then the order of the values.
LIVING = "r.state in ('dead', 'moved')"
MARKED = f"case when accents is null then 0 else people.marks_differ(r.sort_key, accents) end, {LIVING}"

#: Entries of an index that are read for one value: what is commoner must be asked for more closely.
BOUND = 3000
VALUES = "unnest(vals) with ordinality v(val, n)"


def one(key: str, fits: str, order: str, source: str = "people_resident r") -> str:
    """One value."""
    return f"""select r.id from (select r.id, r.state, r.sort_key from
      (select r.* from {source} where {key.replace("v.val", "vals[1]")} limit {BOUND}) r where {fits} limit many) r
      order by {order}"""


def each(key: str, fits: str, order: str) -> str:
    """Several values, one after the other until the list is full."""
    return f"""select r.id from (select r.id, r.state, r.sort_key, v.n from {VALUES} cross join lateral (
      select r.* from (select r.* from people_resident r where {key} limit {BOUND}) r where {fits} limit many) r
      limit many) r order by {order}, r.n"""


def rare(value: str, key: str, fits: str, order: str) -> str:
    """Many values that few have, all in one scan of the index."""
    return f"""select r.id from (select r.* from people_resident r where {value} = any(vals) and {key} limit {BOUND}) r
      where {fits} order by {order}, array_position(vals, {value}) limit many"""


def here(key: str) -> str:
    """In a few places, from the indexes that begin with one."""
    scans = [
        f"""(select r.* from people_resident r where r.{place} = w.place and {key}
         and (born_from is null or {BORN}) and {FITS} limit many)"""
        for place in ("place", "present_place")
    ]
    return f"""select r.id from (select r.id, r.state, r.sort_key, v.n from {VALUES} cross join unnest(within) w(place)
      cross join lateral ({" union all ".join(scans)}) r limit many) r order by {MARKED}, r.n"""


def house(homes: str, fits: str) -> str:
    """The households wanted, then all who live in them, the head first."""
    return f"""select r.id from (select distinct h.id from {VALUES} cross join lateral ({homes}) h limit many) h
      join people_resident r on r.household_id = h.id where {fits}
      order by h.id, r.relation <> 'head', r.sort_key limit many"""


HEADS = f"""select r.household_id as id from people_resident r where r.fold = v.val and r.relation = 'head'
      and r.state <> 'void' and {mine("r.place")} limit {BOUND}"""
HEADS_HERE = f"""select r.id from unnest(within) w(place) cross join lateral (
      select r.household_id as id from people_resident r where r.place = w.place
        and {GIVEN} = split_part(v.val, ' ', -1) and r.fold = v.val and r.relation = 'head' and r.state <> 'void'
        and {mine("r.place")} limit {BOUND}) r"""
CODES = f"""select h.id from people_household h where h.code = v.val and h.code <> '' and h.closed_on is null
      and {mine("h.place")} limit {BOUND}"""
ALIASES = "people_alias a join people_resident r on r.id = a.resident_id"

#: What an index is asked for one value, by kind of probe; and of which there may be many at a time, with what of a name
#: these are.
KEYS = {
    "fold_born": f"r.fold = v.val and {BORN}",
    "fold": "r.fold = v.val",
    "ends_born": f"{ENDS} = v.val and {BORN}",
    "given_born": f"{GIVEN} = v.val and {BORN}",
    "tail_born": f"{TAIL} = v.val and {BORN}",
    "ends": f"{ENDS} = v.val",
    "given": f"{GIVEN} = v.val",
    "tail": f"{TAIL} = v.val",
    "begins": "r.fold >= v.val and r.fold < v.val || '{' order by r.fold",
    "number_tail": "reverse(r.id_no) >= reverse(v.val) and reverse(r.id_no) < reverse(v.val) || ':'"
    " and r.id_no is not null",
    "number_head": "r.id_no >= v.val and r.id_no < v.val || ':' and r.id_no is not null",
    "number": "r.id_no = v.val and r.id_no is not null",
    "marked": "r.sort_key = v.val",
}
MANIFOLD = {
    "fold_born": "r.fold", "fold": "r.fold", "ends_born": ENDS, "given_born": GIVEN, "ends": ENDS, "given": GIVEN,
}  # fmt: skip


def probes(fits: str, order: str) -> dict[str, str]:
    """Kind of probe → the statement that answers it, for the kinds that most searches are made of."""
    born = {kind: BORN if kind.endswith("_born") else "true" for kind in MANIFOLD}
    return {
        **{kind: one(key, fits, order) for kind, key in KEYS.items()},
        **{f"each_{kind}": each(KEYS[kind], fits, order) for kind in MANIFOLD},
        **{f"any_{kind}": rare(value, born[kind], fits, order) for kind, value in MANIFOLD.items()},
        "other_name": one("a.fold = v.val and a.fold <> ''", fits, order, ALIASES),
        "alias": one("a.value = v.val", fits, order, ALIASES),
        "phone": each("r.phone = v.val and r.phone <> ''", fits, order),
        "head": house(HEADS, fits),
        "code": house(CODES, fits),
    }


#: A statement is made ready anew for each search, and that takes longer than to run it: most searches ask for no more
#: than a name and a birth, and get statements that hold no more.
PLAIN = probes(SEEN, LIVING)
FULL = probes(FITS, MARKED) | {
    "here_fold": here(f"{GIVEN} = split_part(v.val, ' ', -1) and r.fold = v.val"),
    "here_marked": here("r.sort_key = v.val"),
    "here_given": here(f"{GIVEN} = v.val"),
    "here_ends": here(
        f"{GIVEN} = split_part(v.val, ' ', -1) and r.fold >= split_part(v.val, ' ', 1) || ' '"
        " and r.fold < split_part(v.val, ' ', 1) || '!'"
    ),
    "here": here("v.val = ''"),
    "here_head": house(HEADS_HERE, FITS),
}


def cases(statements_of: dict[str, str]) -> str:
    """The branches that run one of some statements."""
    return "".join(f"      when '{kind}' then found_ids := array({text});\n" for kind, text in statements_of.items())


#: How many of the words typed with marks aren't in a name with these marks. By itself, so that a statement that needs
#: none of it has no part of it to set up.
MARKS = """
create function people.marks_differ(key text, typed text[]) returns int language sql immutable parallel safe
set search_path = pg_catalog, pg_temp as $$
  select count(*)::int from unnest(typed) t(word) where t.word <> all (string_to_array(translate(key, ',', ' '), ' '))
$$;
"""
SEARCH = f"""
create function people.search(probes text, accents text[], lim int, query_kind text, reference text default null,
  channel text default 'web')
returns table (id uuid, full_name text, sex text, birth_date date, birth_precision text, id_no text, place int,
  relation text, state text, household_id uuid, near int)
language plpgsql volatile security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  purpose text := access.purpose();
  places int[] := access.scope();
  reached uuid[] := access.reach();
  most int := least(greatest(lim, 1), 200);
  many int := case when accents is null then most + 1 else 300 end;
  shown uuid[] := '{{}}';
  nears int[] := '{{}}';
  held int := 0;
  more boolean := false;
  told text;
  parts text[];
  passed boolean := false;
  vals text[];
  born_from date;
  born_to date;
  precise text;
  tail text;
  patterns text[];
  within int[];
  found_ids uuid[];
  one uuid;
begin
  if access.actor() is null or purpose is null then
    raise exception 'a look-up needs an actor and a purpose' using errcode = 'insufficient_privilege';
  end if;
  <<looking>>
  foreach told in array string_to_array(probes, {PROBE}) loop
    parts := string_to_array(told, {PART}, '');
    if parts[3] is distinct from '2' then  -- which goes with the probe before
      passed := parts[3] = '1' and held > 0;
    end if;
    continue when passed;
    vals := coalesce(string_to_array(parts[4], {VALUE}), '{{""}}');
    born_from := parts[5];
    born_to := parts[6];
    if accents is null and parts[7] is null and parts[8] is null and parts[9] is null and parts[1] not like 'here%' then
      case parts[1]
{cases(PLAIN)}      end case;
    else
      precise := parts[7];
      tail := parts[8];
      patterns := string_to_array(parts[9], {VALUE});
      within := coalesce(string_to_array(parts[10], {VALUE})::int[], places);
      case parts[1]
{cases(FULL)}      end case;
    end if;
    foreach one in array found_ids loop
      continue when one = any(shown);
      more := held = most;
      exit looking when more;
      shown := shown || one;
      nears := nears || parts[2]::int;
      held := held + 1;
    end loop;
  end loop;
  perform ledger.log_lookup(access.actor(), access.office(), purpose, reference, query_kind, shown, null, channel);
  if held > 0 then
    return query select r.id, r.full_name, r.sex::text, r.birth_date, r.birth_precision::text, r.id_no, r.place,
      r.relation, r.state, r.household_id, u.near from unnest(shown, nears) with ordinality u(id, near, n)
      join people_resident r on r.id = u.id order by u.n;
  end if;
  if more then  -- said by a row without an id
    return query select null::uuid, null, null, null::date, null, null, null::int, null, null, null::uuid, 0;
  end if;
end $$;
revoke all on function people.search(text, text[], int, text, text, text) from public;
grant execute on function people.search(text, text[], int, text, text, text) to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0012_alike")]

    operations = [statements("drop function people.search(jsonb, text[], int, text, text, text)", MARKS, SEARCH)]
