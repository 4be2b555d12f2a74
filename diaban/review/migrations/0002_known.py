"""The models of tables that an earlier migration made: known to Django, changed by nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("doubt_id", models.UUIDField()),
                ("n", models.SmallIntegerField()),
                ("resident_id", models.UUIDField()),
                ("probability", models.FloatField()),
                ("evidence", models.JSONField(default=list)),
            ],
            options={
                "db_table": "review_candidate",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField(db_collation="C")),
                ("subject_id", models.UUIDField()),
                ("place", models.IntegerField()),
                ("office", models.IntegerField()),
                ("weight", models.FloatField()),
                ("needs", models.SmallIntegerField(default=1)),
                (
                    "state",
                    models.TextField(
                        choices=[("open", "Chờ đối chiếu"), ("decided", "Đã kết luận"), ("withdrawn", "Không cần nữa")],
                        default="open",
                    ),
                ),
                ("answer", models.UUIDField(null=True)),
                ("lines", models.JSONField(default=list)),
                ("version", models.IntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "review_doubt",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("doubt_id", models.UUIDField()),
                ("resident_id", models.UUIDField(null=True)),
                ("clerk", models.IntegerField()),
                ("deciding", models.BooleanField(default=False)),
                ("lines", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "review_verdict",
                "managed": False,
            },
        ),
    ]
