"""Finding someone as clerks type, on a telephone and with the keyboard alone."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import psycopg
import pytest

from tests.browser import Live
from tests.pages.conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def someone(live: Live, ids: dict[str, Any]) -> tuple[str, str, date]:
    """A resident of the officer's commune: name with marks, name without, birth."""
    with psycopg.connect(live.owner_url) as link:
        row = link.execute(
            "select full_name, fold, birth_date from people_resident where id = %s", [ids["resident_id"]]
        ).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize("width", [320, 1280])
def test_a_slip_and_no_marks_find_someone(
    live: Live, opened: Opened, someone: tuple[str, str, date], width: int
) -> None:
    page = opened("commune_police")
    page.set_viewport_size({"width": width, "height": 900})
    name, fold, born = someone
    first, rest = fold.split(" ", 1)
    page.goto(live.url + "/tim/")
    page.locator("main input[name=q]").fill(f"{first[:1]}{first} {rest} {born:%d/%m/%Y}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/*/")
    row = page.locator("[data-rows] tbody tr", has_text=name).first
    row.wait_for()
    assert row.locator("text=Gần giống").is_visible()
    assert rest not in page.url
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    if folder := os.environ.get("DIABAN_PICTURES"):
        page.screenshot(path=f"{folder}/search-{width}.png", full_page=True)


def test_typing_shows_nobody_before_the_search_is_submitted(
    live: Live, opened: Opened, someone: tuple[str, str, date]
) -> None:
    """Suggestions would be look-ups that nobody asked for and no log names."""
    page = opened("commune_police")
    page.goto(live.url + "/tim/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("main input[name=q]").press_sequentially(someone[1], delay=20)
    page.wait_for_timeout(400)
    assert someone[0] not in page.content()
    assert [url for url in asked if "/static/" not in url] == []
