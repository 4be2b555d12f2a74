"""Staging belongs to the office whose workbook it is: its own rows are all that the application sees of it."""

from django.db import migrations

from diaban.core.sql import grant, statements

TABLES = ("papers_import", "papers_row", "papers_columnmemory")
MINE = "office = (select access.office())"


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("access", "0002_rights")]

    operations = [
        statements(
            *(
                text
                for table in TABLES
                for text in (
                    f"alter table {table} enable row level security",
                    f"create policy own on {table} to {{app}} using ({MINE}) with check ({MINE})",
                )
            )
        ),
        grant("select, insert, update, delete", *TABLES),
    ]
