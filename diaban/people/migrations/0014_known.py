"""The models of tables that an earlier migration made: known to Django, changed by nobody."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_probes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("merged_id", models.UUIDField()),
                ("into_id", models.UUIDField()),
                ("changed", models.JSONField()),
                ("added", models.JSONField()),
                ("lines", models.JSONField()),
                ("action_id", models.UUIDField()),
                ("office", models.IntegerField()),
                ("actor", models.IntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_merge",
                "managed": False,
            },
        ),
    ]
