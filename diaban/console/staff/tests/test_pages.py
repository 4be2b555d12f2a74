"""The administrator's pages do what their buttons say."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from diaban.access import viewers
from diaban.access.models import Account, Office, Posting, Staff, Token
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.core.time import today


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=["system_admin"], demo=True)


@pytest.fixture
def admin(ground: Ground) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": "system-admin.a", "password": PASSWORD})
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_office_is_opened_and_staffed(admin: Client, ground: Ground) -> None:
    opened = admin.post(
        reverse("staff:new_office"),
        {"name": "Trạm thử", "code": "tram-1", "body": "congan", "level": "3", "unit_id": str(ground.commune)},
    )
    office = Office.objects.get(code="TRAM-1")
    assert opened["Location"] == reverse("staff:office", args=[office.pk])
    added = admin.post(
        reverse("staff:new_person", args=[office.pk]),
        {"number": "ca-77", "full_name": "Lê Thị Thử", "post": "Cán bộ", "role": "hamlet_team",
         "unit_id": str(ground.hamlet)},
    )  # fmt: skip
    staff = Staff.objects.get(number="CA-77")
    assert added["Location"] == reverse("staff:person", args=[staff.pk])
    page = text(admin.get(reverse("staff:office", args=[office.pk])))
    assert "Lê Thị Thử" in page
    assert "Tổ công tác thôn" in page


def test_a_taken_code_is_said_on_its_field(admin: Client, ground: Ground) -> None:
    taken = {"name": "X", "code": ground.offices["police"].code, "body": "congan", "level": "3",
             "unit_id": str(ground.commune)}  # fmt: skip
    response = admin.post(reverse("staff:new_office"), taken)
    assert response.status_code == 422
    assert "Mã này đã có." in text(response)


def test_someone_from_elsewhere_in_the_ground_is_posted_by_number(admin: Client, ground: Ground) -> None:
    staff = ground.staff["analyst"]
    url = reverse("staff:appoint", args=[ground.offices["police"].pk])
    admin.post(url, {"number": staff.number, "post": "Cán bộ", "role": "analyst"})
    assert Posting.objects.filter(staff=staff, office=ground.offices["police"]).exists()
    missing = admin.post(url, {"number": "KHONG-CO", "post": "Cán bộ", "role": "analyst"})
    assert missing.status_code == 422


def test_a_one_time_password_is_shown_once_and_never_kept(admin: Client, ground: Ground) -> None:
    staff = ground.staff["commune_clerk"]
    shown = admin.post(reverse("staff:new_account", args=[staff.pk]), {"username": "thu.ky"})
    assert "no-store" in shown["Cache-Control"]
    secret = text(shown).split('<p class="secret"><code>')[1].split("<")[0]
    assert Account.objects.get(username="thu.ky").check_password(secret)
    assert secret not in text(admin.get(reverse("staff:person", args=[staff.pk])))


@pytest.mark.parametrize("verb", ["cap-lai", "ket-thuc-phien", "dong", "mo-lai", "mo-khoa", "xoa-buoc-hai"])
def test_each_verb_of_an_account_answers(admin: Client, ground: Ground, verb: str) -> None:
    ground.add_account("commune_clerk", viewers.command_line())
    account = ground.accounts["commune_clerk"]
    url = reverse("staff:account_verb", args=[account.pk, verb])
    assert admin.get(url).status_code == 405
    assert admin.post(url).status_code == (200 if verb == "cap-lai" else 302)
    account.refresh_from_db()
    assert account.is_active is (verb != "dong")


def test_ones_own_account_has_no_such_buttons(admin: Client, ground: Ground) -> None:
    page = text(admin.get(reverse("staff:person", args=[ground.staff["system_admin"].pk])))
    assert "hãy nhờ một quản trị hệ thống khác" in page
    own = ground.accounts["system_admin"].pk
    assert admin.post(reverse("staff:account_verb", args=[own, "dong"])).status_code == 403


def test_a_posting_ends_on_a_day(admin: Client, ground: Ground) -> None:
    posting = Posting.objects.get(staff=ground.staff["commune_clerk"])
    url = reverse("staff:end_posting", args=[posting.pk])
    assert admin.post(url, {"on": "01/06/2025"}).status_code == 422
    assert admin.post(url, {"on": "01/12/2026"}).status_code == 302
    posting.refresh_from_db()
    assert f"{posting.valid_to}" == "2026-12-01"


def test_staff_are_found_by_name_and_role(admin: Client, ground: Ground) -> None:
    page = text(admin.post(reverse("staff:staff"), {"name": "can bo auditor"}, follow=True))
    assert "Cán Bộ auditor a" in page
    assert "Cán Bộ analyst a" not in page
    assert "Cán Bộ analyst a" not in text(admin.get(reverse("staff:staff"), {"role": "auditor"}))


def test_the_page_of_roles_names_every_role(admin: Client) -> None:
    page = text(admin.get(reverse("staff:roles")))
    assert "Tổ công tác thôn" in page
    assert "Thấy đủ số định danh" in page


def test_a_name_typed_stays_out_of_the_address(admin: Client, ground: Ground) -> None:
    url, staff = reverse("staff:staff"), ground.staff["commune_clerk"]
    others = ground.staff["hamlet_team"].full_name
    sent = admin.post(url, {"name": staff.full_name})
    where = sent["Location"]
    assert sent.status_code == 302
    assert where.startswith(f"{url}?tim=")
    assert "clerk" not in where
    found = text(admin.get(where))
    assert staff.full_name in found
    assert others not in found
    assert f"{where.partition('?')[2]}&amp;xep=" in found  # sorting keeps the token, not the name
    assert staff.full_name in text(admin.get(f"{where}&role=commune_clerk"))
    assert staff.full_name not in text(admin.get(f"{where}&role=analyst")).partition("<table")[2]
    assert others in text(admin.get(f"{url}?name={staff.full_name}"))  # an old address narrows nothing
    stranger = Client(headers={"host": "localhost"})
    stranger.post("/vao/", {"login": "system-admin.a", "password": PASSWORD})
    assert others in text(stranger.get(where))
    assert admin.post(url, {"name": ""}).status_code in (200, 422)


def test_a_token_is_made_shown_once_renewed_and_revoked(admin: Client, ground: Ground) -> None:
    office = ground.offices["police"].pk
    sent = {"name": "Một cửa", "role": "commune_police", "scopes": ["people.read", "figures.read"],
            "expires_on": f"{today() + timedelta(days=30):%d/%m/%Y}", "networks": "10.1.0.0/16, 127.0.0.1"}  # fmt: skip
    page = admin.post(reverse("staff:new_token", args=[office]), sent)
    (secret,) = re.findall(r"dbn_[a-z2-9]{10}_[\w-]{43}", text(page))
    assert "no-store" in page["Cache-Control"]
    token = Token.objects.get()
    assert (token.networks, token.posting.office_id) == (["10.1.0.0/16", "127.0.0.1/32"], office)
    record = reverse("staff:token", args=[token.pk])
    for address in (record, reverse("staff:tokens")):
        assert "Một cửa" in text(admin.get(address))
        assert secret not in text(admin.get(address))
    api = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    assert api.get("/api/v1/me").status_code == 200
    renewed = admin.post(reverse("staff:rotate_token", args=[token.pk]), {"expires_on": sent["expires_on"]})
    assert re.findall(r"dbn_[a-z2-9]{10}_[\w-]{43}", text(renewed)) != [secret]
    assert admin.post(reverse("staff:revoke_token", args=[token.pk]))["Location"] == record
    assert api.get("/api/v1/me").status_code == 401
    assert "Đã thu hồi" in text(admin.get(record))


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"role": "system_admin"}, {"networks": "10.0.0.0/99"}, {"expires_on": "01/01/2099"},
              {"scopes": ["people.write"]}],
)  # fmt: skip
def test_a_token_that_cannot_be_made_is_said_at_its_field(admin: Client, ground: Ground, wrong: dict[str, Any]) -> None:
    sent = {"name": "Một cửa", "role": "commune_police", "scopes": ["people.read"], "networks": "",
            "expires_on": f"{today():%d/%m/%Y}"} | wrong  # fmt: skip
    page = admin.post(reverse("staff:new_token", args=[ground.offices["police"].pk]), sent)
    assert page.status_code == 422
    assert "Một cửa" in text(page)
    assert Token.objects.count() == 0


def test_an_office_that_two_people_correct_shows_both_names(admin: Client, ground: Ground) -> None:
    address = reverse("staff:correct_office", args=[ground.offices["police"].pk])
    version = re.search(r'name="version" value="(\d+)"', text(admin.get(address)))
    assert version is not None
    assert admin.post(address, {"name": "Công an phường A", "version": version[1]}).status_code == 302
    late = admin.post(address, {"name": "Công an phường B", "version": version[1]})
    assert late.status_code == 409
    choices = re.findall(r'type="radio" name="name" value="([^"]*)"', text(late))
    assert choices == ["Công an phường A", "Công an phường B"]
    newer = re.search(r'name="version" value="(\d+)"', text(late))
    assert newer is not None
    assert admin.post(address, {"name": "Công an phường B", "version": newer[1]}).status_code == 302
    assert Office.objects.get(pk=ground.offices["police"].pk).name == "Công an phường B"


def test_tokens_that_end_soon_are_told_where_administration_begins(admin: Client, ground: Ground) -> None:
    assert "Sắp hết hạn" not in text(admin.get(reverse("console:administration")))
    sent = {"name": "Một cửa", "role": "commune_police", "scopes": ["people.read"],
            "expires_on": f"{today() + timedelta(days=9):%d/%m/%Y}"}  # fmt: skip
    admin.post(reverse("staff:new_token", args=[ground.offices["police"].pk]), sent)
    assert "Sắp hết hạn: 1." in text(admin.get(reverse("console:administration")))
