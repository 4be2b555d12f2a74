"""The console without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import Live
from tests.pages.conftest import Opened
from tests.pages.routes import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def focused(page: Page, what: str = "textContent") -> str:
    """The text (or another property) of the element that has the focus."""
    return str(page.evaluate(f"document.activeElement.{what}") or "").strip()


def test_the_first_stop_is_the_way_past_the_bars(live: Live, opened: Opened) -> None:
    page = opened("commune_police")
    page.goto(live.url + "/")
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert focused(page, "id") == "noi-dung"


def test_a_day_with_the_keyboard(live: Live, opened: Opened) -> None:
    """Search by /, open a row by j and Enter, go to the ledger by g s, ask for help by ?, leave by Esc."""
    page = opened("commune_police")
    page.goto(live.url + "/")
    page.keyboard.press("/")
    assert focused(page, "id") == "tim-nhanh"
    page.keyboard.type("Nguyen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/*/")
    assert "guyen" not in page.url
    page.locator("[data-rows]").wait_for()

    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/cu-dan/")
    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("j")
    assert focused(page) != first
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/cu-dan/*-*/")
    page.locator("h1", has_text=first).wait_for()

    page.keyboard.press("?")
    assert page.locator("#phim-tat").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#phim-tat").is_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/so-viec/")


def test_keys_do_nothing_while_typing_and_when_switched_off(live: Live, opened: Opened) -> None:
    page = opened("commune_police")
    page.goto(live.url + "/cu-dan/moi/")
    page.locator("main input[type=text]").first.focus()
    page.keyboard.type("/gj?")
    assert focused(page, "value") == "/gj?"

    page.context.add_cookies([{"name": "diaban_look", "value": "auto.1.auto.off", "url": live.url}])
    page.goto(live.url + "/")
    page.keyboard.press("/")
    assert focused(page, "tagName") == "BODY"


def test_keys_follow_their_place_not_their_letter(live: Live, opened: Opened) -> None:
    """A Vietnamese input method may turn a letter into another, or compose: the key's place counts."""
    page = opened("commune_police")
    page.goto(live.url + "/cu-dan/")
    event = "new KeyboardEvent('keydown', {bubbles: true, key: 'ô', code: 'KeyJ', isComposing: %s})"
    press = f"document.body.dispatchEvent({event})"
    page.evaluate(press % "true")
    assert focused(page, "tagName") == "BODY"
    page.evaluate(press % "false")
    assert focused(page, "tagName") == "A"


def test_control_enter_saves_and_errors_get_the_focus(live: Live, ids: dict[str, Any], opened: Opened) -> None:
    page = opened("commune_police")
    page.goto(live.url + address("people:register", ids))
    page.locator("main input[type=text]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert focused(page, "id") == "tom-tat-loi"
    assert page.title().startswith("Lỗi:")
    link = page.locator("#tom-tat-loi a").first
    link.click()
    assert focused(page, "id") == (link.get_attribute("href") or "").lstrip("#")


def test_filters_swap_the_list_and_say_how_many(live: Live, opened: Opened) -> None:
    page = opened("commune_police")
    page.goto(live.url + "/cu-dan/")
    page.locator("#danh-sach select[name=gioi_tinh]").select_option("f")
    with page.expect_response(lambda answer: "gioi_tinh=f" in answer.url):
        page.locator("#danh-sach form button").click()
    page.locator(".tags .tag").wait_for()
    assert "gioi_tinh=f" in page.url
    page.wait_for_function("document.activeElement.matches('.count')")
    assert "kết quả" in focused(page)
    assert page.locator("h1").count() == 1
    page.locator(".tags .tag").click()
    page.locator(".tags").wait_for(state="detached")
    assert "gioi_tinh=f" not in page.url


def test_focus_is_always_seen(live: Live, opened: Opened) -> None:
    page = opened("commune_police")
    page.goto(live.url + "/cu-dan/")
    for _step in range(25):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none"
        assert width >= 2
