"""Every page, light and dark, 320 and 1280 pixels wide: no barrier that axe can find (WCAG 2.2 AA), nothing beyond the
edge, nothing that the content policy refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import Live
from tests.pages.conftest import Opened
from tests.pages.routes import NOBODY, NOT_PAGES, PAGES, address, named
from tests.sampling import turn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
#: What depends on the theme and on the width together; all other rules see one theme or one width like another.
COLOURS = ["color-contrast"]
LOOKS = [("light", 1280, RULES), ("dark", 1280, COLOURS), ("dark", 320, RULES), ("light", 320, COLOURS)]


def test_every_address_is_known() -> None:
    assert set(named()) == set(PAGES) | set(NOT_PAGES)


def barriers(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds: the rule and the elements that break it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def beyond_the_edge(page: Page) -> int:
    """How many pixels the page scrolls sideways."""
    wide: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(wide)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_open_to_everyone(
    name: str, live: Live, ids: dict[str, Any], opened: Opened, standing: Opened
) -> None:
    if name.startswith("mfa_"):  # asks for the password again when the sign-in is some minutes old
        page = opened(NOBODY)
        live.sign_in(page, PAGES[name])
    else:
        page = standing(PAGES[name])
    answer = page.goto(live.url + address(name, ids))
    assert answer is not None
    assert answer.status == 200
    assert page.url.split("?")[0] == live.url + address(name, ids), "led elsewhere"
    assert page.locator("h1").count() == 1
    number = sorted(PAGES).index(name)
    for look, (theme, width, rules) in enumerate(LOOKS):
        if rules == COLOURS and not turn(4, number, look):  # each on a quarter of the pages
            continue
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        if theme == "light" or rules == COLOURS or turn(2, number):  # the rules once on every page, twice on half
            assert barriers(page, rules) == [], (theme, width)
        assert beyond_the_edge(page) <= 0, (theme, width)


@pytest.mark.parametrize("size", ["2", "3"])
def test_large_text_and_high_contrast_still_fit_a_phone(
    size: str, live: Live, ids: dict[str, Any], opened: Opened
) -> None:
    page = opened("commune_police", viewport={"width": 320, "height": 700})
    page.context.add_cookies([{"name": "diaban_look", "value": f"dark.{size}.more.on", "url": live.url}])
    for name in ("console:home", "people:residents", "people:resident", "people:correct", "console:area"):
        page.goto(live.url + address(name, ids))
        assert page.locator(f"html[data-text-size='{size}'][data-contrast=more]").count() == 1
        assert barriers(page) == [], name
        assert beyond_the_edge(page) <= 0, name


def test_in_english_every_page_says_so(live: Live, ids: dict[str, Any], opened: Opened) -> None:
    page = opened("commune_police")
    page.context.add_cookies([{"name": "diaban_language", "value": "en", "url": live.url}])
    for name in ("console:home", "people:residents", "people:correct", "console:ledger"):
        page.goto(live.url + address(name, ids))
        assert page.locator("html[lang=en]").count() == 1
        assert "Công việc" not in page.locator(".side").inner_text()
        assert barriers(page) == [], name


def test_an_unknown_page_says_one_sentence(live: Live, opened: Opened, ids: dict[str, Any]) -> None:
    page = opened("commune_police")
    with page.expect_response(lambda answer: answer.status == 404):
        page.goto(live.url + "/dia-ban/999999999/")
    assert page.locator("#loi p").first.inner_text()
    assert barriers(page) == []
    page.evaluate("0")
