"""Access tokens of offices, counted rates, and answers kept for calls that are sent twice."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from diaban.core.sql import grant, statements

#: Unlogged: after a crash everyone simply starts counting afresh, and counting costs no write to the log.
RATE = """
create unlogged table access_rate (
    key text collate "C" primary key,
    full_at timestamptz not null
) with (fillfactor = 50)
"""
#: The kept answer may show a resident: only who asked may read it.
ONCE = """
alter table access_once enable row level security;
create policy own on access_once using (actor = (select access.actor())) with check (actor = (select access.actor()));
create function access.forget_old() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
    with once as (delete from public.access_once where made_at < now() - interval '24 hours' returning 1),
         rate as (delete from public.access_rate where full_at < now() - interval '1 hour' returning 1)
    select (select count(*) from once) + (select count(*) from rate)
$$;
revoke all on function access.forget_old() from public;
grant execute on function access.forget_old() to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_audit")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("prefix", models.CharField(db_collation="C", max_length=12, unique=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("name", models.CharField(max_length=80)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None),
                ),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=43), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="token", to="access.posting"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.token"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="token_dates"
                    ),
                    models.CheckConstraint(condition=models.Q(("scopes", []), _negated=True), name="token_scopes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("key", models.CharField(db_collation="C", max_length=64, primary_key=True, serialize=False)),
                ("actor", models.IntegerField()),
                ("asked", models.BinaryField(max_length=32)),
                ("status", models.SmallIntegerField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("etag", models.CharField(default="", max_length=80)),
                ("made_at", models.DateTimeField(db_index=True)),
            ],
        ),
        statements(RATE, ONCE),
        grant("select, insert, update", "access_token"),
        grant("select, insert, update, delete", "access_rate", "access_once"),
        statements("grant usage on sequence access_token_id_seq to {app}"),
    ]
