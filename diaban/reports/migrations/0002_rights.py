"""A report is read where its area is the reader's, and at the office that made it; what was signed stays as it is."""

from django.db import migrations

from diaban.core.sql import grant, statements

#: A report holds figures to the last one, so a role that opens none (an analyst) reads none: it sees no person's place.
READS = """place = any((select access.scope())::int[]) or (select access.everywhere())
    or ((select access.audit()) and place = any((select access.places())::int[]))"""
OWN = "office = (select access.office())"

KEPT = """
create function reports_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what was signed is append-only';
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("ledger", "0005_cuts"), ("access", "0004_audit")]

    operations = [
        statements(
            *(f"alter table {table} enable row level security" for table in ("reports_report", "reports_signed")),
            *(
                f"create policy reads on {table} for select to {{app}} using ({READS})"
                for table in ("reports_report", "reports_signed")
            ),
            f"create policy drafts on reports_report for insert to {{app}} with check ({OWN})",
            f"create policy goes_on on reports_report for update to {{app}} using ({OWN}) with check ({OWN})",
            f"create policy signs on reports_signed for insert to {{app}} with check ({OWN})",
            KEPT,
            "create trigger kept before update or delete or truncate on reports_signed"
            " for each statement execute function reports_refuse_change()",
            "alter table reports_signed enable always trigger kept",
        ),
        grant("select, insert, update", "reports_report"),
        grant("select, insert", "reports_signed"),
    ]
