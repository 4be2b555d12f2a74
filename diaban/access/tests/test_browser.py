"""A new official's first day, in chromium: the password that was handed over, a passkey, and signing in with it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Live

pytestmark = pytest.mark.browser

NEW = "muoi-hai-con-trau-2026"
#: Adds someone with an account to a running console, as an operator would, and prints the one-time password.
HIRE = """
import django; django.setup()
from diaban.access import accounts, actions, queries, viewers
from diaban.access.session import acting
by = viewers.command_line()
with acting(by):
    office = queries.offices(by).filter(level=3, body="congan").first()
    staff = actions.add_staff(by=by, number="CB-THU-KHOA", full_name="Nguyễn Thử Khóa", office_id=office.pk,
                              post="Cán bộ", role="commune_police")
    print(accounts.make_account(by=by, staff_id=staff.pk, username="thu.khoa")[1])
"""


@pytest.fixture
def password(live: Live) -> str:
    environment = os.environ | {"DIABAN_DB_URL": live.app_url, "DJANGO_SETTINGS_MODULE": "diaban.settings"}
    done = subprocess.run([sys.executable, "-c", HIRE], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def virtual_key(page: Page) -> Any:
    """A security key that chromium makes up: it asks for a PIN and says yes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp


def test_a_passkey_is_added_and_signs_in(live: Live, page: Page, password: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    site = live.url.replace("127.0.0.1", "localhost")  # a passkey needs a name
    virtual_key(page)
    page.goto(f"{site}/vao/")
    page.get_by_label("Tên đăng nhập").fill("thu.khoa")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_label("Mật khẩu hiện tại").fill(password)
    page.locator("input[name=password1]").fill(NEW)
    page.locator("input[name=password2]").fill(NEW)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    page.wait_for_url("**/vao/hai-buoc/")
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_label("Tên khóa").fill("Máy bàn")
    page.get_by_label("Đăng nhập chỉ bằng khóa này").check()
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url("**/vao/ma-du-phong/")
    page.goto(f"{site}/tai-khoan/")
    assert page.get_by_role("heading", name="Tài khoản của tôi").is_visible()

    page.goto(f"{site}/vao/ra/")
    page.get_by_role("main").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/vao/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(lambda where: "/vao/" not in where)
    page.goto(f"{site}/vao/khoa/")
    assert page.get_by_text("Máy bàn").first.is_visible()

    page.goto(f"{site}/vao/ra/")
    page.get_by_role("main").get_by_role("button", name="Đăng xuất").click()
    page.get_by_label("Tên đăng nhập").fill("thu.khoa")
    page.get_by_label("Mật khẩu").fill(NEW)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/vao/xac-thuc/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(lambda where: "/vao/" not in where)
    assert refused == []


def test_on_a_bare_address_the_page_says_that_a_passkey_needs_a_name(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/vao/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    assert "cần một tên miền" in page.get_by_role("alert").inner_text()
