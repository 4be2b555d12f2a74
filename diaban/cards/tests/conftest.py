from __future__ import annotations

from collections.abc import Iterator

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar


@pytest.fixture
def office(db: None) -> Iterator[Ground]:
    """A commune with its offices."""
    calendar.forget()
    yield build("18754", "42", "c")
    calendar.forget()


@pytest.fixture
def officer(office: Ground) -> Iterator[Viewer]:
    """The commune's police, acting."""
    viewer = office.viewer("commune_police", "residence")
    with acting(viewer):
        yield viewer
