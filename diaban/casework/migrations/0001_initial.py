"""Cases, the rules and the calendar they run by, and how many stand where.

A case is found by its tab: 0 running, 1 due today, 2 late, 3 waiting, 9 closed. How many there are in each is kept by
place, kind and office: every statement that changes cases leaves its difference in a queue, a merger moves the queue
into the tally, and readers take both in one statement, as they do with figures.
"""

from __future__ import annotations

from django.db import migrations, models

from diaban.core.sql import statements

CALENDAR = """
create schema casework;
grant usage on schema casework to {app};

create table casework_rule (
    id int generated always as identity primary key,
    code text collate "C" not null,
    title text not null,
    amount int not null check (amount >= 0),
    unit text collate "C" not null check (unit in ('hour', 'working_hour', 'half_day', 'working_day', 'day', 'month')),
    cutoff time,
    rolls boolean not null default true,
    citation text not null,
    valid_from date not null,
    valid_to date check (valid_to > valid_from),
    unique (code, valid_from)
);
create table casework_day (
    day date primary key,
    worked boolean not null,
    title text not null,
    citation text not null,
    checked boolean not null default true,
    own boolean not null default false
);
create table casework_hours (
    id int generated always as identity primary key,
    weekday smallint not null check (weekday between 0 and 6),
    opens time not null,
    closes time not null check (closes > opens),
    counter boolean not null default false,
    citation text not null default '',
    valid_from date not null,
    valid_to date check (valid_to > valid_from)
);
create table casework_calendar (
    id smallint primary key default 1 check (id = 1),
    version int not null default 1,
    shipped text not null default '',
    map_version bigint not null default 0,
    offices_on date
);
insert into casework_calendar default values;
grant select on casework_rule, casework_day, casework_hours, casework_calendar to {app};
grant insert, update, delete on casework_day, casework_hours, casework_rule to {app};
grant update on casework_calendar to {app};
"""

CASES = """
-- Columns by falling width.
create table casework_case (
    id uuid primary key,
    opened_at timestamptz not null default now(),
    received_at timestamptz not null,
    clock_from timestamptz not null,
    due_at timestamptz,
    closed_at timestamptz,
    near_line bigint,
    late_line bigint,
    rank_at timestamptz not null generated always as (
        case when paused then timestamptz 'infinity' else coalesce(due_at, timestamptz 'infinity') end) stored,
    place int not null,
    office_id int not null references access_office (id),
    assignee_id int references access_staff (id),
    computed int not null default 0,
    version int not null default 1,
    tab smallint not null generated always as (case
        when closed_at is not null then 9 when paused then 3 when late then 2 when near then 1 else 0 end) stored,
    near boolean not null default false,
    late boolean not null default false,
    paused boolean not null default false,
    kind text collate "C" not null,
    state text collate "C" not null,
    title_code text collate "C" not null default '',
    rule text collate "C" not null default '',
    pauses tstzmultirange not null default '{}'
) with (fillfactor = 85);
create index casework_case_place on casework_case (place, tab, rank_at, id) where closed_at is null;
create index casework_case_rank on casework_case (tab, rank_at, id) where closed_at is null;
create index casework_case_mine on casework_case (assignee_id, rank_at, id) where closed_at is null;
create index casework_case_office on casework_case (office_id, tab, rank_at, id) where closed_at is null;
create index casework_case_computed on casework_case (computed) where closed_at is null and due_at is not null;

create table casework_tally (
    place int not null,
    office_id int not null,
    running int not null,
    near int not null,
    late int not null,
    waiting int not null,
    unassigned int not null,
    kind text collate "C" not null,
    primary key (place, kind, office_id)
) with (fillfactor = 85);
create index casework_tally_office on casework_tally (office_id);
-- No key: rows live for a second, and are found by where they lie.
create table casework_delta (
    place int not null,
    office_id int not null,
    running int not null,
    near int not null,
    late int not null,
    waiting int not null,
    unassigned int not null,
    kind text collate "C" not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
"""

_COUNTED = """
    select place, office_id,
        (coalesce(sum(n) filter (where tab = 0), 0))::int as running,
        (coalesce(sum(n) filter (where tab = 1), 0))::int as near,
        (coalesce(sum(n) filter (where tab = 2), 0))::int as late,
        (coalesce(sum(n) filter (where tab = 3), 0))::int as waiting,
        (coalesce(sum(n) filter (where free), 0))::int as unassigned, kind
    from ({rows}) each group by place, office_id, kind
"""
_SIDE = "select {n} as n, place, office_id, kind, tab, assignee_id is null as free from {table} where closed_at is null"
_NEW = _COUNTED.format(rows=_SIDE.format(n=1, table="added"))
_BOTH = _COUNTED.format(rows=f"{_SIDE.format(n=1, table='added')} union all {_SIDE.format(n=-1, table='gone')}")
_GONE = _COUNTED.format(rows=_SIDE.format(n=-1, table="gone"))
_QUEUE = """
    insert into public.casework_delta (place, office_id, running, near, late, waiting, unassigned, kind)
    select place, office_id, running, near, late, waiting, unassigned, kind from ({counted}) c
    where (running, near, late, waiting, unassigned) is distinct from (0, 0, 0, 0, 0);
"""
_TRIGGER = """
create function casework.count_{verb}() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    {queue}
    return null;
end $$;
revoke all on function casework.count_{verb}() from public;
create trigger counted_{verb} after {verb} on casework_case {tables}
    for each statement execute function casework.count_{verb}();
alter table casework_case enable always trigger counted_{verb};
"""
_TABLES = {
    "insert": "referencing new table as added",
    "update": "referencing new table as added old table as gone",
    "delete": "referencing old table as gone",
}
COUNTED = "".join(
    _TRIGGER.format(verb=verb, queue=_QUEUE.format(counted=counted), tables=_TABLES[verb])
    for verb, counted in (("insert", _NEW), ("update", _BOTH), ("delete", _GONE))
)

MERGE = """
-- Moves up to `lim` queued differences into the tally; returns how many. One at a time: others return 0.
create function casework.merge(lim int) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    moved bigint;
begin
    if not pg_try_advisory_xact_lock(223173) then
        return 0;
    end if;
    with taken as (
        delete from public.casework_delta where ctid = any(array(select ctid from public.casework_delta limit lim))
        returning *
    ), moving as (
        select place, office_id, kind, sum(running) as running, sum(near) as near, sum(late) as late,
            sum(waiting) as waiting, sum(unassigned) as unassigned, count(*) as rows
        from taken group by place, office_id, kind
    ), kept as (
        insert into public.casework_tally as t (place, office_id, kind, running, near, late, waiting, unassigned)
        select place, office_id, kind, running, near, late, waiting, unassigned from moving
        order by place, kind, office_id
        on conflict (place, kind, office_id) do update set running = t.running + excluded.running,
            near = t.near + excluded.near, late = t.late + excluded.late, waiting = t.waiting + excluded.waiting,
            unassigned = t.unassigned + excluded.unassigned
    )
    select coalesce(sum(rows), 0) into moved from moving;
    return moved;
end $$;
revoke all on function casework.merge(int) from public;
grant execute on function casework.merge(int) to {app};

-- What tally and queue lack to equal the open cases, in one snapshot; no rows when they are right.
create function casework.differences() returns table (place int, office_id int, kind text, n bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d.place, d.office_id, d.kind, sum(abs(v))::bigint from (
        select place, office_id, kind, sum(running) as running, sum(near) as near, sum(late) as late,
            sum(waiting) as waiting, sum(unassigned) as unassigned
        from (
            select place, office_id, kind, (tab = 0)::int as running, (tab = 1)::int as near, (tab = 2)::int as late,
                (tab = 3)::int as waiting, (assignee_id is null)::int as unassigned
            from public.casework_case where closed_at is null
            union all select place, office_id, kind, -running, -near, -late, -waiting, -unassigned
            from public.casework_tally
            union all select place, office_id, kind, -running, -near, -late, -waiting, -unassigned
            from public.casework_delta
        ) both_sides group by place, office_id, kind
    ) d cross join lateral (values (d.running), (d.near), (d.late), (d.waiting), (d.unassigned)) x (v)
    group by 1, 2, 3 having sum(abs(v)) <> 0
$$;
revoke all on function casework.differences() from public;
grant execute on function casework.differences() to {app};
"""

_MINE = "place in (select unnest(access.scope())) or office_id = (select access.office())"
_REACHED = "id = any((select access.reach())::uuid[])"
#: An office that takes a case over may lie outside the viewer's ground: the action then names the case as reached.
RIGHTS = f"""
alter table casework_case enable row level security;
create policy seen on casework_case for select to {{app}} using ({_MINE} or {_REACHED});
create policy added on casework_case for insert to {{app}} with check ({_MINE});
create policy changed on casework_case for update to {{app}} using ({_MINE}) with check ({_MINE} or {_REACHED});
grant select, insert, update on casework_case to {{app}};
alter table casework_tally enable row level security;
alter table casework_delta enable row level security;
create policy seen on casework_tally for select to {{app}} using ({_MINE});
create policy seen on casework_delta for select to {{app}} using ({_MINE});
grant select on casework_tally, casework_delta to {{app}};
"""


def _table(name: str, key: models.Field[object, object]) -> migrations.CreateModel:
    return migrations.CreateModel(
        name,
        [("id" if name != "Day" else "day", key)],
        options={"managed": False, "db_table": f"casework_{name.lower()}"},
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0006_phone_version"), ("ledger", "0004_corrected"), ("areas", "0002_rights")]
    operations = [
        statements(CALENDAR, CASES, COUNTED, MERGE, RIGHTS),
        _table("Rule", models.AutoField(primary_key=True)),
        _table("Day", models.DateField(primary_key=True)),
        _table("Hours", models.AutoField(primary_key=True)),
        _table("Case", models.UUIDField(primary_key=True)),
    ]
