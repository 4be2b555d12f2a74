"""A temporary residence may become permanent at the same place: an event of its own, so that it can be undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0016_families")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.TextField(
                choices=[
                    ("register", "Ghi vào sổ"),
                    ("birth", "Sinh"),
                    ("death", "Mất"),
                    ("move_in", "Chuyển đến"),
                    ("move_out", "Chuyển đi"),
                    ("settle", "Từ tạm trú thành thường trú"),
                ]
            ),
        ),
    ]
