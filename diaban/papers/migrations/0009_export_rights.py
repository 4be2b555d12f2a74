"""An export is its maker's own; an auditor reads those of the offices of their ground, and the clock removes files."""

from django.db import migrations

from diaban.core.sql import grant, statements

OWN = "actor = (select access.actor())"
CLOCK = "(select access.actor()) = 1"
#: As the look-ups that an export writes.
AUDIT = """(select access.everywhere()) or ((select access.audit()) and office in (
    select o.id from access_office o where o.unit_id = any((select access.places())::int[])))"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0008_exports"), ("access", "0004_audit")]

    operations = [
        statements(
            "alter table papers_export enable row level security",
            f"create policy reads on papers_export for select to {{app}} using ({OWN} or {CLOCK} or {AUDIT})",
            f"create policy begins on papers_export for insert to {{app}} with check ({OWN})",
            f"create policy goes_on on papers_export for update to {{app}} using ({OWN} or {CLOCK})"
            f" with check ({OWN} or {CLOCK})",
        ),
        grant("select, insert, update", "papers_export"),
    ]
