"""Someone who may change the map, and someone who may not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from diaban.areas import queries
from diaban.areas.units import Unit

THEN, NOW = date(2025, 6, 30), date(2026, 11, 22)


@dataclass(frozen=True)
class Ground:
    """The part of a scope that this room reads."""

    places: tuple[int, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True)
class Someone:
    """An actor without an account."""

    allowed: bool = True
    scope: Ground = field(default_factory=Ground)
    staff_id: int = 2
    office_id: int = 0

    def can(self, permission: Any) -> bool:
        return self.allowed and permission == "areas.edit"


@pytest.fixture
def by() -> Someone:
    return Someone()


def commune(code: str, on: date = NOW) -> Unit:
    """The commune that carries a code on a day."""
    found = queries.find(code, on, queries.Level.COMMUNE)
    assert found is not None
    return found


def province(code: str, on: date = NOW) -> Unit:
    found = queries.find(code, on, queries.Level.PROVINCE)
    assert found is not None
    return found
