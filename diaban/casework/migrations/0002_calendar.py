"""Changes of the calendar: who changed what, and which deadlines moved; open cases are gone over in batches."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

CHANGES = """
-- What cases were computed with is looked at while all open ones are gone over: no index is worth its upkeep.
drop index casework_case_computed;

create table casework_change (
    version int primary key,
    at timestamptz not null default now(),
    action_id uuid not null,
    actor int not null,
    office int not null,
    what jsonb not null,
    moves jsonb not null default '{}',
    looked bigint not null default 0,
    moved bigint not null default 0,
    passes smallint not null default 0,
    walked_to uuid,
    passed_at timestamptz,
    finished_at timestamptz
);
grant select, insert, update on casework_change to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [statements(CHANGES)]
