"""Residents who go elsewhere, or die there, while they have a card or an application under way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards import actions, jobs, queries
from diaban.cards.models import Application, Card
from diaban.cards.tests.world import declared, handed, someone, state
from diaban.casework import calendar
from diaban.core.time import today
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.people.models import Resident


def moved(resident: Resident) -> Viewer:
    """They settle in another commune; its police."""
    there = build("18781", "42", "x")
    other = replace(there.viewer("commune_police", "residence"), reach=frozenset({resident.pk}))
    with acting(other):
        version = Resident.objects.get(pk=resident.pk).version
        people.move_in(by=other, resident_id=resident.pk, version=version, day=today(), place=there.hamlet,
                       household_id=None, address="Số 1")  # fmt: skip
    return replace(other, reach=frozenset())


def buried(by: Viewer, resident: Resident) -> None:
    with acting(by):
        version = Resident.objects.get(pk=resident.pk).version
        people.record_death(by=by, resident_id=resident.pk, version=version, day=today())


@pytest.mark.django_db
def test_where_they_applied_it_goes_on(officer: Viewer) -> None:
    resident = someone(officer)
    made = declared(officer, resident)
    moved(resident)
    assert queries.open_application(viewer=officer, application_id=made.pk).bearer.full_name == resident.full_name
    batch = actions.make_batch(by=officer, application_ids=[made.pk])
    _batch, content = actions.export(by=officer, batch_id=batch.pk)
    assert str(resident.id_no) in content.decode()
    actions.approve(by=officer, application_id=made.pk)
    assert actions.print_card(by=officer, application_id=made.pk, serial="CC0000009").good_until is not None
    actions.arrive(by=officer, application_id=made.pk)
    scan = f"{resident.id_no}||{resident.full_name}|02031985|Nam|Thôn 1|01102026"
    assert queries.to_hand_over(viewer=officer, code=scan).pk == "CC0000009"
    actions.hand_over(by=officer, application_id=made.pk, delivery="self", checked=True)
    assert state(made.pk) == "handed"


@pytest.mark.django_db
def test_with_a_card_from_elsewhere_they_are_renamed_renew_it_and_die(officer: Viewer) -> None:
    resident = someone(officer)
    handed(officer, resident, "CC0000001")
    other = moved(resident)
    with acting(other):
        fresh = Resident.objects.get(pk=resident.pk)
        person = PersonData(full_name="Trần Thị Đổi Tên", sex="m", birth_date=fresh.birth_date, birth_precision="d",
                            id_no=fresh.id_no, relation=fresh.relation, address="Số 1")  # fmt: skip
        people.correct(by=other, resident_id=resident.pk, version=fresh.version, person=person)
        assert Card.objects.get(pk="CC0000001").outdated == "name"
        handed(other, resident, "CC0000002", "changed")
    buried(other, resident)
    with acting(other):
        cards = list(Card.objects.order_by("pk").values_list("state", "why"))
    assert cards == [("ended", "replaced"), ("ended", "dead")]


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_database")
def test_the_clock_ends_what_a_death_elsewhere_left_open() -> None:
    calendar.forget()
    office: Ground = build("18754", "42", "c")
    officer = office.viewer("commune_police", "residence")
    with acting(officer):
        resident = someone(officer)
        handed(officer, resident, "CC0000001")
        made = declared(officer, resident, "lost")
        jobs.run_once()
    buried(moved(resident), resident)
    jobs.run_once()
    with acting(officer):
        assert state(made.pk) == "died"
        assert not Application.objects.get(pk=made.pk).open
    calendar.forget()
