"""Staff have a telephone at work; offices a version, so that two people who correct one at once are told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_tokens")]

    operations = [
        migrations.AddField("staff", "phone", models.CharField(blank=True, db_default="", default="", max_length=16)),
        migrations.AddField("office", "version", models.IntegerField(db_default=1, default=1)),
    ]
