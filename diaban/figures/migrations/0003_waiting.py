"""How many differences wait to be merged: a number for whoever watches the system, not a row."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

WAITING = """
create function figures.waiting() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as
    'select count(*) from public.figures_queue';
revoke all on function figures.waiting() from public;
grant execute on function figures.waiting() to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_outside")]
    operations = [statements(WAITING)]
