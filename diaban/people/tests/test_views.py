"""The room's pages, walked as a police officer of a commune does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.core.sql import value
from diaban.core.time import today
from diaban.people import actions
from diaban.people.models import Resident, Stay
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "p", sign_in=list(ROLES), demo=True)


@pytest.fixture
def officer(ground: Ground) -> Client:
    return signed_in(ground, "commune_police")


def signed_in(ground: Ground, role: str, purpose: str = "residence") -> Client:
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(ground.accounts[role])
    if purpose:
        assert client.post("/muc-dich/", {"code": purpose, "reference": "HS-1"}).status_code == 302
    return client


@pytest.fixture
def resident(ground: Ground) -> Resident:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        return settle(police, id_no="042185001234")


@pytest.fixture
def seen(ground: Ground) -> Callable[..., Any]:
    """A value read with the eyes of an auditor for the ledger, else of the police officer."""

    def read(sql: str, *params: Any) -> Any:
        role = "auditor" if "ledger_lookup" in sql else "commune_police"
        with acting(ground.viewer(role, "residence")):
            return value(sql, params)

    return read


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


NEW = {
    "full_name": "Trần Văn Bình", "sex": "m", "birth_date": "3/4/1990", "id_no": "042090000001", "phone": "",
    "address": "Tổ 3", "hometown": "", "kind": "permanent", "since": "01/01/2024",
}  # fmt: skip


def test_someone_new_is_written_and_shown(officer: Client, ground: Ground) -> None:
    answer = officer.post("/cu-dan/moi/", NEW | {"place": ground.commune})
    assert answer.status_code == 302, text_of(answer)
    page = text_of(officer.get(answer["Location"]))
    assert "Trần Văn Bình" in page
    assert "03/04/1990" in page
    assert "042 090 000 001" in page
    listed = text_of(officer.get("/cu-dan/"))
    assert "Trần Văn Bình" in listed
    assert "1 kết quả" in listed


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(
    officer: Client, ground: Ground, seen: Callable[..., Any]
) -> None:
    answer = officer.post("/cu-dan/moi/", NEW | {"place": ground.commune, "id_no": "123", "birth_date": "31/02/1990"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Không đọc được ngày này" in page
    assert 'value="123"' in page
    assert not seen("select count(*) from people_resident")


def test_without_a_purpose_the_page_that_asks_for_one_comes_first(ground: Ground, resident: Resident) -> None:
    aimless = signed_in(ground, "commune_police", purpose="")
    answer = aimless.get(f"/cu-dan/{resident.id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/muc-dich/?next=%2Fcu-dan%2F{resident.id}%2F")
    assert aimless.get("/cu-dan/").status_code == 302


def test_a_search_leaves_no_name_in_any_address_and_is_logged(
    officer: Client, resident: Resident, seen: Callable[..., Any]
) -> None:
    answer = officer.post("/tim/", {"q": "nguyen thi dao 1985"})
    assert answer.status_code == 302
    assert "nguyen" not in answer["Location"]
    page = text_of(officer.get(answer["Location"]))
    assert f"/cu-dan/{resident.id}/" in page
    assert seen("select count(*) from ledger_lookup where shown @> array[%s::uuid]", resident.id) == 1


def test_every_form_of_a_person_opens_and_saves(
    officer: Client, resident: Resident, ground: Ground, seen: Callable[..., Any]
) -> None:
    base = f"/cu-dan/{resident.id}/"

    def version() -> int:
        return int(seen("select version from people_resident where id = %s", resident.id))

    def send(path: str, **data: Any) -> None:
        assert officer.get(base + path).status_code == 200, path
        answer = officer.post(base + path, data | {"version": version()})
        assert answer.status_code == 302, text_of(answer)

    details = {k: NEW[k] for k in ("full_name", "sex", "birth_date", "id_no", "phone", "address", "hometown")}
    send("sua/", **details, relation="head")
    send("so-cu/", kind="cmnd", value="183456789", issuer="Hà Tĩnh", issued_on="")
    send("khai-bao/", kind="absent", place="", starts="01/01/2026", ends="", reason="Đi học")
    stay = seen("select id from people_stay where kind = 'absent' and resident_id = %s", resident.id)
    send(f"khai-bao/{stay}/", day="02/02/2026")
    send("tach-ho/", address="Tổ 9", code="HK-9")
    send("chuyen-di/", day=f"{today():%d/%m/%Y}", destination="Đồng Nai")
    send("chuyen-den/", day=f"{today():%d/%m/%Y}", place=ground.commune, address="Tổ 1")
    send("khai-tu/", day=f"{today():%d/%m/%Y}")
    event = seen("select id from people_event where kind = 'death' and resident_id = %s", resident.id)
    send(f"huy/{event}/")
    page = text_of(officer.get(base))
    assert "Trần Văn Bình" in page
    assert "183456789" in page
    assert "đã hủy vì ghi nhầm" in page
    history = text_of(officer.get(base + "lich-su/"))
    assert "Nguyễn Thị Đào" in history


def test_every_form_of_a_household_opens_and_saves(
    officer: Client, resident: Resident, seen: Callable[..., Any]
) -> None:
    base = f"/ho/{resident.household_id}/"
    child = {k: NEW[k] for k in ("sex", "id_no", "phone", "address", "hometown")} | {"relation": "child"}
    for path in ("", "khai-sinh/", "them-nguoi/", "chu-ho/", "xoa/"):
        assert officer.get(base + path).status_code == 200, path
    born = f"{today():%d/%m/%Y}"
    answer = officer.post(base + "khai-sinh/", child | {"full_name": "Lê Bé", "birth_date": born, "id_no": ""})
    assert answer.status_code == 302, text_of(answer)
    adult = child | {"full_name": "Lê Văn Lớn", "birth_date": "1980", "since": "01/01/2020"}
    assert officer.post(base + "them-nguoi/", adult).status_code == 302
    grown = seen("select id from people_resident where full_name = 'Lê Văn Lớn'")
    home = seen("select version from people_household where id = %s", resident.household_id)
    assert officer.post(base + "chu-ho/", {"head_id": str(grown), "version": home}).status_code == 302
    refused = officer.post(base + "xoa/", {"version": home + 1})
    assert refused.status_code == 422
    assert "Lê Văn Lớn" in text_of(officer.get(base))


def test_joining_asks_where_several_households_fit(
    officer: Client, resident: Resident, ground: Ground, seen: Callable[..., Any]
) -> None:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        first = settle(police, "Phạm Văn Một", address="Tổ 1")
        settle(police, "Phạm Văn Hai", address="Tổ 2")
    base = f"/cu-dan/{resident.id}/nhap-ho/"
    asked = officer.post(base, {"household": "pham", "relation": "other", "version": resident.version})
    assert asked.status_code == 422
    assert "Phạm Văn Một · Tổ 1" in text_of(asked)
    chosen = {"household": "pham", "household_id": str(first.household_id), "relation": "other"}
    assert officer.post(base, chosen | {"version": resident.version}).status_code == 302
    assert seen("select household_id from people_resident where id = %s", resident.id) == first.household_id


def test_a_stale_edit_shows_both_versions(officer: Client, resident: Resident, ground: Ground) -> None:
    police = ground.viewer("commune_police", "residence")
    details = {k: NEW[k] for k in ("full_name", "sex", "birth_date", "id_no", "phone", "address", "hometown")}
    with acting(police):
        actions.record_death(by=police, resident_id=resident.id, version=resident.version, day=today())
    stale = details | {"relation": "head", "version": resident.version, "address": "Số nhà tôi vừa gõ"}
    answer = officer.post(f"/cu-dan/{resident.id}/sua/", stale)
    assert answer.status_code == 409
    assert "Số nhà tôi vừa gõ" in text_of(answer)


def test_a_hamlet_team_sees_masked_numbers_and_reasons_instead_of_buttons(ground: Ground) -> None:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        shown = settle(police, id_no="042185001234")
        Resident.objects.filter(pk=shown.id).update(place=ground.hamlet)
        Stay.objects.filter(resident_id=shown.id).update(place=ground.hamlet)
    team = signed_in(ground, "hamlet_team")
    page = text_of(team.get(f"/cu-dan/{shown.id}/"))
    assert "••••••••1234" in page, re.sub("<[^>]+>", " ", page)
    assert "042185001234" not in page.replace(" ", "")
    assert "Công an cấp xã" in page, "who may is named where a button is missing"
    assert team.post(f"/cu-dan/{shown.id}/khai-tu/", {"day": "01/01/2026"}).status_code == 403


@pytest.mark.parametrize("role", ["analyst", "auditor", "system_admin"])
def test_roles_without_persons_open_no_page_of_this_room(ground: Ground, resident: Resident, role: str) -> None:
    client = signed_in(ground, role, purpose="")
    for path in ("/cu-dan/", f"/cu-dan/{resident.id}/", "/tim/", f"/ho/{resident.household_id}/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403, 404), path
        assert "Nguyễn Thị Đào" not in text_of(answer)
