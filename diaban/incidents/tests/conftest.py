"""Two neighbouring communes with their offices and staff, and an incident to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.incidents import actions
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident, Role


@pytest.fixture
def here(db: None) -> Ground:
    return build("18754", "42", "a")


@pytest.fixture
def there(db: None) -> Ground:
    return build("18823", "42", "b")


@pytest.fixture
def police(here: Ground) -> Iterator[Viewer]:
    with acting(here.viewer("commune_police", "residence")) as viewer:
        yield viewer


Take = Callable[..., Incident]


@pytest.fixture
def take(police: Viewer, here: Ground) -> Take:
    """Takes in a theft by two unknown persons, or as said."""

    def made(suspects: int = 2, **said: Any) -> Incident:
        given: dict[str, Any] = {"kind": "theft", "place": here.hamlet, "source": "tip"} | said
        data = IncidentData(**given)
        people = [InvolvedData(role=Role.SUSPECT, count=suspects)] if suspects else []
        return actions.take_in(by=police, data=data, involved=people)

    return made
