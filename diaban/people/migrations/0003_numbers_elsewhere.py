"""Which numbers of a list are already held by someone: asked before a list is written, so that one taken number
does not stop ten thousand rows. It says that a number is taken, never by whom or where."""

from django.db import migrations

from diaban.core.sql import statements

TAKEN = [
    """create function people.numbers_taken(wanted text[]) returns text[]
       language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
       begin
         if access.actor() is null then
           raise exception 'asking for numbers needs an actor' using errcode = 'insufficient_privilege';
         end if;
         return array(select id_no from public.people_resident where id_no = any(wanted));
       end $$""",
    "revoke all on function people.numbers_taken(text[]) from public",
    "grant execute on function people.numbers_taken(text[]) to {app}",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0002_rights")]

    operations = [statements(*TAKEN)]
