"""Viewers of two neighbouring communes of Kỳ Anh, and people who live there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diaban.access.roles import COMMUNE_CLERK, COMMUNE_POLICE, HAMLET_TEAM, Role
from diaban.access.scope import Scope, Viewer, places_of
from diaban.access.session import acting
from diaban.areas import queries as areas
from diaban.core.time import today
from diaban.people import actions
from diaban.people.data import PersonData
from diaban.people.models import Resident

MakeViewer = Callable[..., Viewer]


@pytest.fixture
def make_viewer(db: None) -> MakeViewer:
    """A viewer of a commune by its code; no account needed."""

    def make(
        code: str, role: Role = COMMUNE_POLICE, staff: int = 900, purpose: str | None = "residence", office: int = 0
    ) -> Viewer:
        unit = areas.find(code, today())
        assert unit is not None
        office = office or int(code)
        scope = Scope(unit.id, places_of(unit.id), office, persons=role.sees_persons)
        return Viewer(
            None, staff, "Cán bộ thử", None, "Cán bộ", office, f"Công an {code}", role, scope, purpose
        )  # fmt: skip

    return make


@pytest.fixture
def here(make_viewer: MakeViewer) -> Viewer:
    """A police officer of phường Sông Trí."""
    return make_viewer("18754")


@pytest.fixture
def there(make_viewer: MakeViewer) -> Viewer:
    """A police officer of phường Vũng Áng."""
    return make_viewer("18823", staff=901)


@pytest.fixture
def clerk(make_viewer: MakeViewer) -> Viewer:
    return make_viewer("18754", role=COMMUNE_CLERK, staff=902)


@pytest.fixture
def hamlet_team(make_viewer: MakeViewer) -> Viewer:
    return make_viewer("18754", role=HAMLET_TEAM, staff=903)


@pytest.fixture
def as_here(here: Viewer) -> Iterator[Viewer]:
    with acting(here):
        yield here


@contextmanager
def reaching(viewer: Viewer, resident: Resident) -> Iterator[Viewer]:
    """Act as a viewer who has just found one resident beyond their area by the exact number."""
    with acting(replace(viewer, reach=frozenset({resident.id}))) as reached:
        yield reached


def person(name: str = "Nguyễn Thị Đào", **columns: Any) -> PersonData:
    given: dict[str, Any] = {"sex": "f", "birth_date": date(1985, 2, 1), "birth_precision": "d"} | columns
    return PersonData(full_name=name, **given)


def settle(viewer: Viewer, name: str = "Nguyễn Thị Đào", **columns: Any) -> Resident:
    """Register someone at the viewer's commune in a household of their own."""
    assert viewer.scope.unit_id is not None
    return actions.register(
        by=viewer, person=person(name, **columns), place=viewer.scope.unit_id, household_id=None, since=date(2020, 1, 1)
    )
