"""What the application may do with the tables of the libraries it stands on."""

from django.db import migrations

from diaban.core.sql import grant, statements

ALL = "select, insert, update, delete"
#: Job arguments are written and finished jobs removed by the worker; the functions run with the caller's rights.
JOBS = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_rights"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        grant(ALL, "django_session", "mfa_authenticator", "usersessions_usersession", *JOBS),
        # allauth asks whether an account has addresses; there are none, and none may be added.
        grant("select", "account_emailaddress", "django_content_type", "django_migrations"),
        statements(
            "grant usage on sequence mfa_authenticator_id_seq, usersessions_usersession_id_seq to {app}",
            """do $$ declare name text; begin
                 for name in select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace
                             where relkind = 'S' and n.nspname = 'public' and relname like 'procrastinate%' loop
                   execute format('grant usage on sequence %s to {app}', name);
                 end loop;
               end $$""",
        ),
    ]
