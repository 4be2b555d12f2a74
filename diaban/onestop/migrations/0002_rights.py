"""Who sees and changes dossiers, their slips and drafts; the numbers of a day; what hangs on a dossier."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, grant, statements

#: The ground it is about, the office that decides it, the one that took it in.
_MINE = f"({among('place')} or office = (select access.office()) or intake_office = (select access.office()))"
#: An office that a dossier is passed on to may lie outside the viewer's ground: the action names it as reached.
_REACHED = "id = any((select access.reach())::uuid[])"
_OF_DOSSIER = "exists (select from onestop_dossier d where d.id = {column})"
_OWN_DRAFT = "actor = (select access.actor()) and office = (select access.office())"

TABLES = """
create table onestop_serial (
    office int not null references access_office (id),
    day date not null,
    last int not null check (last > 0),
    primary key (office, day)
);
alter table onestop_serial enable row level security;
create policy own on onestop_serial for all to {app} using (office = (select access.office()))
    with check (office = (select access.office()));
grant select, insert, update on onestop_serial to {app};
"""
DOSSIERS = f"""
alter table onestop_dossier enable row level security;
create policy seen on onestop_dossier for select to {{app}} using ({_MINE} or {_REACHED});
create policy added on onestop_dossier for insert to {{app}} with check ({_MINE});
create policy changed on onestop_dossier for update to {{app}} using ({_MINE}) with check ({_MINE} or {_REACHED});
alter table onestop_slip enable row level security;
create policy of_dossier on onestop_slip for all to {{app}} using ({_OF_DOSSIER.format(column="dossier_id")})
    with check ({_OF_DOSSIER.format(column="dossier_id")});
alter table onestop_draft enable row level security;
create policy own on onestop_draft for all to {{app}} using ({_OWN_DRAFT}) with check ({_OWN_DRAFT});
create policy of_dossier on papers_attachment to {{app}}
    using (owner_kind = 'dossier' and {_OF_DOSSIER.format(column="owner")})
    with check (owner_kind = 'dossier' and {_OF_DOSSIER.format(column="owner")});
"""
#: Asked by who isn't signed in: a digest of number and last four digits finds one dossier or none, and says of it
#: where it stands, nothing of whom it is about. Drafts that nobody touched go by the clock, whosever they are.
FUNCTIONS = """
create schema if not exists onestop;
create function onestop.follow(wanted text) returns table (
    number text, title text, title_en text, state text, received_at timestamptz, promised_at timestamptz,
    decided_at timestamptz, delivered_at timestamptz, result_state text, fee_state text, fee int, intake text,
    asked jsonb
) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select d.number, p.title, p.title_en, d.state, d.received_at, d.promised_at, d.decided_at, d.delivered_at,
        d.result_state, d.fee_state, d.fee, o.name,
        (select s.body from public.onestop_slip s where s.dossier_id = d.id and s.kind = 'supplement'
            and s.answered_at is null)
    from public.onestop_dossier d join public.onestop_procedure p on p.id = d.procedure_id
    join public.access_office o on o.id = d.intake_office
    where d.key = wanted
$$;
revoke all on function onestop.follow(text) from public;
create function onestop.expire_drafts(before timestamptz) returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (delete from public.onestop_draft where updated_at < before returning 1) select count(*) from gone
$$;
revoke all on function onestop.expire_drafts(timestamptz) from public;
grant usage on schema onestop to {app};
grant execute on function onestop.follow(text), onestop.expire_drafts(timestamptz) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("onestop", "0001_initial"), ("access", "0007_ground"), ("casework", "0003_ground"), ("papers", "0010_dossiers"),
    ]  # fmt: skip
    operations = [
        statements(TABLES, DOSSIERS, FUNCTIONS),
        grant("select", "onestop_procedure"),
        grant("select, insert, update", "onestop_dossier", "onestop_slip"),
        grant("select, insert, update, delete", "onestop_draft"),
    ]
