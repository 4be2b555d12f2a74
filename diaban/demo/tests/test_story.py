"""The story of a drive, at one commune: every number opens, and is what a naive walk through the lines finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.access.viewers import clock
from diaban.cards import due
from diaban.cards.models import Card
from diaban.casework import calendar
from diaban.casework.clocks import Pause, Term, Unit
from diaban.casework.clocks import due as due_at
from diaban.casework.workdays import SESSIONS, WEEK, Workdays
from diaban.core.sql import rows
from diaban.core.time import ZONE, clock_at, today
from diaban.demo.stories import cards, recount
from diaban.demo.stories.counter import moment
from diaban.demo.stories.told import told
from diaban.people.tests.conftest import settle

MANY = 24


@pytest.fixture
def office(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "s", sign_in=["province_manager"], demo=True)
    calendar.forget()


def _played(office: Ground) -> cards.Played:
    """Two weeks of intake at one commune, and the weeks after."""
    police, manager = office.viewer("commune_police", "residence"), office.viewer("province_manager", "residence")
    unit = police.scope.unit_id
    assert unit is not None
    assert police.posting_id is not None
    assert manager.posting_id is not None
    with acting(police):
        for number in range(MANY):
            settle(police, id_no=f"0420850{number:05d}", birth_date=date(1985, 3, 2), sex="m")
    since = today() - timedelta(days=today().weekday() + 56)
    with clock_at(moment(since, 0)), acting(clock()) as by:
        due.go_over(by, unit, since)
    drive_id, whole = cards.begin(manager.posting_id, since, today(), MANY + 2)
    able = cards.chosen({unit: cards.able(police.posting_id)}, MANY - 2, random.Random("s"))
    part = cards.Part(police.posting_id, "s", since, today(), "42", able[unit], 14)
    came, steps = cards.play_part(part)
    cards.settle()
    return cards.Played(drive_id, whole, manager.posting_id, {unit: police.posting_id}, MANY + 2, came, steps, 1.0, 1)


@pytest.mark.slow
def test_a_played_drive_is_what_its_page_says(office: Ground) -> None:
    played = _played(office)
    found = told(played)
    assert found.exact, "\n".join(found.lines)
    assert played.taken == MANY - 2
    assert played.transitions > 6 * MANY
    assert Card.objects.count() >= 0
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(office.accounts["province_manager"])
    page = client.get(f"/can-cuoc/dot/{played.drive_id}/").content.decode()
    assert f"{100 * played.taken / played.target:.1f}%".replace(".", ",") in page
    with acting(office.viewer("commune_police", "residence")):
        lines = [recount.Said(*row) for row in rows(recount._LINES, [[*office.viewer(
            "commune_police").scope.places]])]  # fmt: skip
        walked = recount.walk(lines, recount.calendar(), datetime.now(ZONE))
    assert walked.cards["handed"] > MANY // 2
    missing = recount.walk([line for line in lines if line.kind != "cards.handed"], recount.calendar(),
                           datetime.now(ZONE))  # fmt: skip
    assert missing.late != walked.late  # the walk can tell


FIRST = date(2026, 1, 5)
DAYS = Workdays(date(2025, 1, 1), date(2027, 12, 31), off=frozenset({date(2026, 1, 14), date(2026, 2, 3)}))


@given(st.integers(0, 40), st.lists(st.integers(0, 30), max_size=4, unique=True))
def test_the_naive_walk_counts_as_the_clocks_do(received: int, bounds: list[int]) -> None:
    day = FIRST + timedelta(days=received)
    ends = sorted(day + timedelta(days=n) for n in bounds)
    stood = list(zip(ends[::2], ends[1::2], strict=False))
    pauses = [Pause(moment(begin, 60), moment(end, 90)) for begin, end in stood]
    law = due_at(moment(day, 100), Term(recount.TERM, Unit.WORKING_DAY), DAYS, pauses)
    assert recount.due_day(day, stood, lambda each: DAYS.worked(each)) == law.date()
    assert (DAYS.week, DAYS.sessions) == (WEEK, SESSIONS)
