"""A commune with residents, its offices, and someone who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from diaban.access import actions as access
from diaban.access import viewers
from diaban.access.models import Posting
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import SINCE, Ground, build
from diaban.core.ids import uuid7
from diaban.ledger.actions import append
from diaban.ledger.lines import Line


@dataclass
class Place:
    """Phường Sông Trí with its police; `chief` signs, `clerk` is no head."""

    ground: Ground
    chief: Viewer
    officer: Viewer

    def line(self, kind: str = "people.born", day: date = date(2025, 9, 1), **more: Any) -> int:
        """A line of the commune's; returns its id."""
        given = {"place": self.ground.hamlet, "office": self.chief.office_id, "actor": self.chief.staff_id} | more
        with acting(self.chief):
            return append([Line(kind, given.pop("record", uuid7()), day=day, **given)])[0]


def settle(tag: str = "a") -> Place:
    """Build it, with a chief at the police office."""
    ground = build("18754", "42", tag)
    by = viewers.command_line()
    with acting(by):
        chief = access.add_staff(
            by=by, number=f"CB-chief-{tag}", full_name="Trần Văn Trưởng", office_id=ground.offices["police"].pk,
            post="Trưởng Công an", role="commune_police", valid_from=SINCE,
        )  # fmt: skip
    posting = Posting.objects.get(staff=chief)
    return Place(ground, viewers.viewer_of_posting(posting.pk), ground.viewer("commune_police"))


@pytest.fixture
def place(db: None) -> Place:
    """In a test that is rolled back."""
    return settle()
