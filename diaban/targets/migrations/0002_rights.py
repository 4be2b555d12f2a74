"""A target and its versions are read by whoever works inside its area; a unit's part by that unit and its managers."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import grant, statements

MINE = "(select access.everywhere()) or {0} = any((select access.places())::int[])"
#: Also who works inside: a commune reads the target of its province.
INSIDE = """exists (select from areas_within w where w.unit_id = {0}
    and w.place_id = any((select access.places())::int[]))"""
POLICIES = [
    f"create policy reads on targets_plan for select to {{app}} using ({MINE} or {INSIDE})".replace(
        "{0}", "targets_plan.unit_id"
    ),
    f"create policy sets on targets_plan for insert to {{app}} with check ({MINE})".replace("{0}", "unit_id"),
    f"create policy revises on targets_plan for update to {{app}} using ({MINE}) with check ({MINE})".replace(
        "{0}", "unit_id"
    ),
    f"create policy reads on targets_version for select to {{app}} using ({MINE} or {INSIDE})".replace(
        "{0}", "targets_version.ground_id"
    ),
    f"create policy sets on targets_version for insert to {{app}} with check ({MINE})".replace("{0}", "ground_id"),
    f"create policy reads on targets_part for select to {{app}} using ({MINE} or ground_id = any((select access.places())::int[]))".replace(
        "{0}", "unit_id"
    ),
    f"create policy sets on targets_part for insert to {{app}} with check ({MINE})".replace("{0}", "ground_id"),
]
#: Parts of a number that is divided are the whole, whoever writes them.
ADDS_UP = """
create function targets_adds_up() returns trigger language plpgsql as $$
declare
    whole bigint;
    sum_of_parts bigint;
begin
    select v.value, (select sum(p.value) from public.targets_part p where p.version_id = v.id)
    into whole, sum_of_parts
    from public.targets_version v join public.targets_plan t on t.id = v.plan_id
    where v.id = new.version_id and t.denominator = '' and v.split <> 'none';
    if found and sum_of_parts is distinct from whole then
        raise exception 'the parts of a target are %, not %', sum_of_parts, whole using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger adds_up after insert on targets_part deferrable initially deferred
    for each row execute function targets_adds_up();
"""


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial"), ("areas", "0002_rights"), ("access", "0004_audit")]
    operations = [
        statements(
            *(
                f"alter table {table} enable row level security"
                for table in ("targets_plan", "targets_version", "targets_part")
            ),
            *POLICIES,
            ADDS_UP,
        ),
        grant("select, insert", "targets_plan", "targets_version", "targets_part"),
        statements(
            "grant update (version, withdrawn) on targets_plan to {app}",
            "grant usage on sequence targets_version_id_seq, targets_part_id_seq to {app}",
        ),
    ]
