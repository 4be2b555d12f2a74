"""Who sees and changes applications and cards; the numbers of appointment slips."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

_MINE = "place in (select unnest(access.scope())) or office = (select access.office())"

TABLES = """
create table cards_slip (
    office int not null references access_office (id),
    day date not null,
    last int not null check (last > 0),
    primary key (office, day)
);
alter table cards_slip enable row level security;
create policy own on cards_slip for all to {app} using (office = (select access.office()))
    with check (office = (select access.office()));
grant select, insert, update on cards_slip to {app};
"""

RIGHTS = "".join(
    f"""
alter table {table} enable row level security;
create policy seen on {table} for select to {{app}} using ({_MINE});
create policy added on {table} for insert to {{app}} with check ({_MINE});
create policy changed on {table} for update to {{app}} using ({_MINE}) with check ({_MINE});
grant select, insert, update on {table} to {{app}};
"""
    for table in ("cards_application", "cards_card")
)


class Migration(migrations.Migration):
    dependencies = [("cards", "0001_initial"), ("access", "0006_phone_version"), ("casework", "0001_initial")]
    operations = [statements(TABLES, RIGHTS)]
