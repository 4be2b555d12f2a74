"""Room on the pages of staging: a commit says of every row what became of it, and then writes beside the row itself
instead of into every index once more, which is a fifth of an import's work."""

from django.db import migrations

from diaban.core.sql import statements


class Migration(migrations.Migration):
    dependencies = [("papers", "0006_attachments")]

    operations = [statements("alter table papers_row set (fillfactor = 50)")]
