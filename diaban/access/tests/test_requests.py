"""What a request leaves behind: in the session, in the browser, in the log of look-ups."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from diaban.access import purposes, viewers
from diaban.access.session import acting
from diaban.access.tests.test_sign_in import enter
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.core.errors import Invalid
from diaban.core.ids import uuid7
from diaban.ledger.actions import log_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=("commune_police",), demo=True)


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def test_signing_in_makes_a_new_session(client: Client, demo: Ground) -> None:
    client.cookies["sessionid"] = "a" * 32
    enter(client, "commune-police.a", PASSWORD)
    cookie = client.cookies["sessionid"]
    assert cookie.value != "a" * 32
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("wanted", ["//evil.test/", "https://evil.test/", "/\\evil.test/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, demo: Ground, wanted: str) -> None:
    response = client.post("/vao/", {"login": "commune-police.a", "password": PASSWORD, "next": wanted})
    assert (response.status_code, response["Location"]) == (302, "/")
    stated = client.post("/muc-dich/", {"code": "residence", "next": wanted})
    assert (stated.status_code, stated["Location"]) == (302, "/")


def test_what_was_shown_stays_out_of_the_browsers_cache(client: Client, demo: Ground) -> None:
    enter(client, "commune-police.a", PASSWORD)
    for page in ("/", "/tai-khoan/", "/muc-dich/", "/api/v1/me"):
        assert "no-store" in client.get(page)["Cache-Control"], page


@pytest.mark.parametrize("reference", ["HS-12/2026", "12/BC-UBND", "4.01/QĐ-UBND", "đ_1"])
def test_every_reference_that_is_taken_can_be_logged(demo: Ground, reference: str) -> None:
    session: dict[str, Any] = {}
    purposes.state(session, "dossier", f"  {reference} ")
    by = viewers.command_line()
    with acting(by):
        log_open(
            actor=by.staff_id, office=0, purpose="dossier", reference=purposes.stated(session).reference, record=uuid7()
        )


@pytest.mark.parametrize("reference", ["Nguyễn Văn An", "NguyenVanAn", "12 BC", "số/12", "1" * 65])
def test_a_reference_that_the_log_would_refuse_or_that_is_a_name_is_not_taken(demo: Ground, reference: str) -> None:
    session: dict[str, Any] = {}
    with pytest.raises(Invalid):
        purposes.state(session, "dossier", reference)
    assert not purposes.stated(session)


def test_a_body_that_nobody_needs_is_not_read(client: Client, demo: Ground) -> None:
    large = {"login": "x" * 2**21}
    assert client.post("/vao/", large).status_code == 413
    enter(client, "commune-police.a", PASSWORD)
    assert client.post("/vao/", large).status_code == 302
    assert client.post("/vao/", large, CONTENT_LENGTH=str(2**28)).status_code == 413
