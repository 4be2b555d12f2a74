"""Which records were merged into one is asked for many rows at once: of lists beside residents."""

from django.db import migrations

from diaban.core.sql import statements


class Migration(migrations.Migration):
    dependencies = [("figures", "0008_gaps")]
    operations = [statements("create index figures_merged_into on figures_merged (into_id)")]
