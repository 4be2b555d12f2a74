"""A card in two states, two open steps, a clock that runs while it stands still: the tables refuse each, whoever asks.

By SQL as the tables' owner, past every action and every policy; then by the actions in any order at all.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.actions.ending import died, revived
from diaban.cards.models import Card
from diaban.cards.states import APPLICATION, BY_ITSELF
from diaban.cards.tests.world import GOOD, at_the_office, declared, handed, someone, state, told
from diaban.core.errors import DiabanError
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.people.models import Resident
from tests.sampling import examples

pytestmark = pytest.mark.django_db

OwnerDb = Callable[[], Any]
AT, HELD = "CC0000001", "CC0000002"
ROW = "application_id, resident_id, place, office, issued_on"


@pytest.fixture
def there(officer: Viewer) -> dict[str, Any]:
    """One whose card lies at the office, one who holds a card, one whose application is declared."""
    lies, holds = someone(officer, 1), someone(officer, 2)
    given = {"lies": at_the_office(officer, lies, AT).pk, "holds": handed(officer, holds, HELD).pk,
             "waits": declared(officer, someone(officer, 3)).pk, "bearer": lies.pk}  # fmt: skip
    agree()
    return given


def agree() -> None:
    """What is asked as a transaction commits, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def card(serial: str, state: str, like: str) -> str:
    """Another card with what a card has."""
    given = f"select '{serial}', '{state}', {ROW} from cards_card where serial = '{like}'"
    return f"insert into cards_card (serial, state, {ROW}) {given}"


def changed(serial: str, sets: str) -> str:
    return f"update cards_card set {sets} where serial = '{serial}'"


def case(which: str, sets: str) -> str:
    return f"update casework_case set {sets} where id = %({which})s"


REACHED = "handed_on, delivery"
SECOND_HELD = (
    f"insert into cards_card (serial, state, {REACHED}, {ROW})"
    f" select 'CX1', state, {REACHED}, {ROW} from cards_card where serial = '{HELD}'"
)
CASE = "kind, place, office_id, received_at, clock_from"
SECOND_CASE = (
    f"insert into casework_case (id, state, {CASE}) select id, 'sent', {CASE} from casework_case where id = %(waits)s"
)
REFUSED = [
    # one number on two cards; a state that is two, or none
    (card(AT, "lost", AT), "cards_card_pkey"),
    (card("CX1", "printed,lost", AT), "card_state"),
    (changed(HELD, "state = 'printed,handed'"), "card_move"),
    (changed(AT, "state = null"), '"state"'),
    # a second card for one application, or in one hand
    (card("CX1", "printed", AT), "card_one_on_its_way"),
    (SECOND_HELD, "card_one_held"),
    # ways that no card goes
    (changed(HELD, "state = 'arrived', handed_on = null, delivery = ''"), "card_move"),
    (changed(AT, "serial = 'CX1'"), "card_move"),
    # half of a state
    (changed(AT, "state = 'handed', handed_on = issued_on"), "card_reached"),
    (changed(AT, "state = 'spoiled'"), "card_why"),
    (changed(HELD, "handed_on = issued_on - 1"), "card_handed_after"),
    # card, record and case that say different things
    (changed(AT, "state = 'lost'"), "card_whole"),
    (changed(AT, "state = 'handed', handed_on = issued_on, delivery = 'self'"), "card_whole"),
    (f"delete from cards_card where serial = '{AT}'", "card_whole"),
    (case("lies", "state = 'printed'"), "card_whole"),
    (case("lies", "state = 'handed', closed_at = now()"), "card_whole"),
    (case("waits", "state = 'arrived'"), "card_whole"),
    # two open steps: over and going on at once, two cases of one record, two applications of one person
    (case("waits", "closed_at = now()"), "card_whole"),
    (case("waits", "state = 'withdrawn'"), "card_whole"),
    ("update cards_application set open = false where id = %(waits)s", "card_whole"),
    (SECOND_CASE, "casework_case_pkey"),
    ("update cards_application set resident_id = %(bearer)s where id = %(waits)s", "card_application_one_open"),
    # a clock that runs while it stands still, stands without a pause, or stands after the end
    (case("waits", "paused = true"), "casework_case_paused"),
    (case("waits", "pauses = '{[2026-01-01,)}'"), "casework_case_paused"),
    (case("holds", "paused = true, pauses = '{[2026-01-01,)}'"), "casework_case_over"),
]


@pytest.mark.parametrize(("wrong", "constraint"), REFUSED)
def test_the_tables_refuse_it_from_their_owner_too(
    there: dict[str, Any], owner_db: OwnerDb, wrong: str, constraint: str
) -> None:
    before = rows("select serial, state, handed_on from cards_card order by serial")
    with pytest.raises(IntegrityError, match=constraint), owner_db() as cursor:
        cursor.execute(wrong, there)
        cursor.execute("set constraints all immediate")
    assert rows("select serial, state, handed_on from cards_card order by serial") == before


STEPS = sorted({way.code for way in APPLICATION.transitions} - set(BY_ITSELF))


def take(by: Viewer, application: Any, step: str, number: int) -> None:
    """One step by its action, with what it asks for."""
    more: dict[str, dict[str, Any]] = {
        "capture": GOOD, "send_back": {"why": "mờ"}, "print": {"serial": f"CW{number:07d}"}, "spoil": {"why": "gãy"},
        "hand": {"delivery": "self", "checked": True},
    }  # fmt: skip
    verb = {"print": "print_card", "hand": "hand_over"}.get(step, step)
    getattr(actions, verb)(by=by, application_id=application, **more.get(step, {}))


#: Any step at all, and the death of the bearer, which the next one undoes.
ORDERS = st.lists(st.sampled_from([*STEPS, "death"]), min_size=1, max_size=25)
#: Mostly the way on, so that cards are printed, lost and handed over.
AHEAD = st.lists(st.sampled_from([*STEPS, "death", *["on"] * 20]), min_size=8, max_size=25)


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=ORDERS | AHEAD)
def test_actions_in_any_order_leave_a_card_in_one_state(officer: Viewer, order: list[str]) -> None:
    with transaction.atomic():
        resident = Resident.objects.filter(id_no="042085000001").first() or someone(officer)
        made = actions.apply(by=officer, resident_id=resident.pk, reason="first").pk
        buried: dict[str, Any] | None = None
        for number, step in enumerate(order):
            if step == "death" or buried is not None:
                if buried is None:
                    buried = died(by=officer, resident_id=resident.pk, day=today())
                else:
                    revived(by=officer, resident_id=resident.pk, kept=buried)
                    buried = None
            else:
                _try(officer, made, step, number)
            holds(made)
        transaction.set_rollback(True)


def _try(by: Viewer, application: Any, step: str, number: int) -> None:
    before = state(application)
    if step == "on":
        ways = [way.code for way in APPLICATION.ways(before) if way.code in STEPS]
        step = ways[0] if ways else "send"
    with suppress(DiabanError):
        take(by, application, step, number)
        return
    assert state(application) == before, "what is refused changes nothing"


def holds(application: Any) -> None:
    """Case, record, cards and ledger say one thing."""
    agree()
    now, states = state(application), list(Card.objects.values_list("state", flat=True))
    on_the_way = states.count("printed") + states.count("arrived")
    assert on_the_way == (now in ("printed", "arrived", "uncollected")) or now == "died"
    assert states.count("handed") == (now == "handed")
    assert told("cards.stock") == states.count("arrived")
    assert told("cards.printed") == len(states)
