"""A dossier on a phone, by keyboard alone: from the resident's page to the result handed over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import Live
from tests.pages.conftest import Opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Keys:
    """Counts what a clerk does: a field filled, a key pressed to choose or send."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"main [name={name}]").focus()
        self.page.keyboard.type(text)
        self.done += 1

    def press(self, what: str, key: str = "Enter") -> None:
        self.page.locator(what).first.focus()
        self.page.keyboard.press(key)
        self.done += 1


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("DIABAN_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_dossier_on_a_phone_by_keyboard(live: Live, ids: dict[str, Any], opened: Opened) -> None:
    page = opened("commune_police", viewport={"width": 360, "height": 780})
    keys = Keys(page)
    page.goto(f"{live.url}/cu-dan/{ids['resident_id']}/")
    keys.press(f"main a[href$='/tiep-nhan/cho/{ids['resident_id']}/']")
    page.wait_for_url("**/tiep-nhan/cho/*/")
    picture(page, "choose")
    keys.press("main a[href$='/correction/']")
    page.wait_for_url("**/correction/")
    phone = page.locator("main .field:has([name=phone])")
    assert phone.is_hidden(), "asked only where the phone is to be put right"
    page.locator("main [name=what]").focus()
    page.locator("main [name=what]").select_option("phone")
    keys.done += 1
    assert phone.is_visible()
    with page.expect_response("**/nhap/**") as kept:
        keys.fill("phone", "0912345678")
    assert kept.value.ok
    page.reload()
    assert page.locator("main [name=phone]").input_value() == "0912345678", "what was typed is kept"
    picture(page, "intake")
    keys.press("main [name=papers]", "Space")
    keys.press("main [name=phone]")
    page.wait_for_url(lambda where: "/tiep-nhan/" not in where)
    picture(page, "dossier")
    number = page.locator("main p.stamp:not(.print-only)").inner_text()
    keys.press("main a[href$='/giai-quyet/']")
    page.wait_for_url("**/giai-quyet/")
    keys.press("main form button.main")
    page.wait_for_url(lambda where: "/giai-quyet/" not in where)
    picture(page, "granted")
    assert keys.done <= 25
    follow = opened("", viewport={"width": 360, "height": 780})
    follow.goto(f"{live.url}/theo-doi/")
    follow.locator("[name=number]").fill(number)
    follow.locator("[name=ends]").fill("xxxx")
    follow.keyboard.press("Enter")
    follow.wait_for_selector("[role=alert]")
    picture(follow, "follow")


def test_form_06a_and_the_list_are_looked_at(live: Live, ids: dict[str, Any], opened: Opened) -> None:
    page = opened("commune_police")
    for name, where in (
        ("list", "/mot-cua/"),
        ("form06a", "/mot-cua/bieu-06a/"),
        ("record", f"/mot-cua/{ids['dossier_id']}/"),
    ):
        page.goto(live.url + where)
        assert page.locator("h1").count() == 1
        picture(page, name)
    page.emulate_media(color_scheme="dark")
    picture(page, "record-dark")
