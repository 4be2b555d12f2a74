"""Who is asking (session variables), the kinds, the lines and the look-ups; nothing is ever changed or removed.

The functions of the schema `access` read variables that the access room sets on the connection; they are made
here because the policies of every table, this room's included, stand on them.
"""

from __future__ import annotations

from django.db import migrations, models

from diaban.core.sql import statements

SESSION = """
create schema access;
grant usage on schema access to {app};

-- Places whose persons the viewer may see; nothing set means nothing seen.
create function access.scope() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('diaban.scope', true), ''), '{}')::int[] $$;

-- Places whose ledger lines and figures the viewer may read: those of the scope, and those of a role that sees
-- figures but no person.
create function access.places() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('diaban.places', true), ''),
                   nullif(current_setting('diaban.scope', true), ''), '{}')::int[] $$;

create function access.office() returns int language sql stable parallel safe as
$$ select nullif(current_setting('diaban.office', true), '')::int $$;

create function access.everywhere() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('diaban.everywhere', true), '') = 'on' $$;

-- May read who looked at whom: auditors.
create function access.audit() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('diaban.audit', true), '') = 'on' $$;

create function access.actor() returns int language sql stable parallel safe as
$$ select nullif(current_setting('diaban.actor', true), '')::int $$;

create function access.purpose() returns text language sql stable parallel safe as
$$ select nullif(current_setting('diaban.purpose', true), '') $$;

-- Single records outside the scope that an exact number and a purpose opened.
create function access.reach() returns uuid[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('diaban.reach', true), ''), '{}')::uuid[] $$;
"""

TABLES = """
create schema ledger;
grant usage on schema ledger to {app};

create table ledger_kind (
    id smallint generated always as identity primary key,
    code text collate "C" not null unique check (code ~ '^[a-z_]+[.][a-z0-9_]+$'),
    domain text collate "C" not null,
    record_type text collate "C" not null,
    unit text collate "C" not null,
    dims text[] collate "C" not null default '{}',
    counts text collate "C" not null default 'signed' check (counts in ('one', 'positive', 'signed')),
    planned boolean not null default false
);
grant select on ledger_kind to {app};

-- Columns by falling width, so that a row carries no padding.
create table ledger_line (
    id bigint generated always as identity primary key,
    recorded_at timestamptz not null default now(),
    record_id uuid not null,
    action_id uuid not null,
    quantity bigint not null default 1,
    corrects bigint,
    day date not null,
    place int not null,
    office int not null,
    actor int not null,
    kind_id smallint not null,
    purpose text collate "C",
    state_from text collate "C",
    state_to text collate "C",
    dims jsonb not null default '{}'
);
create index ledger_line_kind_place_day on ledger_line (kind_id, place, day);
-- Read backwards for the newest first. Ascending, because new lines then go to the end of a kind's range and leave
-- full pages behind; descending costs twice the bytes.
create index ledger_line_kind_day on ledger_line (kind_id, day, id);
create index ledger_line_record on ledger_line (record_id);
create unique index ledger_line_corrects on ledger_line (corrects) where corrects is not null;
alter table ledger_line enable row level security;
create policy in_scope on ledger_line for select to {app} using (
    place in (select unnest(access.places()))
    or office = (select access.office())
    or (select access.everywhere())
);
grant select on ledger_line to {app};

create table ledger_lookup (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    record_id uuid,
    actor int not null,
    office int,
    purpose text collate "C" not null,
    reference text collate "C",
    query_kind text collate "C" not null,
    channel text collate "C" not null,
    shown uuid[] not null default '{}'
);
create index ledger_lookup_actor on ledger_lookup (actor, id desc);
create index ledger_lookup_record on ledger_lookup (record_id, id desc) where record_id is not null;
create index ledger_lookup_shown on ledger_lookup using gin (shown);
alter table ledger_lookup enable row level security;
create policy own_or_audit on ledger_lookup for select to {app} using (
    actor = (select access.actor()) or (select access.audit())
);
grant select on ledger_lookup to {app};
"""

KEPT = """
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: write a correcting line instead', tg_table_name
        using errcode = 'DBL02';
end $$;

create trigger kept before update or delete or truncate on ledger_line
    for each statement execute function ledger.refuse_change();
create trigger kept before update or delete or truncate on ledger_lookup
    for each statement execute function ledger.refuse_change();
alter table ledger_line enable always trigger kept;
alter table ledger_lookup enable always trigger kept;
"""


def _table(name: str, table: str, fields: list[tuple[str, models.Field[object, object]]]) -> migrations.CreateModel:
    return migrations.CreateModel(name, fields, options={"managed": False, "db_table": table})


class Migration(migrations.Migration):
    initial = True
    operations = [
        statements(SESSION, TABLES, KEPT),
        _table("Kind", "ledger_kind", [("id", models.SmallIntegerField(primary_key=True))]),
        _table("LedgerLine", "ledger_line", [("id", models.BigIntegerField(primary_key=True))]),
        _table("Lookup", "ledger_lookup", [("id", models.BigIntegerField(primary_key=True))]),
    ]
