"""Functions that run with the owner's rights don't lend them to whoever reaches the application's role."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from diaban.core import sql

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

_OWNERS = """
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
"""


def test_temporary_objects_are_looked_up_last() -> None:
    """Where pg_temp isn't named it comes first, and anyone can put a table with a trigger there."""
    functions = sql.rows(f"select p.oid::regprocedure::text, p.proconfig[1] {_OWNERS}")
    assert len(functions) > 10
    assert [name for name, path in functions if not (path or "").endswith(", pg_temp")] == []


def test_only_those_named_may_call_them() -> None:
    public = sql.rows(
        f"select p.oid::regprocedure::text {_OWNERS} and has_function_privilege('public', p.oid, 'execute')"
    )
    assert public == []


def test_a_temporary_table_of_the_same_name_changes_nothing() -> None:
    before = sql.value("select version from public.areas_state")
    sql.execute("create temporary table areas_state (version bigint)")
    sql.execute("insert into pg_temp.areas_state values (0)")
    sql.execute("grant all on pg_temp.areas_state to public")
    sql.execute(
        "insert into areas_unit (id, level, code, valid_from, snapshot)"
        " values (nextval('areas_own_unit'), 4, 'thu', '2026-01-01', false)"
    )
    assert sql.value("select version from pg_temp.areas_state") == 0
    assert sql.value("select version from public.areas_state") > before
    sql.execute("drop table pg_temp.areas_state")


@pytest.mark.parametrize(
    ("function", "references"),
    [
        ("figures.enqueue()", "new table as added"),
        ("people.keep_old('id')", "new table as old_rows"),
        ("areas.changed()", "new table as added"),
    ],
)
def test_the_owners_triggers_cannot_be_hung_on_another_table(function: str, references: str) -> None:
    sql.execute("create temporary table own (id uuid)")
    with pytest.raises(ProgrammingError, match="permission denied for function"), transaction.atomic():
        sql.execute(
            f"create trigger own after insert on own referencing {references}"
            f" for each statement execute function {function}"
        )


@pytest.mark.parametrize(
    "wish",
    [
        "create table public.own (id int)",
        "create function public.own() returns int language sql as 'select 1'",
        "alter table people_resident disable row level security",
        "alter table ledger_line disable trigger kept",
        "create policy own on people_resident using (true)",
        "insert into ledger_line (record_id, action_id, day, place, office, actor, kind_id)"
        " values (gen_random_uuid(), gen_random_uuid(), current_date, 1, 1, 1, 1)",
        "update figures_cell set n = 0",
        "insert into people_history (table_name, row_id, subject, old) values ('', '', gen_random_uuid(), '{}')",
        "delete from people_event",
        "delete from people_resident",
        "set session_replication_role = replica",
        "select pg_read_file('PG_VERSION')",
        "copy people_alias to program 'true'",
    ],
)
def test_the_application_may_not(wish: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be (owner|superuser)|row-level security"),
        transaction.atomic(),
    ):
        sql.execute(wish)
