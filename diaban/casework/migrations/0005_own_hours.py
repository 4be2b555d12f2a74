"""Hours of an office are changed by administrators, as days are; what ships leaves them alone."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

HOURS = """
alter table casework_hours add column own boolean not null default false;
grant insert, update, delete on casework_hours to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_quick_inbox")]
    operations = [statements(HOURS)]
