"""A card asked for at the counter is a dossier, too: it follows the application to the card in the hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.cards import actions as cards
from diaban.casework.inbox import Tab, inbox
from diaban.core.errors import Conflict
from diaban.core.sql import value
from diaban.core.time import today
from diaban.figures.periods_named import free
from diaban.onestop import actions, catalogue, form06a
from diaban.onestop.models import DeliveryState, Dossier, FeeState, ResultState, SlipKind
from diaban.onestop.tests.conftest import state, told
from diaban.people import actions as people
from diaban.people.models import Resident
from diaban.registers.models import Row
from diaban.registers.tests.test_keeping import linked

pytestmark = pytest.mark.django_db


def asked_for(by: Viewer, resident: Resident, code: str = "card_first", **typed: Any) -> Dossier:
    """A card asked for at the one-stop counter."""
    return actions.take_in(by=by, intake=actions.Intake(code, resident.pk, typed))


def work(made: Dossier) -> UUID:
    """The application that a dossier follows."""
    assert made.work_id is not None
    return made.work_id


def declared(by: Viewer, application: UUID) -> None:
    cards.capture(by=by, application_id=application, face="good", fingers="good", iris="good", reference="MAY-1")
    cards.declare(by=by, application_id=application)


def come(by: Viewer, application: UUID, serial: str) -> None:
    """From the signed sheet to the card at the office."""
    cards.send(by=by, application_id=application)
    cards.approve(by=by, application_id=application)
    cards.print_card(by=by, application_id=application, serial=serial)
    cards.arrive(by=by, application_id=application)


def test_from_the_counter_to_the_card_in_the_hand(police: Viewer, ground: Ground, resident: Resident) -> None:
    made = asked_for(police, resident)
    assert (state(made), made.place, made.fee_state) == ("accepted", resident.place, FeeState.NONE)
    assert value("select state from casework_case where id = %s", [made.work_id]) == "received"
    assert [row.id for row in inbox(viewer=police, tab=Tab.OPEN).rows] == [made.work_id]  # the work is there once
    cards.mend(by=police, application_id=work(made))
    assert state(made) == "supplement"
    assert made.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).exists()
    cards.mended(by=police, application_id=work(made))
    assert state(made) == "processing"
    declared(police, work(made))
    come(police, work(made), "CC000001")
    made.refresh_from_db()
    assert (state(made), made.result_state) == ("done", ResultState.GRANTED)
    cards.spoil(by=police, application_id=work(made), why="In lệch")
    assert state(made) == "processing"
    cards.print_card(by=police, application_id=work(made), serial="CC000002")
    cards.arrive(by=police, application_id=work(made))
    cards.hand_over(by=police, application_id=work(made), delivery="proxy", checked=True, receiver="Trần Văn Con",
                    receiver_ref="042099000111")  # fmt: skip
    made.refresh_from_db()
    assert (made.state, made.way, made.receiver) == ("delivered", "proxy", "Trần Văn Con")
    line = form06a.made(ground.commune, free(today(), today()), viewer=police)
    card = next(each for each in line if str(each.title) == "Căn cước")
    assert (card.received, card.settled, card.open, card.adds_up) == (1, 1, 0, True)


def test_an_application_taken_in_by_itself_has_its_dossier(police: Viewer, resident: Resident) -> None:
    application = cards.apply(by=police, resident_id=resident.pk, reason="lost")
    made = Dossier.objects.select_related("procedure").get(work_id=application.pk)
    assert (made.procedure.code, made.fee_state, made.applicant) == ("card_again", FeeState.DUE, resident.full_name)
    with pytest.raises(Conflict, match="hồ sơ căn cước"):
        actions.approve(by=police, dossier_id=made.pk)
    with pytest.raises(Conflict, match="hồ sơ căn cước"):
        actions.withdraw(by=police, dossier_id=made.pk)
    declared(police, application.pk)
    come(police, application.pk, "CC000003")
    actions.pay(by=police, dossier_id=made.pk)  # any time before it is fetched
    cards.hand_over(by=police, application_id=application.pk, delivery="self", checked=True)
    made.refresh_from_db()
    assert (made.state, made.fee_state) == ("delivered", FeeState.PAID)


def test_many_at_once_are_a_drive_and_no_dossiers(police: Viewer, resident: Resident) -> None:
    cards.apply_all(by=police, asked=[cards.Asked(resident.pk, "first")])
    assert not Dossier.objects.exists()


def test_refused_and_withdrawn(police: Viewer, resident: Resident) -> None:
    first = asked_for(police, resident, "card_change", reason="age")
    cards.refuse(by=police, application_id=work(first))
    first.refresh_from_db()
    assert (first.state, first.result_state) == ("done", ResultState.REFUSED)
    actions.deliver(by=police, dossier_id=first.pk, way="counter")  # the slip of a refusal is handed over here
    assert state(first) == "delivered"
    second = asked_for(police, resident, "card_change", reason="damaged")
    cards.withdraw(by=police, application_id=work(second))
    assert state(second) == "withdrawn"
    with pytest.raises(Conflict):  # one that doesn't fit leaves neither dossier nor application
        asked_for(police, resident)
        asked_for(police, resident)
    assert Dossier.objects.filter(work_id=None).count() == 0


@pytest.mark.parametrize("far", ["received", "mending", "arrived"])
def test_a_death_ends_card_stay_register_and_dossier_and_all_come_back(
    police: Viewer, ground: Ground, clerk: Viewer, resident: Resident, far: str
) -> None:
    made = asked_for(police, resident)
    if far == "mending":
        cards.mend(by=police, application_id=work(made))
    elif far == "arrived":
        declared(police, work(made))
        come(police, work(made), "CC000004")
    people.open_stay(by=police, resident_id=resident.pk, version=Resident.objects.get(pk=resident.pk).version,
                     kind="absent", starts=today() - timedelta(days=2), ends=None, reason="Đi làm")  # fmt: skip
    entry = linked(police, resident)
    before = (state(made), _other(resident, made, entry))
    with acting(clerk):
        death = actions.take_in(by=clerk, intake=actions.Intake(
            "death", resident.pk, {"died": today().strftime("%d/%m/%Y"), "death_place": "Tại nhà", "cause": "age",
                                   "kin": "Con"},
            ["notice", "declaration"], actions.Applicant("Trần Thị Con", "042099000111")))  # fmt: skip
        actions.approve(by=clerk, dossier_id=death.pk)
    assert state(made) == "withdrawn"
    assert _other(resident, made, entry) == ("dead", 0, "died", "left")
    with acting(clerk):
        actions.reopen(by=clerk, dossier_id=death.pk)
    expected = "processing" if far == "received" else before[0]
    assert (state(made), _other(resident, made, entry)) == (expected, before[1])
    made.refresh_from_db()
    if far == "arrived":
        assert (made.delivery_state, made.result_state) == (DeliveryState.AWAITED, ResultState.GRANTED)
    else:
        assert (made.decided_at, "withdrawn" in told(made)) == (None, False)


def _other(resident: Resident, made: Dossier, entry: Row) -> tuple[Any, ...]:
    """The resident's state, how many stays run, the application's state, where their register's row stands."""
    return (
        Resident.objects.get(pk=resident.pk).state,
        value("select count(*) from people_stay where resident_id = %s and not closed", [resident.pk]),
        value("select state from casework_case where id = %s", [made.work_id]), Row.objects.get(pk=entry.pk).state,
    )  # fmt: skip


def test_fees_are_halved_until_the_year_ends(db: None) -> None:
    days = (date(2026, 8, 17), date(2026, 8, 18), date(2026, 12, 31), date(2027, 1, 1))
    assert [catalogue.procedure("card_change", day).fee for day in days] == [50_000, 25_000, 25_000, 50_000]
    assert [catalogue.of_card(why, days[1]).code for why in ("first", "age", "lost")] == [  # type: ignore[union-attr]
        "card_first", "card_change", "card_again"]  # fmt: skip
    assert catalogue.of_card("first", date(2024, 6, 30)) is None
