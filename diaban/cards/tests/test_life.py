"""A death ends cards and applications in its own transaction and is undone with it; changed details call for a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.cards import actions, due
from diaban.cards.models import Application, Card, Due
from diaban.cards.tests.world import at_the_office, declared, handed, someone, state, told
from diaban.core.errors import Refused
from diaban.core.time import today
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(office: Ground, officer: Viewer) -> Iterator[Viewer]:
    """Who records deaths and has no right over cards."""
    viewer = office.viewer("commune_clerk", "residence")
    with acting(viewer):
        yield viewer


def buried(by: Viewer, resident: Resident) -> Any:
    fresh = Resident.objects.get(pk=resident.pk)
    return people.record_death(by=by, resident_id=resident.pk, version=fresh.version, day=today())


def unburied(by: Viewer, event: Any) -> None:
    version = Resident.objects.get(pk=event.resident_id).version
    people.void_event(by=by, event_id=event.pk, version=version)


def serials(resident: Resident) -> dict[str, str]:
    return dict(Card.objects.filter(resident_id=resident.pk).values_list("serial", "state"))


def test_a_death_ends_the_card_and_the_application(office: Ground, officer: Viewer) -> None:
    resident = someone(officer)
    handed(officer, resident, "CC0000001")
    made = declared(officer, resident, "lost")
    clerk = office.viewer("commune_clerk", "residence")
    with acting(clerk), pytest.raises(Refused):
        actions.withdraw(by=clerk, application_id=made.pk)
    with acting(clerk):
        event = buried(clerk, resident)
    assert (state(made.pk), serials(resident)) == ("died", {"CC0000001": "ended"})
    assert not Application.objects.get(pk=made.pk).open
    assert not Due.objects.exists()
    with acting(clerk):
        unburied(clerk, event)
    assert (state(made.pk), serials(resident)) == ("declared", {"CC0000001": "handed"})
    assert Application.objects.get(pk=made.pk).open
    assert told("cards.ended") == 0


def test_where_one_was_due_one_is_due_again(officer: Viewer) -> None:
    resident = someone(officer)
    due.look_at(officer, [resident.pk])
    assert Due.objects.exists()
    event = buried(officer, resident)
    assert not Due.objects.exists()
    unburied(officer, event)
    assert Due.objects.get().pk == resident.pk
    assert told("cards.due") + told("cards.settled") == 1


def test_a_card_on_its_way_stays_to_be_accounted_for(officer: Viewer) -> None:
    resident = someone(officer)
    made = at_the_office(officer, resident, "CC0000003")
    event = buried(officer, resident)
    assert state(made.pk) == "died"
    assert serials(resident) == {"CC0000003": "arrived"}
    unburied(officer, event)
    actions.hand_over(by=officer, application_id=made.pk, delivery="self", checked=True)
    assert serials(resident) == {"CC0000003": "handed"}


def test_nothing_happens_by_half(officer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    resident = someone(officer)
    made = handed(officer, resident, "CC0000004")
    monkeypatch.setattr(due, "settle", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        buried(officer, resident)
    assert Resident.objects.get(pk=resident.pk).state == "present"
    assert (state(made.pk), serials(resident)) == ("handed", {"CC0000004": "handed"})


def renamed(officer: Viewer, resident: Resident, name: str) -> None:
    fresh = Resident.objects.get(pk=resident.pk)
    person = PersonData(full_name=name, sex=fresh.sex, birth_date=fresh.birth_date, birth_precision="d",
                        id_no=fresh.id_no, relation=fresh.relation, address=fresh.address)  # fmt: skip
    people.correct(by=officer, resident_id=resident.pk, version=fresh.version, person=person)


def test_a_change_of_name_calls_for_another_card(officer: Viewer) -> None:
    resident = someone(officer)
    handed(officer, resident, "CC0000005")
    renamed(officer, resident, resident.full_name)
    assert not Due.objects.exists()
    renamed(officer, resident, "Trần Thị Đổi Tên")
    assert Card.objects.get().outdated == "name"
    assert Due.objects.get().why == "changed"
    handed(officer, resident, "CC0000006", "changed")
    assert serials(resident) == {"CC0000005": "ended", "CC0000006": "handed"}
    assert not Due.objects.exists()
