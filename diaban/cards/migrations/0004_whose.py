"""Who sees and changes what the drives, batches and duties of the room are kept in.

A duty, an earlier card and a card go with their bearer: whoever sees the resident sees them, wherever they were
written, so that nobody is taken for someone without a card because they moved.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, statements

_OFFICE = "office = (select access.office())"
_BEARER = "exists (select from people_resident r where r.id = {table}.resident_id)"


def _kept(table: str, mine: str, rights: str) -> str:
    policies = [f"alter table {table} enable row level security;",
                f"create policy seen on {table} for select to {{app}} using ({mine});"]  # fmt: skip
    if "insert" in rights:
        policies.append(f"create policy added on {table} for insert to {{app}} with check ({mine});")
    if "update" in rights:
        policies.append(f"create policy changed on {table} for update to {{app}} using ({mine}) with check ({mine});")
    if "delete" in rights:
        policies.append(f"create policy removed on {table} for delete to {{app}} using ({mine});")
    return "\n".join([*policies, f"grant {rights} on {table} to {{app}};\n"])


NUMBERS = f"""
create table cards_batchno (
    office int not null references access_office (id),
    day date not null,
    last int not null check (last > 0),
    primary key (office, day)
);
{_kept("cards_batchno", _OFFICE, "select, insert, update")}
"""

OF_BEARERS = "".join(
    _kept(table, f"{among('place')} or {_BEARER.replace('{table}', table)}", "select, insert, update, delete")
    for table in ("cards_due", "cards_earlier")
)
CARDS = "".join(
    f"alter policy {name} on cards_card {how} ({among('place')} or {_OFFICE} or "
    f"{_BEARER.replace('{table}', 'cards_card')});\n"
    for name, how in (("seen", "using"), ("changed", "using"))
)
OF_OFFICES = "".join(
    _kept(table, f"{among('place')} or {_OFFICE}", rights)
    for table, rights in (
        ("cards_batch", "select, insert, update"), ("cards_item", "select, insert, update"),
        ("cards_answer", "select, insert"),
    )
) + "grant usage on sequence cards_item_id_seq to {app};\n"  # fmt: skip

#: A drive names nobody: who works inside its area reads it.
_MINE = "unit_id = any((select access.places())::int[]) or (select access.everywhere())"
_INSIDE = """exists (select from areas_within w where w.unit_id = cards_drive.unit_id
    and w.place_id = any((select access.places())::int[]))"""
DRIVES = f"""
alter table cards_drive enable row level security;
create policy seen on cards_drive for select to {{app}} using ({_MINE} or {_INSIDE});
create policy added on cards_drive for insert to {{app}} with check ({_MINE});
grant select, insert on cards_drive to {{app}};
grant select, insert, update on cards_round to {{app}};
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0003_drives"), ("people", "0010_ground"), ("targets", "0002_rights")]
    operations = [statements(NUMBERS, OF_BEARERS, CARDS, OF_OFFICES, DRIVES)]
