"""Kinds of the tests' own, and short ways to make lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from diaban.core.ids import uuid7
from diaban.ledger import registry
from diaban.ledger.lines import Line
from diaban.ledger.registry import Kind

TEST_KINDS = {
    kind.code: kind
    for kind in (
        Kind("test.count", "thing", "Việc thử", "{actor} ghi {record} tại {place}", dims=("sex", "age", "way", "more")),
        Kind("test.one", "thing", "Một việc", "{office} ghi {record} ngày {day}, {sex}", dims=("sex",), counts="one",
             labels={"sex": {"f": "nữ", "m": "nam"}}),
        Kind("test.gain", "thing", "Phần thêm", "{office} thêm {quantity}", counts="positive"),
        Kind("test.plan", "thing", "Kế hoạch", "{office} hẹn {day}", planned=True),
    )
}  # fmt: skip

OwnerDb = Callable[[], Any]


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Path) -> Path:
    """Keys and heads of a test stay in its own folder."""
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> dict[str, Kind]:
    """The tests' kinds, declared but not in the database."""
    both = {**registry.kinds(), **TEST_KINDS}
    monkeypatch.setattr(registry, "kinds", lambda: both)
    return both


@pytest.fixture
def kinds(declared: dict[str, Kind], owner_db: OwnerDb) -> dict[str, Kind]:
    """The tests' kinds, also in the database of a rolled-back test."""
    with owner_db():
        registry.sync()
    return declared


@pytest.fixture
def owner(declared: dict[str, Kind], fresh_database: Any) -> Iterator[psycopg.Connection[Any]]:
    """The owner of a fresh database that has the tests' kinds, each statement committed at once."""
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as connection:
        for kind in TEST_KINDS.values():
            connection.execute(
                "insert into ledger_kind (code, domain, record_type, unit, dims, counts, planned)"
                " values (%s, %s, %s, %s, %s, %s, %s)",
                [kind.code, kind.domain, kind.record, kind.unit, list(kind.dims), kind.counts, kind.planned],
            )
        yield connection


def line(kind: str = "test.count", record: UUID | None = None, **more: Any) -> Line:
    """A line with everything that it must have."""
    given = {"place": 10, "office": 20, "actor": 300} | more
    return Line(kind, record or uuid7(), **given)
