"""What the ledger can't know: from when a measure is kept in an area, and figures that were typed before that.

`figures_merged` says which record a merged one counts as; whoever merges writes it. Rows of the three tables are
added, and `figures_known` and `figures_declared` never changed: the newest row of a kind holds.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

TABLES = """
create table figures_known (
    id bigint generated always as identity primary key,
    measure text collate "C" not null,
    unit_id int not null references areas_unit (id),
    day date not null,
    document text not null default '',
    actor int not null,
    at timestamptz not null default now()
);
create index figures_known_measure on figures_known (measure, unit_id);
create table figures_declared (
    id uuid primary key,
    measure text collate "C" not null,
    unit_id int not null references areas_unit (id),
    since date not null,
    until date not null check (until >= since),
    value numeric not null,
    document text not null check (document <> ''),
    signer text not null check (signer <> ''),
    replaces uuid unique references figures_declared (id),
    withdrawn boolean not null default false,
    actor int not null,
    at timestamptz not null default now()
);
create index figures_declared_unit on figures_declared (unit_id, measure, since);
create table figures_merged (
    record_id uuid primary key,
    into_id uuid not null check (into_id <> record_id)
);
grant select, insert on figures_known, figures_declared to {app};
grant select, insert, delete on figures_merged to {app};
grant usage on sequence figures_known_id_seq to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_waiting"), ("areas", "0002_rights"), ("ledger", "0005_cuts")]
    operations = [statements(TABLES)]
