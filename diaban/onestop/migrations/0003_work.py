"""A dossier may follow another room's case; offices write versions of procedures; a certificate is kept as it read."""

from __future__ import annotations

from django.db import migrations, models

from diaban.core.sql import grant


class Migration(migrations.Migration):
    dependencies = [("onestop", "0002_rights"), ("casework", "0005_own_hours")]
    operations = [
        migrations.AddField(
            model_name="dossier", name="work_id", field=models.UUIDField(blank=True, null=True, unique=True)
        ),
        migrations.AddField(
            model_name="procedure", name="own", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AlterField(
            model_name="slip",
            name="kind",
            field=models.TextField(
                choices=[
                    ("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
                    ("supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
                    ("refusal", "Phiếu từ chối giải quyết hồ sơ"),
                    ("apology", "Văn bản xin lỗi và đề nghị gia hạn"),
                    ("stop", "Thông báo dừng giải quyết hồ sơ"),
                    ("control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
                    ("certificate", "Xác nhận thông tin về cư trú"),
                ]
            ),
        ),
        grant("insert, update", "onestop_procedure"),
    ]
