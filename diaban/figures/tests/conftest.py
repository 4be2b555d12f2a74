"""A ground of made-up units, measures of the tests' own, and viewers over parts of that ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import transaction

from diaban.access.roles import ANALYST, COMMUNE_CLERK, Role
from diaban.access.scope import Scope, Viewer
from diaban.areas import queries as areas
from diaban.figures import measures as room
from diaban.figures.measures import How, Measure
from diaban.ledger import registry
from diaban.ledger.registry import Kind

#: unit → the places inside it. 900 is a province of two communes, 910 and 920, with hamlets; 930 lies elsewhere.
GROUND = {
    900: (900, 910, 911, 912, 915, 920, 921),
    910: (910, 911, 912),
    920: (920, 921),
    930: (930,),
    911: (911,),
    912: (912,),
    921: (921,),
    915: (915, 910, 911, 912),
}
#: 900 is a province, and so has cells of its own; 915 a district of then with one of its communes.
LEVELS = {900: 1, 910: 3, 911: 4, 912: 4, 920: 3, 921: 4, 930: 3, 915: 2}
KINDS = {
    kind.code: kind
    for kind in (
        Kind("count.born", "person", "Sinh", "", dims=("sex", "age", "way", "more")),
        Kind("count.left", "person", "Rời", "", dims=("way", "sex")),
        Kind("count.plan", "case", "Hẹn", "", planned=True),
    )
}
MEASURES = {
    measure.code: measure
    for measure in (
        Measure("test.births", "Sinh", "", ("count.born",)),
        Measure("test.women", "Nữ", "", ("count.born", "count.left"), where={"sex": ("f",)}),
        Measure("test.sum", "Tổng", "", ("count.born", "count.left"), How.QUANTITY),
        Measure("test.stock", "Còn", "", ("count.born", "count.left"), How.STOCK),
        Measure("test.people", "Người", "", ("count.born", "count.left"), How.DISTINCT),
        Measure("test.plans", "Hẹn", "", ("count.plan",)),
        Measure("test.rare", "Hiếm", "", ("count.born",), where={"more": ("x",)}),
    )
}


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' kinds and measures, declared but not in the database."""
    both = {**registry.kinds(), **KINDS}
    monkeypatch.setattr(registry, "kinds", lambda: both)
    monkeypatch.setattr(room, "measures", lambda: MEASURES)


@pytest.fixture
def ground(declared: None, owner_db: Callable[[], Any]) -> None:
    """Kinds and units in the database of a rolled-back test."""
    with owner_db() as cursor:
        registry.sync()
        lay_out(cursor)
    areas.forget()


def lay_out(cursor: Any) -> None:
    """Write the ground as its owner."""
    for unit, places in GROUND.items():
        cursor.execute(
            "insert into areas_unit (id, level, code, valid_from, snapshot) values (%s, %s, %s, '1990-01-01', false)",
            [unit, LEVELS[unit], f"t{unit}"],
        )
        cursor.execute(
            "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform)"
            " values (%s, 'đơn vị', %s, '1990-01-01', '', true, '')",
            [unit, str(unit)],
        )
        for place in places:
            cursor.execute("insert into areas_within (place_id, unit_id) values (%s, %s)", [place, unit])


@pytest.fixture
def owner(declared: None, fresh_database: Any) -> Iterator[psycopg.Connection[Any]]:
    """The owner of a fresh database that has the tests' kinds and units."""
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as connection:
        for kind in KINDS.values():
            connection.execute(
                "insert into ledger_kind (code, domain, record_type, unit, dims, planned)"
                " values (%s, %s, %s, %s, %s, %s)",
                [kind.code, kind.domain, kind.record, kind.unit, list(kind.dims), kind.planned],
            )
        lay_out(connection)
        areas.forget()
        yield connection


@contextmanager
def undone() -> Iterator[None]:
    """Hypothesis repeats within a test's one transaction: what an example wrote is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def viewer_of(unit: int | None, role: Role = COMMUNE_CLERK, **more: Any) -> Viewer:
    """A viewer whose ground is a unit; None sees every place."""
    places = GROUND[unit] if unit is not None else ()
    scope = Scope(unit, places, 50, everywhere=unit is None, persons=role is not ANALYST)
    given: dict[str, Any] = {
        "account_id": None, "staff_id": 300, "staff_name": "Cán bộ thử", "posting_id": None, "post": "",
        "office_id": 50, "office_name": "Cơ quan thử", "role": role, "scope": scope,
    } | more  # fmt: skip
    return Viewer(**given)
