from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers may hang on a dossier of one-stop, too; that room's policy says who sees them."""

    dependencies = [("papers", "0009_export_rights")]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="owner_kind",
            field=models.TextField(
                choices=[("resident", "cư dân"), ("import", "lần nhập"), ("dossier", "hồ sơ một cửa")]
            ),
        ),
    ]
