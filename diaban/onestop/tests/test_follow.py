"""Whoever holds number and last four characters follows a dossier; others learn nothing, not even that it is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from diaban.access import limits
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.onestop import actions, following
from diaban.onestop.tests.conftest import handed_in
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    limits.forget()


def asked(number: str, ends: str) -> tuple[int, str]:
    """What the page answers to someone who isn't signed in, without the form's own token."""
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    answer = client.post("/theo-doi/", {"number": number, "ends": ends})
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def test_number_and_ending_find_it_and_say_nothing_of_whom(police: Viewer, resident: Resident) -> None:
    made = handed_in(police, "absence", resident)
    found = following.follow(f" {made.number.lower()} ", str(resident.id_no)[-4:])
    assert found is not None
    assert (found.number, found.state, found.promised_at) == (made.number, "accepted", made.promised_at)
    told = " ".join(str(getattr(found, name)) for name in found.__slots__)
    assert resident.full_name not in told
    assert str(resident.id_no) not in told
    actions.ask_supplement(by=police, dossier_id=made.pk, what="Bản sao giấy khai sinh")
    again = following.follow(made.number, str(resident.id_no)[-4:])
    assert again is not None
    assert again.asked == "Bản sao giấy khai sinh"


def test_an_unknown_number_and_a_wrong_ending_are_the_same_miss(ground: Ground) -> None:
    officer = ground.viewer("commune_police", "residence")
    with acting(officer):
        someone = settle(officer, id_no="042085001234")
        made = handed_in(officer, "absence", someone)
        assert following.follow(made.number, "0000") is None
        assert following.follow("KHONG-CO-261120-0001", "1234") is None
    wrong, unknown, empty = asked(made.number, "0000"), asked("KHONG-CO", "1234"), asked("", "")
    assert wrong == unknown == empty
    assert wrong[0] == 200
    assert made.number not in wrong[1]


def test_tries_are_counted_by_number_and_by_address(db: None) -> None:
    answers = [asked(f"SO-{n}", "1234")[0] for n in range(12)]
    assert 429 in answers
