"""Signed-in profiles, one sign-in for each role, and the ids of records that each may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.browser import Live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

Opened = Callable[[str], "Page"]

_GROUND = """
select coalesce(p.unit_id, o.unit_id), p.office_id from access_account a
join access_posting p on p.staff_id = a.staff_id join access_office o on o.id = p.office_id where a.username = %s
"""


@pytest.fixture(scope="session")
def profiles(live: Live, browser: Browser) -> dict[str, StorageState]:
    """Cookies of each role, with a purpose stated where persons may be opened."""
    made: dict[str, Any] = {}
    for role in ("commune_police", "system_admin", "auditor"):
        context = browser.new_context()
        page = context.new_page()
        live.sign_in(page, role)
        if role == "commune_police":
            page.goto(live.url + "/muc-dich/")
            page.locator("main [name=code]").first.check()
            page.locator("main form [type=submit], main form button.main").first.click()
            page.wait_for_load_state()
        made[role] = context.storage_state()
        context.close()
    return made


@pytest.fixture(scope="session")
def ids(live: Live) -> dict[str, Any]:
    """Ids that fill the parameters of addresses, from the police officer's own ground."""
    with psycopg.connect(live.owner_url) as link:
        unit, _office = link.execute(_GROUND, [live.account("commune_police")["username"]]).fetchone() or (0, 0)
        for name in ("scope", "places"):  # row security holds for the owner too
            link.execute(
                f"select set_config('diaban.{name}', array_agg(place_id)::text, false) from areas_within"
                " where unit_id = %s", [unit],
            )  # fmt: skip
        inside = "place in (select place_id from areas_within where unit_id = %s)"
        person = link.execute(
            "select id, household_id from people_resident where state = 'present' and household_id is not null"
            f" and {inside} order by id limit 1", [unit],
        ).fetchone()  # fmt: skip
        assert person is not None
        line = link.execute(f"select id from ledger_line where {inside} limit 1", [unit]).fetchone()
        admin = link.execute(_GROUND, [live.account("system_admin")["username"]]).fetchone() or (0, 0)
        staff = link.execute("select staff_id, id from access_posting where office_id = %s", [admin[1]]).fetchone()
    assert line is not None
    assert staff is not None
    return {
        "resident_id": person[0], "household_id": person[1], "record_id": person[0], "unit_id": unit,
        "line_id": line[0], "office_id": admin[1], "staff_id": staff[0], "posting_id": staff[1],
        "code": "people.residents",
    }  # fmt: skip


@pytest.fixture
def opened(browser: Browser, profiles: dict[str, StorageState]) -> Iterator[Opened]:
    """A page in a role's profile. What the browser complains of (policy, scripts) fails the test at its end."""
    contexts, complaints = [], []

    def open_as(role: str, **options: Any) -> Page:
        state = profiles[role] if role else None
        context = browser.new_context(
            **{"locale": "vi-VN", "viewport": {"width": 1280, "height": 900}} | options, storage_state=state
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
