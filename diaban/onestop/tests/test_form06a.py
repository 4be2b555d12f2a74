"""Form II.06a adds up, whatever happens to dossiers: received and carried are settled and open."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework import jobs
from diaban.core.errors import DiabanError
from diaban.core.sql import rows
from diaban.core.time import ZONE, clock_at
from diaban.figures import queries as figures
from diaban.figures.measures import How, Measure
from diaban.figures.periods_named import Named, free
from diaban.onestop import actions, form06a
from diaban.onestop.ledger_kinds import SETTLED
from diaban.onestop.models import Dossier
from diaban.onestop.states import DOSSIER, KINDS
from diaban.onestop.tests.conftest import handed_in
from diaban.people.models import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BEGIN = datetime(2026, 9, 1, 9, tzinfo=ZONE)
VERBS = (
    "process", "ask", "answer", "charge", "pay", "approve", "refuse", "stop", "go_on", "withdraw", "deliver", "reopen",
)  # fmt: skip


def act(by: Viewer, dossier: Dossier, verb: str) -> None:
    """One verb, whatever it needs; what is refused changes nothing."""
    told: dict[str, Any] = {"by": by, "dossier_id": dossier.pk}
    with suppress(DiabanError):
        match verb:
            case "ask":
                actions.ask_supplement(**told, what="Bản sao")
            case "answer":
                actions.answer_supplement(**told)
            case "charge":
                actions.charge(**told, fee=5_000)
            case "refuse":
                actions.refuse(**told, why="Không đủ")
            case "stop":
                actions.stop(**told, why="Tranh chấp")
            case "deliver":
                actions.deliver(**told, way="counter")
            case _:
                getattr(actions, verb)(**told)


#: What the form's "open, late" is made of: all that fell late, and (in negative numbers) what of it was settled.
FELL_LATE = Measure("onestop.fell_late", "Đã quá hạn", "", ("casework.late",), How.STOCK, where={"case": KINDS})
LEFT_LATE = Measure("onestop.left_late", "Quá hạn, đã giải quyết", "", SETTLED, How.STOCK, where={"when": ("late",)})


def difference(unit_id: int, period: Named, viewer: Viewer) -> int:
    """Open and late as a difference of two stocks: what fell late less what of it was settled."""
    parts = [figures.count(each, unit_id, period.period, viewer=viewer).value for each in (FELL_LATE, LEFT_LATE)]
    return sum(part or 0 for part in parts)


def naive(since: date, until: date) -> tuple[int, int, int, int, int]:
    """Received, carried, settled, open and open late, counted from the rows of dossiers alone."""
    found = rows(
        "select d.received_at, d.decided_at, d.state, c.late from onestop_dossier d join casework_case c on c.id = d.id"
    )
    days = [
        (received.astimezone(ZONE).date(), decided.astimezone(ZONE).date() if decided else None, late)
        for received, decided, _state, late in found
    ]
    return (
        sum(since <= day <= until for day, _gone, _late in days),
        sum(day < since and (gone is None or gone >= since) for day, gone, _late in days),
        sum(gone is not None and since <= gone <= until for _day, gone, _late in days),
        sum(day <= until and (gone is None or gone > until) for day, gone, _late in days),
        sum(late and gone is None for _day, gone, late in days),
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_any_walk_adds_up(ground: Ground, police: Viewer, resident: Resident, chance: random.Random) -> None:
    with transaction.atomic():  # examples share a database: each leaves it as it was
        now = _walked(police, resident, chance)
        with acting(police), clock_at(now):
            for since in (BEGIN.date(), (BEGIN + (now - BEGIN) / 2).date()):
                period = free(since, now.date())
                *by_field, total = form06a.made(ground.commune, period, viewer=police)
                assert all(line.adds_up for line in (*by_field, total))
                told = (total.received, total.carried, total.settled, total.open, total.open_late)
                assert told == naive(since, now.date())
                assert total.open_late == difference(ground.commune, period, police)
                assert total.received == sum(line.received for line in by_field)
        transaction.set_rollback(True)


def _walked(police: Viewer, resident: Resident, chance: random.Random) -> datetime:
    """Some dossiers taken in and pushed about for some weeks; returns when it ended, with the clock caught up."""
    now, made = BEGIN, list[Dossier]()
    for _ in range(chance.randrange(6, 22)):
        now += timedelta(hours=chance.choice([2, 20, 50, 130]))
        with clock_at(now):
            if not made or chance.random() < 0.3:
                made.append(handed_in(police, chance.choice(["certificate", "correction"]), resident))
            else:
                act(police, chance.choice(made), chance.choice(VERBS))
    with clock_at(now):
        jobs.run_once()
    return now


def test_every_state_is_reached_by_some_verb() -> None:
    reached = {way.to for way in DOSSIER.transitions} | {"registered"}
    assert reached == {state.code for state in DOSSIER.states}
