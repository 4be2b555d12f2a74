"""Identity cards at a counter, on a screen of a phone's size, by the keyboard alone: from the search to the slip, and
200 cards scanned home in one sitting. What axe finds on any page that is met fails the test.

What an officer does is counted: each key that isn't text typed into a box is one action, and filling a box is one,
however long its text. Tab and the arrows count as the keys they are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pypdfium2
import pytest

from tests.browser import Live
from tests.pages.conftest import Opened
from tests.pages.test_every_page import barriers, beyond_the_edge
from tests.sampling import THOROUGH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
#: Cards of one sitting: all of them where nothing is left out.
SCANS = 200 if THOROUGH else 20
#: The most actions from the search to the slip in the hand.
MOST = 25
_GROWN = """
select r.full_name, r.id_no from people_resident r
where r.state = 'present' and r.id_no is not null and r.birth_precision = 'd' and r.sex <> 'u'
    and r.birth_date between '1975-01-01' and '1999-01-01'
    and r.place in (select place_id from areas_within where unit_id = %s)
    and not exists (select from cards_application a where a.resident_id = r.id)
order by r.id desc limit 1
"""


class Hands:
    """What an officer does, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def key(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.done += 1

    def fill(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.done += 1

    def on(self) -> str:
        """What has the focus: its name, address or words."""
        told = "e => e.name ? `${e.name}=${e.value}` : e.getAttribute('href') || e.innerText || e.id"
        return str(self.page.evaluate(f"({told})(document.activeElement)"))

    def to(self, wanted: str) -> None:
        """To one of what can be done on the page, and press it."""
        self.key("a")
        for _ in range(5):
            if wanted in self.on():
                self.key("Enter")
                return
            self.key("Tab")
        raise AssertionError(f"{wanted!r} isn't among the first that can be done: {self.on()!r}")


def look(page: Page, name: str) -> None:
    """Nothing that axe finds, nothing beyond the edge; a picture where a folder for them is set."""
    assert barriers(page) == [], name
    assert beyond_the_edge(page) <= 0, name
    if folder := os.environ.get("DIABAN_PICTURES"):
        page.screenshot(path=f"{folder}/the-{name}.png", full_page=True)


@pytest.fixture
def ground(live: Live, ids: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """The tables of the running console, with the whole map in scope."""
    with psycopg.connect(live.owner_url) as link:
        for name in ("scope", "places"):
            link.execute(f"select set_config('diaban.{name}', array_agg(id)::text, false) from areas_unit")
        yield link


def test_from_the_search_to_the_slip(
    live: Live, ids: dict[str, Any], ground: psycopg.Connection[Any], opened: Opened, tmp_path: Path
) -> None:
    name, number = ground.execute(_GROWN, [ids["unit_id"]]).fetchone() or ("", "")
    page = opened("commune_police", viewport=PHONE)
    hands = Hands(page)
    page.goto(live.url + "/")
    hands.key("/")
    page.wait_for_url("**/tim/")
    look(page, "1-tim")
    hands.fill(number)
    hands.key("Enter")
    page.wait_for_url("**/tim/*/")
    look(page, "2-tim-thay")
    hands.key("j", "Enter")
    page.wait_for_url("**/cu-dan/*-*/")
    look(page, "3-cu-dan")
    hands.to("/can-cuoc/cho/")
    page.wait_for_url("**/can-cuoc/cho/*/")
    look(page, "4-lam-the")
    hands.key("a", "Enter")  # the reason stands there: they have no card
    page.wait_for_url(lambda where: "/cho/" not in where)
    look(page, "5-ho-so")
    assert name in page.locator("h1").inner_text()
    hands.to("/thu-nhan/")
    page.wait_for_url("**/thu-nhan/")
    look(page, "6-thu-nhan")
    hands.key("a")
    for _part in ("face", "fingers", "iris"):
        hands.key("Space", "Tab")
    hands.fill("MAY01-000777")
    hands.key("Control+Enter")
    page.wait_for_url(lambda where: "/thu-nhan/" not in where)
    hands.to("Ký phiếu thu nhận")
    page.get_by_text("Giấy hẹn trả thẻ (PDF)").wait_for()
    look(page, "7-da-ky")
    with page.expect_download() as coming:
        hands.to("giay-hen.pdf")
    slip = tmp_path / "slip.pdf"
    coming.value.save_as(slip)
    text = pypdfium2.PdfDocument(slip)[0].get_textpage().get_text_range()
    assert name in " ".join(text.split())
    assert "GIẤY HẸN TRẢ THẺ" in text
    assert hands.done <= MOST, hands.done


@pytest.fixture
def parcel(live: Live, ids: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Cards at the police's office: number, code and bearer of each."""
    account = live.account("commune_police")["username"]
    told = {"DIABAN_DB_URL": live.app_url, "DJANGO_SETTINGS_MODULE": "diaban.settings", "DIABAN_DEMO": "1"}
    done = subprocess.run([sys.executable, "-m", "tests.pages.parcel", account, str(SCANS)], env=os.environ | told,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    made: list[tuple[str, str, str]] = json.loads(done.stdout)
    assert len(made) == SCANS
    return made


def test_cards_are_scanned_home_in_one_sitting(live: Live, opened: Opened, parcel: list[tuple[str, str, str]]) -> None:
    """Every third by its code, the others by their number; every tenth time something wrong is scanned first."""
    page = opened("commune_police", viewport=PHONE)
    page.goto(live.url + "/can-cuoc/the/tra/")
    before = count(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # who receives is looked at each time
    page.keyboard.press("Shift+Tab")
    look(page, "tra-bat-dau")
    for n, (serial, code, name) in enumerate(parcel):
        if n % 10 == 3:
            scan(page, ("https://vi.example/the", parcel[0][0], "PC9999999")[n % 3])
            said = page.locator("main .error").first.inner_text()
            assert "chưa lưu gì" in said
            if n == 3:
                look(page, "tra-sai")
        scan(page, code if n % 3 == 0 else serial)
        assert page.locator("main .note.good").inner_text() == f"Đã trả thẻ cho {name}."
        assert page.locator("main section.card ol li").first.inner_text().startswith(serial), (
            "the last one stands first"
        )
    assert count(page) == before + len(parcel)
    look(page, "tra-xong")
    page.goto(live.url + "/can-cuoc/the/?dang_o=arrived")
    assert page.get_by_text(parcel[-1][0]).count() == 0


def scan(page: Page, text: str) -> None:
    """As a scanner types: where the focus is, then Enter. The box is empty and has the focus, whatever was before."""
    assert page.evaluate("document.activeElement.id + document.activeElement.value") == "id_code"
    with page.expect_navigation():
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")


def count(page: Page) -> int:
    """How many were handed over today, as the page says."""
    return int(page.locator("h2", has_text="Đã trả hôm nay").inner_text().rsplit(" ", 1)[-1].replace(".", ""))


WHERE = {"ho-so": "/can-cuoc/", "den-han": "/can-cuoc/den-han/", "the": "/can-cuoc/the/", "lo": "/can-cuoc/lo/",
         "dot": "/can-cuoc/dot/", "tra": "/can-cuoc/the/tra/", "nhan": "/can-cuoc/the/nhan/"}  # fmt: skip


@pytest.mark.skipif(
    "DIABAN_PICTURES" not in os.environ, reason="takes pictures for eyes; axe looks at every page anyway"
)
def test_pictures_of_the_main_pages(live: Live, ids: dict[str, Any], opened: Opened) -> None:
    page = opened("commune_police")
    folder, where = os.environ["DIABAN_PICTURES"], WHERE | {"mot-ho-so": f"/can-cuoc/{ids['application_id']}/"}
    for name, address in where.items():
        page.goto(live.url + address)
        for look_, width, media in (("ban", 1280, {}), ("dt", 320, {}), ("toi", 1280, {"color_scheme": "dark"}),
                                    ("in", 794, {"media": "print"})):  # fmt: skip
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(**({"media": "screen", "color_scheme": "light"} | media))  # type: ignore[arg-type]
            page.screenshot(path=f"{folder}/p-{name}-{look_}.png", full_page=True)
