"""Which lines were corrected, for queries that keep their own row policies, order and limit.

The view `ledger_standing` is a barrier: no order and no limit reaches into it, so the first page of a province's lines
was found by reading all of them.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

CORRECTED = """
-- Reads as its owner: the correction may lie in a place the viewer doesn't see, and that a line no longer stands must
-- be seen by whoever sees the line. It holds numbers of lines and nothing else.
create view ledger_corrected as select corrects as id from ledger_line where corrects is not null;
grant select on ledger_corrected to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_seal")]
    operations = [statements(CORRECTED)]
