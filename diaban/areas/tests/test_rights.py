"""What the application's role may not do to the map, whatever the code asks."""

from __future__ import annotations

import pytest
from django.db import Error, transaction

from diaban.areas.loading import load_shipped
from diaban.areas.queries import version
from diaban.core import sql

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


@pytest.mark.parametrize(
    "statement",
    [
        "update areas_unit set code = 'x' where id = 218754",
        "update areas_unit set parent_id = 2040 where id = 218754",
        "delete from areas_unit where id = 218754",
        "update areas_name set name = 'x' where unit_id = 218754",
        "delete from areas_name where unit_id = 218754",
        "delete from areas_edge where old_id = 118796",
        "update areas_edge set land = 'full'",
        "update areas_state set shipped = ''",
        "truncate areas_within",
        "alter table areas_unit disable trigger areas_guard",
    ],
)
def test_what_shipped_is_not_rewritten(statement: str) -> None:
    with pytest.raises(Error), transaction.atomic():
        sql.execute(statement)


def test_the_shipped_list_is_loaded_once() -> None:
    assert load_shipped() is False


def test_a_change_is_a_new_version_even_after_a_rollback() -> None:
    seen = {sql.value("select version from areas_state")}
    for _ in range(2):
        try:
            with transaction.atomic():
                sql.execute("update areas_unit set valid_to = '2030-01-01' where id = 218754")
                seen.add(sql.value("select version from areas_state"))
                raise RuntimeError
        except RuntimeError:
            pass
    assert len(seen) == 3
    assert version() > 0


@pytest.mark.slow
def test_the_owner_loads_a_newer_list_over_what_offices_did(owner_db: object) -> None:
    """Names and edges are replaced; the end that a reform gave a unit stays."""
    with owner_db() as cursor:  # type: ignore[operator]
        before = sql.value("select count(*) from areas_within")
        cursor.execute("update areas_state set shipped = 'older'")
        cursor.execute("update areas_unit set valid_to = '2030-01-01' where id = 218754")
        cursor.execute("delete from areas_name where unit_id = 218775")
        assert load_shipped() is True
        assert sql.value("select count(*) from areas_name where unit_id = 218775") == 1
        assert sql.value("select valid_to::text from areas_unit where id = 218754") == "2030-01-01"
        assert sql.value("select count(*) from areas_within") == before
        assert load_shipped() is False
