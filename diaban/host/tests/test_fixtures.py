"""The database fixtures keep what they promise to the other rooms' tests."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.pg15


def _current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def test_a_test_runs_as_the_application(db: None) -> None:
    assert _current_user() == "diaban_app"
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create table public.mine (x int)")


def test_the_owner_is_a_moment_in_the_same_transaction(owner_db: object) -> None:
    with owner_db() as cursor:  # type: ignore[operator]
        cursor.execute("create table public.mine as select 7 as x; grant select on public.mine to diaban_app")
    assert _current_user() == "diaban_app"
    with connection.cursor() as cursor:
        cursor.execute("select x from public.mine")
        assert cursor.fetchone() == (7,)


def test_what_the_last_test_made_is_gone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.mine')")
        assert cursor.fetchone() == (None,)


def test_a_fresh_database_is_the_applications(fresh_database: object) -> None:
    assert _current_user() == "diaban_app"


def test_letters_fold_as_vietnamese_needs(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select lower('ĐỖ THỊ Ướt')")
        assert cursor.fetchone() == ("đỗ thị ướt",)
