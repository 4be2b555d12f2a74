"""The fixtures of browser tests work: the console answers and a person can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Live

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_clerk_signs_in(live: Live, page: Page) -> None:
    live.sign_in(page, "commune_clerk")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "vi"
