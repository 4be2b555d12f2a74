"""The room's pages, walked as a police officer does: from a resident's page to the card in the hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.utils.html import strip_tags

from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards.models import Application
from diaban.casework import calendar
from diaban.core.sql import value
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "k", sign_in=list(ROLES), demo=True)
    calendar.forget()


@pytest.fixture
def resident(ground: Ground) -> Resident:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        return settle(police, id_no="042085001234", birth_date=date(1985, 3, 2), sex="m")


def signed_in(ground: Ground, role: str) -> Client:
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(ground.accounts[role])
    client.post("/muc-dich/", {"code": "residence", "reference": "HS-1"})
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(strip_tags(answer.content.decode()).split())


def only(ground: Ground) -> Application:
    with acting(ground.viewer("commune_police", "residence")):
        return Application.objects.get()


def case_state(ground: Ground, application_id: UUID) -> str:
    with acting(ground.viewer("commune_police", "residence")):
        return str(value("select state from casework_case where id = %s", [application_id]))


def test_from_a_residents_page_to_the_card_in_the_hand(ground: Ground, resident: Resident) -> None:
    officer = signed_in(ground, "commune_police")
    apply = f"/can-cuoc/cho/{resident.pk}/"
    assert apply in officer.get(f"/cu-dan/{resident.pk}/").content.decode()
    answer = officer.post(apply, {"reason": "first"})
    made = only(ground)
    here = f"/can-cuoc/{made.pk}/"
    assert answer.status_code == 302
    assert answer["Location"] == here
    assert officer.post(f"{here}thu-nhan/", {"face": "poor", "fingers": "good", "iris": "good", "reference": "M1"}
                        ).status_code == 422  # fmt: skip
    officer.post(f"{here}thu-nhan/", {"face": "good", "fingers": "good", "iris": "none", "reference": "M1-77"})
    for step in ("declare", "send", "approve"):
        assert officer.post(f"{here}buoc/{step}/").status_code == 302
    officer.post(f"{here}in-the/", {"serial": "cc0000777"})
    officer.post(f"{here}buoc/arrive/")
    assert "đối chiếu" in officer.post(f"{here}tra-the/", {"delivery": "self"}).content.decode()
    officer.post(f"{here}tra-the/", {"delivery": "self", "checked": "on"})
    assert case_state(ground, made.pk) == "handed"
    page = words(officer, here)
    assert "CC0000777" in page
    assert "Thẻ căn cước được trả" in page
    assert resident.full_name in words(officer, "/can-cuoc/?trang_thai=handed")
    assert resident.full_name not in words(officer, "/can-cuoc/?trang_thai=sent")


def test_one_that_is_open_is_shown_instead(ground: Ground, resident: Resident) -> None:
    officer = signed_in(ground, "commune_police")
    officer.post(f"/can-cuoc/cho/{resident.pk}/", {"reason": "first"})
    made = only(ground)
    answer = officer.get(f"/can-cuoc/cho/{resident.pk}/")
    assert answer["Location"] == f"/can-cuoc/{made.pk}/"
    assert officer.get("/can-cuoc/cho/00000000-0000-7000-8000-000000000000/").status_code == 404
    assert officer.post(f"/can-cuoc/{made.pk}/buoc/fly/").status_code == 404
    assert officer.post(f"/can-cuoc/{made.pk}/buoc/send/").status_code == 409
    assert case_state(ground, made.pk) == "received"


def test_roles_that_only_look_see_why(ground: Ground, resident: Resident) -> None:
    officer, manager = signed_in(ground, "commune_police"), signed_in(ground, "province_manager")
    officer.post(f"/can-cuoc/cho/{resident.pk}/", {"reason": "first"})
    made = only(ground)
    assert "không" in words(manager, f"/can-cuoc/{made.pk}/")
    assert manager.post(f"/can-cuoc/{made.pk}/buoc/withdraw/").status_code == 403
    assert signed_in(ground, "commune_clerk").get("/can-cuoc/").status_code == 403
    assert case_state(ground, made.pk) == "received"
