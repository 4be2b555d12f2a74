"""When a line was corrected, in leaves of the sealed tree: what stood at a cut is a matter of the leaves before it."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

CORRECTED_AT = """
-- As ledger_corrected, with the correcting line and its leaf (null while unsealed): numbers and nothing else.
create view ledger_corrected_at as
select c.corrects as id, c.id as by_id, f.seq
from ledger_line c left join ledger_leaf f on f.source = 0 and f.row_id = c.id
where c.corrects is not null;
grant select on ledger_corrected_at to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_corrected")]
    operations = [statements(CORRECTED_AT)]
