from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from diaban.access.tests.world import Ground, build, unit_id
from diaban.areas import queries as areas
from diaban.core.ids import uuid7
from diaban.core.time import clock_at
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line
from diaban.targets.data import Document

#: The day on which these tests happen.
NOW = datetime(2026, 11, 22, 9, 0)
DOCUMENT = Document("12/KH-UBND", date(2026, 1, 15), "Chủ tịch")


@pytest.fixture
def now() -> Any:
    with clock_at(NOW):
        yield


@pytest.fixture
def ground(db: None, now: None) -> Ground:
    """Kỳ Anh in Hà Tĩnh, with staff."""
    return build("18754", "42", "ct")


@pytest.fixture
def elsewhere(db: None, now: None) -> Ground:
    """A commune of another province."""
    return build("23293", "51", "cx")


def communes(ground: Ground) -> list[int]:
    """The communes of the province, in order."""
    return [unit.id for unit in areas.children(ground.province)]


def births(ground: Ground, place: int, day: date, count: int = 1) -> None:
    """Lines of births at a place: what the tests count."""
    office, actor = ground.offices["police"].pk, ground.staff["commune_police"].pk
    ledger.append([Line("people.born", uuid7(), place, office, actor, day) for _n in range(count)])


def settle(ground: Ground, place: int, many: int) -> None:
    """An opening stock of residents at a place, as one line of a list."""
    office, actor = ground.offices["police"].pk, ground.staff["commune_police"].pk
    ledger.append([Line("people.opening", uuid7(), place, office, actor, date(2025, 7, 1), many)])


__all__ = ["DOCUMENT", "NOW", "births", "communes", "settle", "unit_id"]
