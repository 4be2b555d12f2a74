import diaban.core.ids
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("resident_id", models.UUIDField()),
                (
                    "kind",
                    models.TextField(
                        choices=[("cmnd", "Số CMND cũ"), ("id_no", "Số định danh cũ"), ("name", "Tên gọi khác")]
                    ),
                ),
                ("value", models.TextField(db_collation="C")),
                ("issuer", models.TextField(blank=True, db_default="", default="")),
                ("issued_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["resident_id"], name="alias_resident"),
                    models.Index(fields=["value"], name="alias_value"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=diaban.core.ids.uuid7, primary_key=True, serialize=False)),
                ("resident_id", models.UUIDField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("register", "Ghi vào sổ"),
                            ("birth", "Sinh"),
                            ("death", "Mất"),
                            ("move_in", "Chuyển đến"),
                            ("move_out", "Chuyển đi"),
                        ]
                    ),
                ),
                ("day", models.DateField()),
                ("detail", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("lines", models.JSONField(default=list)),
                ("action_id", models.UUIDField()),
                ("voided_by", models.UUIDField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["resident_id", "day"], name="event_resident")],
            },
        ),
        migrations.CreateModel(
            name="History",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.TextField()),
                ("row_id", models.TextField()),
                ("subject", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("action_id", models.UUIDField(null=True)),
                ("actor", models.IntegerField(null=True)),
                ("old", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "at"], name="history_subject")],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=diaban.core.ids.uuid7, primary_key=True, serialize=False)),
                ("code", models.TextField(blank=True, db_default="", default="")),
                ("place", models.IntegerField()),
                ("address", models.TextField(blank=True, db_default="", default="")),
                ("head_id", models.UUIDField(blank=True, null=True)),
                ("office", models.IntegerField()),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["place", "code"], name="household_place_code")],
            },
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.UUIDField(default=diaban.core.ids.uuid7, primary_key=True, serialize=False)),
                ("full_name", models.TextField()),
                ("fold", models.TextField(db_collation="C")),
                ("sort_key", models.TextField(db_collation="C")),
                (
                    "sex",
                    models.CharField(choices=[("m", "Nam"), ("f", "Nữ"), ("u", "Chưa rõ")], default="u", max_length=1),
                ),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "birth_precision",
                    models.CharField(
                        choices=[
                            ("d", "Đủ ngày, tháng, năm"),
                            ("m", "Chỉ tháng, năm"),
                            ("y", "Chỉ năm"),
                            ("u", "Chưa rõ"),
                        ],
                        default="u",
                        max_length=1,
                    ),
                ),
                ("death_date", models.DateField(blank=True, null=True)),
                ("id_no", models.TextField(blank=True, db_collation="C", null=True)),
                ("place", models.IntegerField()),
                ("present_place", models.IntegerField(blank=True, null=True)),
                ("household_id", models.UUIDField(blank=True, null=True)),
                (
                    "relation",
                    models.TextField(
                        choices=[
                            ("head", "Chủ hộ"),
                            ("spouse", "Vợ/Chồng"),
                            ("child", "Con"),
                            ("parent", "Bố/Mẹ"),
                            ("grandchild", "Cháu"),
                            ("grandparent", "Ông/Bà"),
                            ("sibling", "Anh/Chị/Em"),
                            ("in_law", "Con dâu/Con rể"),
                            ("other", "Khác"),
                        ],
                        default="other",
                    ),
                ),
                ("phone", models.TextField(blank=True, db_default="", default="")),
                ("address", models.TextField(blank=True, db_default="", default="")),
                ("hometown", models.TextField(blank=True, db_default="", default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("present", "Đang cư trú"),
                            ("absent", "Khai báo tạm vắng"),
                            ("away", "Tạm trú nơi khác"),
                            ("dead", "Đã mất"),
                            ("moved", "Đã chuyển đi"),
                            ("void", "Ghi nhầm"),
                        ],
                        default="present",
                    ),
                ),
                ("office", models.IntegerField()),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "sort_key", "id"], name="resident_place_sort"),
                    models.Index(fields=["sort_key", "id"], name="resident_sort"),
                    models.Index(fields=["fold", "birth_date"], name="resident_fold_birth"),
                    models.Index(fields=["household_id"], name="resident_household"),
                    models.Index(
                        condition=models.Q(("present_place__isnull", False)),
                        fields=["present_place"],
                        name="resident_present",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("id_no__isnull", False)), fields=("id_no",), name="resident_id_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("id_no__regex", "^[0-9]{12}$"), ("id_no", None), _connector="OR"),
                        name="resident_id_no_shape",
                    ),
                    models.CheckConstraint(condition=models.Q(("full_name", ""), _negated=True), name="resident_named"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_date", None), ("birth_precision", "u")),
                            models.Q(("birth_date__isnull", False), ("birth_precision__in", "dmy")),
                            _connector="OR",
                        ),
                        name="resident_birth_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("death_date__isnull", False), ("state", "dead")),
                            models.Q(models.Q(("state", "dead"), _negated=True), ("death_date", None)),
                            _connector="OR",
                        ),
                        name="resident_death_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.UUIDField(default=diaban.core.ids.uuid7, primary_key=True, serialize=False)),
                ("resident_id", models.UUIDField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("permanent", "Thường trú"),
                            ("temporary", "Tạm trú"),
                            ("absent", "Tạm vắng"),
                            ("visiting", "Lưu trú"),
                        ]
                    ),
                ),
                ("place", models.IntegerField()),
                ("address", models.TextField(blank=True, db_default="", default="")),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, db_default="", default="")),
                ("begun", models.BooleanField(db_default=True, default=True)),
                ("closed", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed", False), ("ends__isnull", False)),
                        fields=["ends"],
                        name="stay_to_end",
                    ),
                    models.Index(condition=models.Q(("begun", False)), fields=["starts"], name="stay_to_begin"),
                    models.Index(fields=["resident_id", "starts"], name="stay_resident"),
                    models.Index(fields=["place", "kind"], name="stay_place_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="stay_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends", None), ("kind", "permanent")),
                        fields=("resident_id",),
                        name="stay_one_permanent",
                    ),
                ],
            },
        ),
    ]
