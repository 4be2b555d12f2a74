from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps

from diaban.core import sql
from diaban.ledger import registry
from diaban.ledger.registry import Kind
from diaban.ledger.tests.conftest import TEST_KINDS, OwnerDb

pytestmark = pytest.mark.django_db


def test_kinds_are_copied_and_renewed(kinds: dict[str, Kind], owner_db: OwnerDb, monkeypatch: Any) -> None:
    ids = dict(sql.rows("select code, id from ledger_kind"))
    grown = replace(TEST_KINDS["test.one"], dims=("sex", "age"), counts="signed")
    monkeypatch.setattr(registry, "kinds", lambda: {**kinds, "test.one": grown})
    with owner_db():
        registry.sync()
    assert sql.one("select dims, counts from ledger_kind where code = 'test.one'") == (["sex", "age"], "signed")
    assert dict(sql.rows("select code, id from ledger_kind")) == ids


def test_dims_keep_their_order(kinds: dict[str, Kind], owner_db: OwnerDb, monkeypatch: Any) -> None:
    shuffled = replace(TEST_KINDS["test.count"], dims=("age", "sex"))
    monkeypatch.setattr(registry, "kinds", lambda: {"test.count": shuffled})
    with pytest.raises(ValueError, match=r"test\.count"), owner_db():
        registry.sync()


def test_two_rooms_can_not_share_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    class Room:
        name = "diaban.people"

    monkeypatch.setattr(apps, "get_app_configs", lambda: [Room(), Room()])
    with pytest.raises(ValueError, match="two rooms"):
        registry.kinds.__wrapped__()


def test_kinds_of_the_rooms_are_in_the_database() -> None:
    assert set(registry.kinds()) <= {row[0] for row in sql.rows("select code from ledger_kind")}
    for code, kind in registry.kinds().items():
        assert code == kind.code
        assert str(kind.title)
        assert str(kind.sentence)


def test_models_name_columns_that_are_there() -> None:
    for model in apps.get_app_config("ledger").get_models():
        columns = {
            row[0]
            for row in sql.rows(
                "select column_name from information_schema.columns where table_name = %s", [model._meta.db_table]
            )
        }
        assert {field.column for field in model._meta.fields} <= columns, model
