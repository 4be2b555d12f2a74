"""The one way in: functions that check lines and look-ups and write them as the tables' owner.

Rules held here, whoever calls: an actor is named, and is the session's own (or the clock, 1) unless the session
names nobody or is the command line (2), which loads what others did; the kind is known; dims are declared and
hold short codes or small numbers, never words; the day isn't later than today unless the kind is planned; a
correction names an existing line of the same kind and record, and a line is corrected once (unique index).
Errors carry SQLSTATE DBL01, the position of the line (from 1) in DETAIL and the rule's name in HINT.
"""

from __future__ import annotations

from django.db import migrations, models

from diaban.core.sql import statements

CHECKS = """
-- The rule that dims break, or null.
create function ledger.dims_fault(dims jsonb, declared text[]) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case
        when dims = '{}' then null
        when jsonb_typeof(dims) is distinct from 'object' then 'dims'
        else (
            select case when d.key <> all(declared) then 'dims_undeclared' else 'dims_not_code' end
            from jsonb_each(dims) d
            where d.key <> all(declared) or not (
                (jsonb_typeof(d.value) = 'string' and d.value #>> '{}' ~ '^[a-z0-9_.+-]{1,24}$')
                or (jsonb_typeof(d.value) = 'number' and d.value #>> '{}' ~ '^-?[0-9]{1,5}$'))
            limit 1)
    end
$$;

create function ledger.code_fault(code text) returns boolean language sql immutable parallel safe as
$$ select code !~ '^[a-z0-9_.-]{1,32}$' $$;

-- The rule that a quantity breaks, or null. Zero only ever voids.
create function ledger.quantity_fault(counts text, quantity bigint, corrects bigint) returns text
language sql immutable parallel safe as $$
    select case
        when quantity is null then 'quantity'
        when quantity = 0 then case when corrects is null then 'quantity_zero' end
        when counts = 'one' and quantity <> 1 then 'quantity_not_one'
        when counts = 'positive' and quantity < 0 then 'quantity_negative'
    end
$$;

-- Whether the session may write in this person's name.
create function ledger.may_act_as(actor int) returns boolean language sql stable parallel safe as
$$ select coalesce(access.actor(), 2) = 2 or actor in (access.actor(), 1) $$;

create function ledger.today() returns date language sql stable parallel safe as
$$ select (now() at time zone 'Asia/Ho_Chi_Minh')::date $$;

create function ledger.refuse(rule text, n bigint) returns void language plpgsql as $$
begin
    raise exception 'ledger line refused: % (line %)', rule, n
        using errcode = 'DBL01', detail = n::text, hint = rule;
end $$;
"""

#: A line as JSON carries it; read twice, so written once.
_FIELDS = """rows from (jsonb_to_recordset(lines) as (
            kind text, record uuid, place int, office int, actor int, day date, quantity bigint, dims jsonb,
            purpose text, state_from text, state_to text, action uuid, corrects bigint)) with ordinality
            as x(kind, record, place, office, actor, day, quantity, dims, purpose, state_from, state_to, action,
                 corrects, n)"""

# Checks run line by line: for the few lines of an action that is three times cheaper than one large expression.
APPEND = f"""
create function ledger.append(lines jsonb) returns bigint[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    l record;
    k public.ledger_kind;
    rule text;
    ids bigint[];
begin
    -- Number this transaction before any line id is drawn: the sealer's low-water mark stands on it.
    perform pg_current_xact_id();
    for l in select * from {_FIELDS} loop
        if k.code is distinct from l.kind then
            select * into k from public.ledger_kind where code = l.kind;
        end if;
        rule := case
            when l.actor is null then 'actor'
            when not ledger.may_act_as(l.actor) then 'actor_not_session'
            when k.id is null then 'kind'
            when l.record is null then 'record'
            when l.place is null then 'place'
            when l.office is null then 'office'
            when l.action is null then 'action'
            when l.day is null or l.day < date '1900-01-01' then 'day'
            when l.day > ledger.today() and not k.planned then 'day_future'
            when ledger.code_fault(l.purpose) then 'purpose'
            when ledger.code_fault(l.state_from) or ledger.code_fault(l.state_to) then 'state'
            else ledger.quantity_fault(k.counts, l.quantity, l.corrects)
        end;
        if rule is null and l.dims <> '{{}}' then
            rule := ledger.dims_fault(l.dims, k.dims);
        end if;
        if rule is null and l.corrects is not null then
            perform from public.ledger_line o
                where o.id = l.corrects and o.kind_id = k.id and o.record_id = l.record;
            if not found then
                rule := 'corrects';
            end if;
        end if;
        if rule is not null then
            perform ledger.refuse(rule, l.n);
        end if;
    end loop;
    with written as (
        insert into public.ledger_line (record_id, action_id, quantity, corrects, day, place, office, actor,
            kind_id, purpose, state_from, state_to, dims)
        select x.record, x.action, x.quantity, x.corrects, x.day, x.place, x.office, x.actor,
            (select id from public.ledger_kind where code = x.kind), x.purpose, x.state_from, x.state_to,
            coalesce(x.dims, '{{}}')
        from {_FIELDS} order by n
        returning id
    )
    select array_agg(id order by id) into ids from written;
    return coalesce(ids, '{{}}');
end $$;
revoke all on function ledger.append(jsonb) from public;
grant execute on function ledger.append(jsonb) to {{app}};
"""

COLUMNS = """
-- Many new lines of one kind and action. `dims` is a dictionary and `dim` (from 1, 0 for none) points into it;
-- `days`, `places` and `quantities` hold one value for each record, or a single one for all.
create function ledger.append_columns(
    kind text, action uuid, office int, actor int, purpose text, state_from text, state_to text,
    records uuid[], days date[], places int[], quantities bigint[], dims jsonb[], dim int[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    k public.ledger_kind;
    size int := cardinality(records);
    rule text;
    written bigint;
begin
    perform pg_current_xact_id();
    select * into k from public.ledger_kind where code = kind;
    rule := case
        when k.id is null then 'kind'
        when actor is null then 'actor'
        when not ledger.may_act_as(actor) then 'actor_not_session'
        when office is null then 'office'
        when action is null then 'action'
        when ledger.code_fault(purpose) then 'purpose'
        when ledger.code_fault(state_from) or ledger.code_fault(state_to) then 'state'
        when size is null or array_position(records, null) is not null then 'record'
        when cardinality(places) not in (1, size) or array_position(places, null) is not null then 'place'
        when cardinality(days) not in (1, size) or array_position(days, null) is not null then 'day'
        when cardinality(quantities) not in (1, size) then 'quantity'
        when cardinality(dim) not in (1, size) then 'dims'
    end;
    if rule is null then
        select case when min(d) < date '1900-01-01' then 'day'
                    when max(d) > ledger.today() and not k.planned then 'day_future' end
            into rule from unnest(days) d;
    end if;
    if rule is null then
        select ledger.quantity_fault(k.counts, q, null) into rule from unnest(quantities) q
            where ledger.quantity_fault(k.counts, q, null) is not null limit 1;
    end if;
    if rule is null then
        select ledger.dims_fault(d, k.dims) into rule from unnest(dims) d
            where d is null or ledger.dims_fault(d, k.dims) is not null limit 1;
        if found and rule is null then
            rule := 'dims';
        end if;
    end if;
    if rule is null and exists (select from unnest(dim) i where i is null or i not between 0 and cardinality(dims)) then
        rule := 'dims';
    end if;
    if rule is not null then
        perform ledger.refuse(rule, 0);
    end if;
    insert into public.ledger_line (record_id, action_id, quantity, day, place, office, actor,
        kind_id, purpose, state_from, state_to, dims)
    select r, action, coalesce(q, quantities[1]), coalesce(d, days[1]), coalesce(p, places[1]), office, actor,
        k.id, purpose, state_from, state_to, coalesce(dims[coalesce(i, dim[1])], '{}')
    from unnest(records, days, places, quantities, dim) with ordinality as u(r, d, p, q, i, n)
    order by n;
    get diagnostics written = row_count;
    return written;
end $$;
revoke all on function ledger.append_columns(text, uuid, int, int, text, text, text, uuid[], date[], int[],
    bigint[], jsonb[], int[]) from public;
grant execute on function ledger.append_columns(text, uuid, int, int, text, text, text, uuid[], date[], int[],
    bigint[], jsonb[], int[]) to {app};
"""

LOOKUPS = """
create function ledger.log_lookup(
    actor int, office int, purpose text, reference text, query_kind text, shown uuid[], record uuid,
    channel text default 'web') returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    rule text := case
        when actor is null then 'actor'
        when not ledger.may_act_as(actor) then 'actor_not_session'
        when office is null and actor > 2 then 'office'
        when purpose is null or ledger.code_fault(purpose) then 'purpose'
        when reference !~ '^[A-Za-z0-9Đđ_./-]{0,64}$' then 'reference'
        when query_kind is null or ledger.code_fault(query_kind) then 'query_kind'
        when channel is null or ledger.code_fault(channel) then 'channel'
        when cardinality(shown) > 10000 or array_position(shown, null) is not null then 'shown'
    end;
    written bigint;
begin
    if rule is not null then
        perform ledger.refuse(rule, 0);
    end if;
    perform pg_current_xact_id();
    insert into public.ledger_lookup (record_id, actor, office, purpose, reference, query_kind, channel, shown)
    values (record, actor, office, purpose, nullif(reference, ''), query_kind, channel, coalesce(shown, '{}'))
    returning id into written;
    return written;
end $$;
revoke all on function ledger.log_lookup(int, int, text, text, text, uuid[], uuid, text) from public;
grant execute on function ledger.log_lookup(int, int, text, text, text, uuid[], uuid, text) to {app};
"""

READING = """
-- The line that corrects this one, or null. Reads as the owner: it may lie in a place the viewer doesn't see, and
-- that a line no longer stands must be seen by whoever sees the line.
create function ledger.corrector(line bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select id from public.ledger_line where corrects = line $$;
revoke all on function ledger.corrector(bigint) from public;
grant execute on function ledger.corrector(bigint) to {app};

-- Who looked at a record, newest first; for auditors alone. A function, because under row security the index on
-- `shown` isn't used.
create function ledger.lookups_of(record uuid, before bigint, lim int) returns setof public.ledger_lookup
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select l.* from public.ledger_lookup l
    where access.audit() and (l.record_id = record or l.shown @> array[record])
      and l.id < coalesce(before, 9223372036854775807)
    order by l.id desc limit lim
$$;
revoke all on function ledger.lookups_of(uuid, bigint, int) from public;
grant execute on function ledger.lookups_of(uuid, bigint, int) to {app};
"""

STANDING = """
-- The lines that count: no line corrects them and they aren't voids. The view reads as its owner, because a
-- correction may lie in a place the viewer doesn't see, and repeats the policy of ledger_line for what it shows.
create view ledger_standing with (security_barrier) as
select l.* from ledger_line l
where (l.place in (select unnest(access.places()))
       or l.office = (select access.office())
       or (select access.everywhere()))
  and l.quantity <> 0
  and not exists (select from ledger_line c where c.corrects = l.id);
grant select on ledger_standing to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        statements(CHECKS, APPEND, COLUMNS, LOOKUPS, READING, STANDING),
        migrations.CreateModel(
            "Standing",
            [("id", models.BigIntegerField(primary_key=True))],
            options={"managed": False, "db_table": "ledger_standing"},
        ),
    ]
