"""Signing in as a person does it: name, password, second factor, duties, lock-out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from diaban.access import accounts, lockout, purposes, viewers
from diaban.access.models import Account
from diaban.access.session import NOBODY, acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.core import sql
from diaban.core.time import clock_at, now

pytestmark = pytest.mark.slow

NEW = "muoi-hai-con-trau-2026"


@pytest.fixture
def client() -> Client:
    """A browser on this machine: demo accounts answer to nobody else."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def office(db: None) -> Ground:
    return build("18754", "42", "a")


@pytest.fixture
def demo(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=["commune_police"], demo=True)


def enter(client: Client, username: str, password: str, **more: Any) -> Any:
    return client.post("/vao/", {"login": username, "password": password}, **more)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_first_page_asks_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/tai-khoan/")
    assert response.status_code == 302
    assert response["Location"] == "/vao/?next=%2Ftai-khoan%2F"
    page = client.get("/vao/")
    assert page.status_code == 200
    assert "Đăng nhập" in text(page)
    assert "Mật khẩu" in text(page)
    assert "Sign" not in text(page)


def test_a_demo_account_enters_with_its_password_alone(client: Client, demo: Ground) -> None:
    response = enter(client, "commune-police.a", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    page = client.get("/tai-khoan/")
    assert page.status_code == 200
    assert "Cán Bộ commune_police a" in text(page)


@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"headers": {"host": "diaban.example"}},
        {"headers": {"x-forwarded-for": "10.0.0.7"}},
    ],
)
def test_a_demo_account_works_on_loopback_only(
    client: Client, demo: Ground, settings: Any, more: dict[str, Any]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    refused = enter(client, "commune-police.a", PASSWORD, **more)
    assert refused.status_code == 200
    assert "chính máy này" in text(refused)
    enter(client, "commune-police.a", PASSWORD)
    later = client.get("/tai-khoan/", **more)
    assert later.status_code == 403
    assert "Cán Bộ" not in text(later)


def test_a_new_account_changes_its_password_then_sets_up_a_second_factor(client: Client, office: Ground) -> None:
    secret = office.add_account("commune_clerk", viewers.command_line())
    assert enter(client, "commune-clerk.a", secret).status_code == 302
    assert client.get("/tai-khoan/")["Location"] == "/vao/mat-khau/"
    short = client.post("/vao/mat-khau/", {"oldpassword": secret, "password1": secret, "password2": secret})
    assert "phải khác mật khẩu hiện tại" in text(short)
    done = client.post("/vao/mat-khau/", {"oldpassword": secret, "password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert not Account.objects.get().must_change_password
    assert client.get("/tai-khoan/")["Location"] == "/vao/hai-buoc/"
    assert "cần một bước xác thực thứ hai" in text(client.get("/vao/hai-buoc/"))


def test_a_code_from_the_telephone_is_the_second_step(client: Client, office: Ground) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = office.add_account("commune_clerk", viewers.command_line())
    Account.objects.update(must_change_password=False)
    enter(client, "commune-clerk.a", secret)
    shown = client.get("/vao/ung-dung/bat/")
    assert shown.status_code == 200, shown["Location"]
    seed = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(seed, next(iter(yield_hotp_counters_from_time()))))
    response = client.post("/vao/ung-dung/bat/", {"code": code})
    assert (response.status_code, response["Location"]) == (302, "/vao/ma-du-phong/")
    assert seed not in str(sql.rows("select data from mfa_authenticator"))
    assert client.get("/tai-khoan/").status_code == 200
    codes = text(client.get("/vao/ma-du-phong/tai/")).split()
    assert len(codes) == 10
    client.post("/vao/ra/")
    assert enter(client, "commune-clerk.a", secret)["Location"] == "/vao/xac-thuc/"
    assert client.get("/tai-khoan/").status_code == 302
    wrong = client.post("/vao/xac-thuc/", {"code": "000000"})
    assert "Mã không đúng" in text(wrong)
    assert client.post("/vao/xac-thuc/", {"code": codes[0]})["Location"] == "/"
    assert client.get("/tai-khoan/").status_code == 200


def test_five_wrong_codes_lock_the_codes(client: Client, office: Ground) -> None:
    subject = "7"
    for _n in range(5):
        lockout.attempt(lockout.CODE, subject)
    with pytest.raises(lockout.LockedOut):
        lockout.attempt(lockout.CODE, subject)


def test_failures_lock_the_account_for_a_while_and_say_until_when(client: Client, demo: Ground) -> None:
    start = now()
    with clock_at(start):
        for _n in range(5):
            assert "không đúng" in text(enter(client, "commune-police.a", "wrong"))
        locked = enter(client, "commune-police.a", PASSWORD)
        until = start + timedelta(minutes=15)
        assert f"sau {until:%H:%M}" in text(locked)
    lines = (
        "select count(*) from ledger_line l join ledger_kind k on k.id = kind_id where k.code = 'access.account_locked'"
    )
    with acting(demo.viewer("auditor")):
        assert sql.value(lines) == 1
    with clock_at(start + timedelta(minutes=16)):
        assert enter(client, "commune-police.a", PASSWORD)["Location"] == "/"


def test_a_name_that_nobody_has_locks_alike(client: Client, db: None) -> None:
    for _n in range(5):
        enter(client, "khong-co-ai", "wrong")
    assert "tạm khóa" in text(enter(client, "khong-co-ai", "wrong"))
    assert sql.value("select count(*) from access_attempt where key like '%khong%'") == 0


def test_an_address_is_locked_after_many_names(client: Client, db: None) -> None:
    for n in range(lockout.ADDRESS.failures):
        lockout.attempt(lockout.ADDRESS, "10.1.1.1")
        lockout.attempt(lockout.ACCOUNT, f"name-{n}")
    assert "tạm khóa" in text(enter(client, "ai-do", "wrong", REMOTE_ADDR="10.1.1.1"))


def test_an_administrator_unlocks(client: Client, demo: Ground) -> None:
    for _n in range(6):
        enter(client, "commune-police.a", "wrong")
    admin = demo.viewer("system_admin")
    with acting(admin):
        accounts.unlock(by=admin, account_id=demo.accounts["commune_police"].pk)
    assert enter(client, "commune-police.a", PASSWORD)["Location"] == "/"


def test_a_closed_account_answers_like_a_wrong_password(client: Client, demo: Ground) -> None:
    admin = demo.viewer("system_admin")
    with acting(admin):
        accounts.close_account(by=admin, account_id=demo.accounts["commune_police"].pk)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text(enter(client, "commune-police.a", PASSWORD))


def test_closing_an_account_ends_its_sessions(client: Client, demo: Ground) -> None:
    enter(client, "commune-police.a", PASSWORD)
    assert client.get("/tai-khoan/").status_code == 200
    admin = demo.viewer("system_admin")
    with acting(admin):
        accounts.close_account(by=admin, account_id=demo.accounts["commune_police"].pk)
    assert client.get("/tai-khoan/").status_code == 302


def test_someone_without_a_posting_today_can_only_leave(client: Client, demo: Ground) -> None:
    enter(client, "commune-police.a", PASSWORD)
    sql.rows("update access_posting set valid_to = current_date returning 1")
    page = client.get("/tai-khoan/")
    assert page.status_code == 403
    assert "không giữ vị trí công tác" in text(page)
    assert client.post("/vao/ra/").status_code == 302


def test_nothing_of_a_request_is_left_on_the_connection(client: Client, demo: Ground) -> None:
    from django.db import connection

    enter(client, "commune-police.a", PASSWORD)
    for path in ("/tai-khoan/", "/khong-co-trang-nay/", "/vao/"):
        client.get(path)
        assert connection.diaban_settings == NOBODY  # type: ignore[attr-defined]
        assert sql.value("select access.scope()") == []
        assert sql.value("select access.actor()") is None


def test_an_api_call_without_a_session_gets_json(client: Client, db: None) -> None:
    response = client.get("/tai-khoan/", headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (401, "/vao/")


def test_a_purpose_lasts_until_it_is_dropped(client: Client, demo: Ground) -> None:
    enter(client, "commune-police.a", PASSWORD)
    missing = client.post("/muc-dich/", {"code": "dossier", "reference": ""})
    assert missing.status_code == 422
    assert "cần số hồ sơ" in text(missing)
    stated = client.post("/muc-dich/", {"code": "dossier", "reference": "HS-12/2026", "next": "/tai-khoan/"})
    assert stated["Location"] == "/tai-khoan/"
    assert "HS-12/2026" in text(client.get("/tai-khoan/"))
    client.post("/muc-dich/thoi/")
    assert "HS-12/2026" not in text(client.get("/tai-khoan/"))


def test_a_page_elsewhere_is_not_gone_back_to(client: Client, demo: Ground) -> None:
    enter(client, "commune-police.a", PASSWORD)
    assert client.post("/muc-dich/", {"code": "residence", "next": "https://evil.example/"})["Location"] == "/"


def test_a_purpose_and_what_it_reached_run_out() -> None:
    session: dict[str, Any] = {"diaban.purpose": {"code": "residence", "reference": "", "title": "", "until": 1.0}}
    session["diaban.reach"] = {"00000000-0000-0000-0000-000000000001": 9e12}
    assert not purposes.stated(session)
    assert purposes.reached(session) == frozenset()


def test_working_from_another_posting(client: Client, demo: Ground) -> None:
    from diaban.access import actions

    admin = demo.viewer("system_admin")
    with acting(admin):
        second = actions.appoint(
            by=admin, staff_id=demo.staff["commune_police"].pk, office_id=demo.offices["committee"].pk,
            post="Ủy viên", role="analyst",
        )  # fmt: skip
    enter(client, "commune-police.a", PASSWORD)
    assert client.post("/vi-tri/", {"posting": str(second.pk)}).status_code == 302
    assert "Phân tích số liệu" in text(client.get("/tai-khoan/"))
    client.post("/vi-tri/", {"posting": "999999"})
    assert "Phân tích số liệu" in text(client.get("/tai-khoan/"))
