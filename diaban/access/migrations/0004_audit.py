"""An auditor reads the look-ups of the offices of their ground, not of another province's."""

from django.db import migrations

from diaban.core.sql import statements

#: Look-ups carry an office and no place. Those of an operator's command (office 0) concern every ground.
LOOKUPS = """
alter policy own_or_audit on ledger_lookup using (
    actor = (select access.actor())
    or (select access.everywhere())
    or ((select access.audit()) and (office = 0 or office in (
        select o.id from access_office o where o.unit_id = any((select access.places())::int[])))))
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_library_rights"), ("ledger", "0002_append")]

    operations = [statements(LOOKUPS)]
