"""A clock stands still exactly while a pause is open, and a case that is over has none: the table itself says so."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

CHECKS = """
alter table casework_case
    add constraint casework_case_paused check (paused = upper_inf(pauses)),
    add constraint casework_case_over check (closed_at is null or not paused);
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_own_hours")]
    operations = [statements(CHECKS)]
