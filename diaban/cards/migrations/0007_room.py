"""Rows that change a few times soon after they were written find room on their own page."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

ROOM = """
alter table cards_application set (fillfactor = 60);
alter table cards_item set (fillfactor = 60);
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0006_bearers")]
    operations = [statements(ROOM)]
