"""Offices, staff, postings, accounts, failed attempts and purposes."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("key", models.CharField(db_collation="C", max_length=72, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("first_at", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=32, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("ubnd", "Ủy ban nhân dân"),
                            ("hdnd", "Hội đồng nhân dân"),
                            ("congan", "Công an"),
                            ("pvhcc", "Trung tâm Phục vụ hành chính công"),
                            ("chqs", "Ban Chỉ huy quân sự"),
                            ("mttq", "Ủy ban Mặt trận Tổ quốc"),
                            ("danguy", "Đảng ủy"),
                            ("doan", "Đoàn Thanh niên"),
                            ("so", "Sở, ban, ngành"),
                            ("thon", "Thôn, tổ dân phố"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Trung ương"),
                            (1, "Cấp tỉnh"),
                            (2, "Cấp huyện"),
                            (3, "Cấp xã"),
                            (4, "Thôn, tổ dân phố"),
                        ]
                    ),
                ),
                ("unit_id", models.IntegerField(db_index=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="access.office",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Purpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=24)),
                ("title", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("basis", models.CharField(blank=True, max_length=240)),
                ("needs_reference", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="purpose_dated"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="purpose_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(db_collation="C", max_length=32, unique=True)),
                ("full_name", models.CharField(max_length=120)),
                ("fold", models.CharField(db_collation="C", db_index=True, max_length=120)),
                ("sort_key", models.CharField(db_collation="C", db_index=True, max_length=400)),
                ("is_system", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("full_name", ""), _negated=True), models.Q(("number", ""), _negated=True)
                        ),
                        name="staff_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("post", models.CharField(max_length=120)),
                ("rank", models.CharField(blank=True, max_length=60)),
                ("role", models.CharField(db_collation="C", max_length=24)),
                ("unit_id", models.IntegerField(blank=True, null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="access.office"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="access.staff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(db_collation="C", max_length=64, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_demo", models.BooleanField(default=False)),
                ("must_change_password", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="account", to="access.staff"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="office_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("body__in", ["ubnd", "hdnd", "congan", "pvhcc", "chqs", "mttq", "danguy", "doan", "so", "thon"])
                ),
                name="office_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(condition=models.Q(("level__in", [0, 1, 2, 3, 4])), name="office_level"),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="office_parent_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="posting_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", "system"]), _negated=True), name="posting_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("staff_id"), models.F("staff_id"), models.Value("[]"), function="int4range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("office_id"), models.F("office_id"), models.Value("[]"), function="int4range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[)"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="posting_once_at_an_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("username__regex", "^[a-z0-9][a-z0-9._-]{2,63}$")), name="account_username"
            ),
        ),
    ]
