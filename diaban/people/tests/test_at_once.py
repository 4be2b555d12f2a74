"""Two officers at the same moment: one of them is told, nothing is half written, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.core.errors import Conflict, DiabanError, Invalid
from diaban.people import actions
from diaban.people.actions.base import action, locked, locked_household
from diaban.people.models import Household, Resident
from diaban.people.tests.conftest import person

pytestmark = pytest.mark.slow

PLACE = 18754


@pytest.fixture
def office(fresh_database: Any) -> Viewer:
    from diaban.areas import queries as areas
    from diaban.core.time import today

    unit = areas.find(str(PLACE), today())
    assert unit is not None
    return command_line([unit.id], "residence")


def enter(by: Viewer, name: str = "Lê Thị An", household: Household | None = None, id_no: str = "") -> Resident:
    with acting(by):
        return actions.register(
            by=by, person=person(name, id_no=id_no), place=by.scope.places[0],
            household_id=household.id if household else None, since=date(2026, 1, 1),
        )  # fmt: skip


def home_of(by: Viewer, resident: Resident) -> Household:
    assert resident.household_id is not None
    with acting(by):
        return Household.objects.get(pk=resident.household_id)


def at_once(by: Viewer, *verbs: Callable[[], Any]) -> list[Any]:
    """Run each verb on a thread and connection of its own, started together; what each returned or raised."""
    together = threading.Barrier(len(verbs))
    answers: list[Any] = [None] * len(verbs)

    def run(n: int, verb: Callable[[], Any]) -> None:
        try:
            with acting(by):
                together.wait()
                answers[n] = verb()
        except Exception as error:
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return answers


def test_a_death_and_a_move_of_one_person(office: Viewer) -> None:
    one = enter(office)
    told: dict[str, Any] = {"by": office, "resident_id": one.id, "version": one.version, "day": date(2026, 2, 2)}
    answers = at_once(office, lambda: actions.record_death(**told), lambda: actions.move_out(**told, destination="Huế"))
    assert sorted(isinstance(a, Conflict) for a in answers) == [False, True]


def test_two_people_with_one_number(office: Viewer) -> None:
    houses = [home_of(office, enter(office, "Lê Thị Chủ")) for _n in range(2)]
    answers = at_once(
        office,
        lambda: enter(office, "Lê Thị Bình", houses[0], "042185001234"),
        lambda: enter(office, "Lê Thị Chi", houses[1], "042185001234"),
    )
    assert sorted(type(a).__name__ for a in answers) == ["Invalid", "Resident"]
    refused = next(a for a in answers if isinstance(a, Invalid))
    assert "042185001234" not in str(refused)
    assert list(refused.fields) == ["id_no"]
    with acting(office):
        assert Resident.objects.filter(id_no="042185001234").count() == 1


def test_two_heads_for_one_household(office: Viewer) -> None:
    home = home_of(office, enter(office))
    members = [enter(office, f"Lê Thị {name}", home) for name in ("Bình", "Chi")]
    with acting(office):
        home.refresh_from_db()
    answers = at_once(
        office,
        *(
            partial(actions.change_head, by=office, household_id=home.id, version=home.version, head_id=who.id)
            for who in members
        ),
    )
    assert sorted(isinstance(a, Conflict) for a in answers) == [False, True]
    with acting(office):
        assert Resident.objects.filter(household_id=home.id, relation="head").count() == 1


def test_someone_enters_a_household_while_it_is_closed(office: Viewer) -> None:
    one = enter(office)
    with acting(office):
        actions.move_out(by=office, resident_id=one.id, version=one.version, day=date(2026, 2, 2), destination="Huế")
    home = home_of(office, one)
    answers = at_once(
        office,
        lambda: enter(office, "Lê Thị Bình", home),
        lambda: actions.close_household(by=office, household_id=home.id, version=home.version),
    )
    assert sum(isinstance(a, DiabanError) for a in answers) == 1
    with acting(office):
        home.refresh_from_db()
        lives = Resident.objects.filter(household_id=home.id, state="present").exists()
    assert lives == (home.closed_on is None)


def test_a_head_is_named_and_dies_at_once(office: Viewer) -> None:
    """One verb takes the household first, the other the person: whoever loses is told in a sentence."""
    first = enter(office)
    home = home_of(office, first)
    for _n in range(5):
        second = enter(office, "Lê Thị Bình", home)
        with acting(office):
            home.refresh_from_db()
        answers = at_once(
            office,
            partial(
                actions.record_death, by=office, resident_id=second.id, version=second.version, day=date(2026, 2, 2)
            ),
            partial(actions.change_head, by=office, household_id=home.id, version=home.version, head_id=second.id),
        )
        assert [a for a in answers if isinstance(a, Exception) and not isinstance(a, DiabanError)] == []
        with acting(office):
            home.refresh_from_db()
            if home.head_id is not None:
                assert Resident.objects.get(pk=home.head_id).state == "present"


def test_two_who_wait_for_each_other_are_told_in_a_sentence(office: Viewer) -> None:
    first = enter(office)
    held = threading.Barrier(2)

    def person_first() -> None:
        with action():
            locked(first.id)
            held.wait()
            locked_household(first.household_id or first.id)

    def household_first() -> None:
        with action():
            locked_household(first.household_id or first.id)
            held.wait()
            locked(first.id)

    answers = at_once(office, person_first, household_first)
    assert sorted(type(a).__name__ for a in answers) == ["Conflict", "NoneType"]


def test_a_refused_verb_leaves_the_connection_usable(office: Viewer) -> None:
    one, other = enter(office, id_no="042185001234"), enter(office, "Lê Thị Bình")
    with acting(office):
        taken = person("Lê Thị Bình", id_no="042185001234", relation="head")
        with pytest.raises(Invalid), transaction.atomic():
            actions.correct(by=office, resident_id=other.id, version=other.version, person=taken)
        assert Resident.objects.get(pk=one.id).id_no == "042185001234"
        assert Resident.objects.get(pk=other.id).version == other.version
