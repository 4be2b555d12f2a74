"""The appointment slip states the term that binds the application, as the law stood when it came in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.cards import queries, slips
from diaban.cards.tests.world import declared, someone
from diaban.casework import actions as corridor
from diaban.casework.clocks import Term, Unit
from diaban.core.time import today

pytestmark = pytest.mark.django_db


def term(officer: Viewer, number: int) -> str:
    made = declared(officer, someone(officer, number))
    view = queries.open_application(viewer=officer, application_id=made.pk)
    return str(slips.appointment(view, "", today()).notes[0])


def test_a_term_changed_by_decree_is_the_one_on_the_slip(officer: Viewer) -> None:
    assert term(officer, 1).startswith("Thời hạn: 7 ngày làm việc (")
    by = command_line()
    since = today() - timedelta(days=1)
    with acting(by):
        corridor.change_rule(
            by=by, rule=corridor.RuleChange("cards.issue", Term(20, Unit.DAY), "Nghị định thử, Điều 1", since)
        )
    assert term(officer, 2) == "Thời hạn: 20 ngày (Nghị định thử, Điều 1)."
