"""An auditor reads the look-ups of the offices of their ground, and those of its residents by whichever office.

The ledger's own migrations can't name offices, so its policy and function are narrowed here.
"""

from django.db import migrations

from diaban.core.sql import statements

#: Look-ups carry an office and no place. Those of an operator's command (office 0) concern every ground.
AUDITS = """
create function access.audits(office int) returns boolean language sql stable as $$
    select access.everywhere() or (access.audit() and (office = 0 or exists (
        select from public.access_office o where o.id = office and o.unit_id = any((select access.places())::int[]))))
$$
"""
POLICY = """
alter policy own_or_audit on ledger_lookup using (
    actor = (select access.actor())
    or (select access.everywhere())
    or ((select access.audit()) and (office = 0 or office in (
        select o.id from access_office o where o.unit_id = any((select access.places())::int[])))))
"""
#: Whoever looked at a resident of the ground is the ground's matter: a record with lines there is one of its own.
OF_RECORD = """
create or replace function ledger.lookups_of(record uuid, before bigint, lim int) returns setof public.ledger_lookup
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select l.* from public.ledger_lookup l
    where (l.record_id = record or l.shown @> array[record])
      and access.audit()
      and (access.audits(l.office) or exists (
          select from public.ledger_line n where n.record_id = record and n.place = any((select access.places())::int[])))
      and l.id < coalesce(before, 9223372036854775807)
    order by l.id desc limit lim
$$
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_library_rights"), ("ledger", "0002_append")]

    operations = [statements(AUDITS, POLICY, OF_RECORD, "grant execute on function access.audits(int) to {app}")]
