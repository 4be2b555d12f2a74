"""A scanned card on the pages: in a search and in a form, held against the register, refused in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.core.errors import Invalid
from diaban.core.sql import rows
from diaban.people import queries, scans
from diaban.people.finding import words
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db

NUMBER = "042085001234"


def qr(name: str, number: str = NUMBER, sex: str = "Nam", birth: str = "02031985") -> str:
    return f"{number}||{name}|{birth}|{sex}|Thôn Một, Kỳ Văn, Hà Tĩnh|25042021"


@pytest.fixture
def ground(db: None) -> Ground:
    words.forget()
    return build("18754", "42", "p", sign_in=list(ROLES), demo=True)


@pytest.fixture
def resident(ground: Ground) -> Resident:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        return settle(police, id_no=NUMBER)


@pytest.fixture
def officer(ground: Ground) -> Client:
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(ground.accounts["commune_police"])
    assert client.post("/muc-dich/", {"code": "residence", "reference": "HS-1"}).status_code == 302
    return client


def told(client: Client, text: str) -> str:
    """The words of the page that a search leads to."""
    words.forget()
    return " ".join(strip_tags(client.post("/tim/", {"q": text}, follow=True).content.decode()).split())


def as_card(resident: Resident, **other: str) -> str:
    born = resident.birth_date
    assert born is not None
    said: dict[str, Any] = {"sex": "Nam" if resident.sex == "m" else "Nữ", "birth": f"{born:%d%m%Y}", **other}
    return qr(said.pop("name", resident.full_name), **said)


def test_a_scan_finds_the_bearer_and_says_nothing_where_all_agrees(officer: Client, resident: Resident) -> None:
    page = told(officer, as_card(resident))
    assert resident.full_name in page
    assert "Sổ cư trú ghi khác thẻ" not in page
    assert "Không ai trong sổ" not in page


def test_where_the_register_differs_both_are_shown(officer: Client, resident: Resident) -> None:
    page = told(officer, as_card(resident, name="Nguyễn Văn Khác", birth="02031999"))
    assert "Sổ cư trú ghi khác thẻ" in page
    assert "thẻ Nguyễn Văn Khác" in page
    assert "thẻ 02/03/1999" in page


def test_a_number_nobody_bears_leads_to_the_same_name_and_birth(officer: Client, resident: Resident) -> None:
    page = told(officer, as_card(resident, number="042085009999"))
    assert "Không ai trong sổ mang số này" in page
    assert resident.full_name in page


def test_both_looks_are_logged_and_neither_holds_the_scan(ground: Ground, resident: Resident) -> None:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        found = queries.search(viewer=police, text=as_card(resident))
    assert [row.id for row in found.rows] == [resident.id]
    assert found.card is not None
    assert not found.by_name
    logged = str(rows("select * from ledger_lookup"))
    assert NUMBER not in logged
    assert resident.full_name not in logged


@pytest.mark.parametrize("code", sorted(scans._MISREAD))
def test_every_reason_has_one_sentence_or_two(code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        scans.refuse(code)
    assert str(wrong.value.sentence).endswith(".")
    assert str(wrong.value.sentence).count(".") <= 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("GD4791234567890|4E677579E1BB856E|01/01/1980|1|XX|79|-", "thẻ bảo hiểm y tế"),
        (qr("Nguyễn Văn An")[:40], "đọc thiếu"),
        ("IDVNM<<<<", "đủ ba dòng"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_not_searched_for(officer: Client, text: str, sentence: str) -> None:
    before = rows("select count(*) from ledger_lookup")
    answer = officer.post("/tim/", {"q": text})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    answer = officer.post("/doc-the/", {"q": text})
    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    assert rows("select count(*) from ledger_lookup") == before


def test_a_form_is_filled_and_nobody_is_looked_up(officer: Client, resident: Resident) -> None:
    before = rows("select count(*) from ledger_lookup")
    answer = officer.post("/doc-the/", {"q": qr("Trần Thị Lan", "042190000001", "Nữ", "00001990")})
    assert answer.json()["fields"] == {
        "full_name": "Trần Thị Lan", "sex": "f", "birth_date": "1990", "birth_year": "1990", "id_no": "042190000001",
        "address": "Thôn Một, Kỳ Văn, Hà Tĩnh",
    }  # fmt: skip
    assert rows("select count(*) from ledger_lookup") == before


def test_words_that_were_typed_are_no_scan(officer: Client, resident: Resident) -> None:
    assert resident.full_name in told(officer, resident.full_name)
    assert scans.scanned(resident.full_name) is None
