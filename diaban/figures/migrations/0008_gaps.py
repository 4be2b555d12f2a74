"""What is kept may have gaps: known from a day, not known for some months in between, known again."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

GAPS = "alter table figures_known add column gaps datemultirange not null default '{}'"


class Migration(migrations.Migration):
    dependencies = [("figures", "0007_merge")]
    operations = [statements(GAPS)]
