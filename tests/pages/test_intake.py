"""An incident taken in on a phone: how many things must be touched."""

from __future__ import annotations

import pytest

from tests.browser import Live
from tests.pages.conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_incident_is_taken_in_with_five_touches_on_a_phone(live: Live, opened: Opened) -> None:
    page = opened("commune_police", viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(live.url + "/")
    taps = 0
    page.goto(live.url + "/vu-viec/bao/")  # one tap from the bar
    page.locator("main [name=quick]").first.tap()
    page.locator("main [name=summary]").fill("Mất xe máy trước cổng chợ, hai người lạ mặt.")
    page.locator("main [data-save]").tap()
    taps += 4
    page.wait_for_url("**/vu-viec/*-*-*/")
    assert taps <= 5
    assert page.locator("h1").inner_text()
    assert "hai người lạ mặt" in page.locator("main").inner_text()


def test_nothing_chosen_says_so_and_keeps_what_was_typed(live: Live, opened: Opened) -> None:
    page = opened("commune_police", viewport={"width": 360, "height": 740})
    page.goto(live.url + "/vu-viec/bao/")
    page.locator("main [name=summary]").fill("Cháy bụi rậm sau trường học.")
    page.locator("main [data-save]").click()
    page.wait_for_load_state()
    assert page.locator(".error").count() >= 1
    assert page.locator("main [name=summary]").input_value() == "Cháy bụi rậm sau trường học."
