"""A case takes several steps soon after it came in: its new versions find room on their own page, and no index grows."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_own_index")]
    operations = [statements("alter table casework_case set (fillfactor = 60)")]
