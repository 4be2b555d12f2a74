"""An application from the counter to the hand, what is refused on the way, and that card, case and lines agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards import actions
from diaban.cards.models import Application, Card, CardState
from diaban.cards.states import APPLICATION
from diaban.casework import calendar
from diaban.core.errors import Conflict, Invalid, Refused
from diaban.core.sql import rows, value
from diaban.core.time import now, today
from diaban.ledger import registry
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db

NUMBER = "042085001234"
GOOD: dict[str, Any] = {"face": "good", "fingers": "good", "iris": "poor", "reference": "MAY01-000123"}


@pytest.fixture
def ground(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "c")
    calendar.forget()


@pytest.fixture
def police(ground: Ground) -> Iterator[Viewer]:
    viewer = ground.viewer("commune_police", "residence")
    with acting(viewer):
        yield viewer


@pytest.fixture
def resident(police: Viewer) -> Resident:
    return settle(police, id_no=NUMBER, birth_date=date(1985, 3, 2), sex="m")


def state(application: Application) -> str:
    return str(value("select state from casework_case where id = %s", [application.pk]))


def to_the_office(police: Viewer, resident: Resident, serial: str = "CC0000001", reason: str = "first") -> Application:
    """An application whose card lies at the office."""
    made = actions.apply(by=police, resident_id=resident.pk, reason=reason)
    actions.capture(by=police, application_id=made.pk, **GOOD)
    actions.declare(by=police, application_id=made.pk)
    actions.send(by=police, application_id=made.pk)
    actions.approve(by=police, application_id=made.pk)
    actions.print_card(by=police, application_id=made.pk, serial=serial)
    return actions.arrive(by=police, application_id=made.pk)


def test_from_the_counter_to_the_hand(police: Viewer, resident: Resident) -> None:
    made = to_the_office(police, resident)
    slip = f"-{today():%y%m%d}-0001"
    assert made.slip_no is not None
    assert made.slip_no.endswith(slip)
    done = actions.hand_over(by=police, application_id=made.pk, delivery="self", checked=True)
    card = Card.objects.get(application_id=made.pk)
    assert (state(done), done.open, card.state, card.handed_on) == ("handed", False, CardState.HANDED, today())
    assert card.good_until is not None
    written = [row[0] for row in rows(
        "select k.code from ledger_line l join ledger_kind k on k.id = l.kind_id where l.record_id = %s order by l.id",
        [made.pk],
    )]  # fmt: skip
    assert written == [f"cards.{code}" for code in (
        "received", "captured", "declared", "sent", "approved", "printed", "arrived", "stock", "handed", "stock",
    )]  # fmt: skip


def test_a_second_card_ends_the_first(police: Viewer, resident: Resident) -> None:
    first = to_the_office(police, resident)
    actions.hand_over(by=police, application_id=first.pk, delivery="self", checked=True)
    second = to_the_office(police, resident, "CC0000002", "lost")
    actions.hand_over(by=police, application_id=second.pk, delivery="proxy", checked=True, receiver="Lê Nhận",
                      receiver_ref="042085009999")  # fmt: skip
    states = dict(Card.objects.filter(resident_id=resident.pk).values_list("serial", "state"))
    assert states == {"CC0000001": "ended", "CC0000002": "handed"}


def test_a_card_lost_before_hand_over_is_printed_again(police: Viewer, resident: Resident) -> None:
    made = to_the_office(police, resident)
    actions.lose(by=police, application_id=made.pk)
    assert state(made) == "approved"
    actions.print_card(by=police, application_id=made.pk, serial="CC0000009")
    actions.arrive(by=police, application_id=made.pk)
    actions.hand_over(by=police, application_id=made.pk, delivery="post", checked=True, receiver_ref="EB1")
    states = dict(Card.objects.filter(application_id=made.pk).values_list("serial", "state"))
    assert states == {"CC0000001": "lost", "CC0000009": "handed"}


def test_returned_by_the_centre_and_taken_again(police: Viewer, resident: Resident) -> None:
    made = actions.apply(by=police, resident_id=resident.pk, reason="first")
    actions.capture(by=police, application_id=made.pk, **GOOD)
    slip = actions.declare(by=police, application_id=made.pk).slip_no
    actions.send(by=police, application_id=made.pk)
    with pytest.raises(Invalid):
        actions.send_back(by=police, application_id=made.pk, why=" ")
    back = actions.send_back(by=police, application_id=made.pk, why="ảnh mờ")
    assert (state(back), back.returned_why) == ("sent_back", "ảnh mờ")
    again = actions.capture(by=police, application_id=made.pk, **GOOD)
    assert (state(again), again.returned_why) == ("captured", "")
    assert actions.declare(by=police, application_id=made.pk).slip_no == slip


def test_one_open_application_each(police: Viewer, resident: Resident) -> None:
    made = actions.apply(by=police, resident_id=resident.pk, reason="first")
    with pytest.raises(Conflict, match="đang giải quyết"):
        actions.apply(by=police, resident_id=resident.pk, reason="first")
    actions.withdraw(by=police, application_id=made.pk)
    assert actions.apply(by=police, resident_id=resident.pk, reason="first").open


@pytest.mark.parametrize(
    ("who", "reason", "error", "words"),
    [
        ({"id_no": None}, "first", Invalid, "số định danh"),
        ({"birth_date": None, "birth_precision": "u"}, "first", Invalid, "ngày sinh"),
        ({}, "whim", Invalid, "lý do"),
    ],
)
def test_what_is_not_taken_in(
    police: Viewer, who: dict[str, Any], reason: str, error: type[Exception], words: str
) -> None:
    resident = settle(police, **{"id_no": NUMBER, "birth_date": date(1985, 3, 2), "sex": "m", **who})
    before = value("select count(*) from ledger_line")
    with pytest.raises(error, match=words):
        actions.apply(by=police, resident_id=resident.pk, reason=reason)
    assert not Application.objects.exists()
    assert value("select count(*) from ledger_line") == before


def test_a_first_card_is_for_who_never_had_one(police: Viewer, resident: Resident) -> None:
    made = to_the_office(police, resident)
    actions.hand_over(by=police, application_id=made.pk, delivery="self", checked=True)
    with pytest.raises(Invalid, match="đã có thẻ"):
        actions.apply(by=police, resident_id=resident.pk, reason="first")


def test_nothing_goes_out_of_turn_or_unchecked(police: Viewer, resident: Resident) -> None:
    made = actions.apply(by=police, resident_id=resident.pk, reason="first")
    tries: list[Callable[[], object]] = [
        lambda: actions.send(by=police, application_id=made.pk),
        lambda: actions.declare(by=police, application_id=made.pk),
        lambda: actions.print_card(by=police, application_id=made.pk, serial="CC0000001"),
        lambda: actions.hand_over(by=police, application_id=made.pk, delivery="self", checked=True),
        lambda: actions.hand_over(by=police, application_id=made.pk, delivery="self", checked=False),
        lambda: actions.capture(by=police, application_id=made.pk, **{**GOOD, "face": "poor"}),
        lambda: actions.capture(by=police, application_id=made.pk, **{**GOOD, "reference": " "}),
    ]
    for attempt in tries:
        with pytest.raises((Conflict, Invalid)):
            attempt()
    assert state(made) == "received"
    assert not Card.objects.exists()


def test_a_card_number_is_used_once(police: Viewer, resident: Resident) -> None:
    to_the_office(police, resident)
    other = settle(police, id_no="042090000002", birth_date=date(1990, 1, 5), sex="f")
    made = actions.apply(by=police, resident_id=other.pk, reason="first")
    actions.capture(by=police, application_id=made.pk, **GOOD)
    for verb in (actions.declare, actions.send, actions.approve):
        verb(by=police, application_id=made.pk)
    with pytest.raises(Invalid, match="đã có trong sổ"):
        actions.print_card(by=police, application_id=made.pk, serial="cc0000001")
    assert state(made) == "approved"


def test_the_clock_waits_while_the_register_is_mended(police: Viewer, resident: Resident) -> None:
    began = now() - timedelta(days=3)
    made = actions.apply(by=police, resident_id=resident.pk, reason="first", received_at=began)
    due = value("select due_at from casework_case where id = %s", [made.pk])
    actions.mend(by=police, application_id=made.pk, at=began + timedelta(minutes=1))
    assert value("select paused from casework_case where id = %s", [made.pk])
    actions.mended(by=police, application_id=made.pk)
    assert value("select due_at from casework_case where id = %s", [made.pk]) >= due


def test_others_neither_see_nor_write(ground: Ground, police: Viewer, resident: Resident) -> None:
    made = actions.apply(by=police, resident_id=resident.pk, reason="first")
    clerk = ground.viewer("commune_clerk", "residence")
    with acting(clerk), pytest.raises(Refused):
        actions.withdraw(by=clerk, application_id=made.pk)
    with acting(ground.viewer("system_admin")):
        assert not Application.objects.exists()


def test_every_step_has_its_kind_of_line() -> None:
    kinds = set(registry.kinds())
    assert {step.line for step in APPLICATION.transitions} | {APPLICATION.opened} <= kinds
