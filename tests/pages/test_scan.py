"""A card held before the camera: the code is found in the picture, the page searches, nothing leaves by the address."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import segno
from PIL import Image

from tests.browser import CHROMIUM, FLAGS, Live
from tests.pages.routes import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def card(live: Live, ids: dict[str, Any]) -> tuple[str, str]:
    """A resident's name, and the text of their card's code."""
    with psycopg.connect(live.owner_url) as link:
        link.execute("select set_config('diaban.scope', array_agg(id)::text, false) from areas_unit")
        name, sex, birth, number = link.execute(
            "select full_name, sex, birth_date, id_no from people_resident where id = %s", [ids["resident_id"]]
        ).fetchone() or ("", "", None, "")
    word = "Nam" if sex == "m" else "Nữ"
    return name, f"{number}||{name}|{birth:%d%m%Y}|{word}|Thôn Một, Kỳ Văn, Hà Tĩnh|25042021"


@pytest.fixture
def camera(tmp_path: Path, card: tuple[str, str]) -> Path:
    """A film of the card: the code in the middle of a grey picture, for chromium's false camera."""
    drawn = io.BytesIO()
    segno.make(card[1], encoding="utf-8", micro=False).save(drawn, kind="png", scale=6, border=4)
    picture = Image.new("RGB", (1280, 720), (120, 118, 112))
    code = Image.open(drawn).convert("RGB")
    picture.paste(code, ((1280 - code.width) // 2, (720 - code.height) // 2))
    frame = io.BytesIO()
    picture.save(frame, "JPEG", quality=85)
    film = tmp_path / "card.mjpeg"
    film.write_bytes(frame.getvalue() * 30)
    return film


@pytest.fixture
def page(browser: Browser, camera: Path, profiles: dict[str, Any]) -> Iterator[Page]:
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    seeing = browser.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, *flags, f"--use-file-for-fake-video-capture={camera}"]
    )
    context = seeing.new_context(storage_state=profiles["commune_police"], viewport={"width": 360, "height": 740})
    yield context.new_page()
    seeing.close()


def test_the_camera_finds_the_bearer(live: Live, page: Page, card: tuple[str, str]) -> None:
    page.goto(live.url + "/tim/")
    page.get_by_role("button", name="Quét thẻ").click()
    page.wait_for_url("**/tim/*/")
    page.locator("main [data-rows]", has_text=card[0]).wait_for()
    assert page.locator(".note", has_text="Thẻ ghi").is_visible()


def test_the_camera_fills_a_form(live: Live, page: Page, ids: dict[str, Any], card: tuple[str, str]) -> None:
    page.goto(live.url + address("people:register", ids))
    page.get_by_role("button", name="Quét thẻ").click()
    page.get_by_text("Đã điền từ thẻ").wait_for()
    assert page.locator("[name=full_name]").input_value() == card[0]
    assert page.locator("[name=id_no]").input_value() == card[1][:12]
    assert page.locator("[name=sex]:checked").count() == 1


def test_a_reader_that_types_three_lines_sends_once(live: Live, page: Page) -> None:
    page.goto(live.url + "/tim/")
    box = page.locator("#id_q")
    box.focus()
    for line in ("IDVNM1850012345042185001234<<8", "8509178F3509172VNM<<<<<<<<<<<4"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    assert page.url.endswith("/tim/")
    assert len(box.input_value()) == 60


#: Every page that asks who someone is, and the box that the camera's text goes to.
ASKING = {
    "people:search": "id_q", "incidents:search": "id_person", "cards:station": "id_code", "people:register": "id_scan",
    "people:add_member": "id_scan", "people:correct": "id_scan", "registers:enter": "id_scan",
    "registers:correct": "id_scan", "incidents:add_involved": "id_scan", "onestop:intake": "id_scan",
    "onestop:intake_for": "id_scan", "onestop:deliver": "id_scan", "cards:hand": "id_scan",
}  # fmt: skip


def test_whoever_is_asked_for_may_be_scanned(
    live: Live, page: Page, ids: dict[str, Any], card: tuple[str, str]
) -> None:
    """A scanner or the camera, under the page's own policy; what was read lands in boxes that are there."""
    for name, box in ASKING.items():
        page.goto(live.url + address(name, ids))
        button = page.locator("main [data-scan]")
        assert button.get_attribute("data-scan") == box, name
        assert page.locator(f"main #{box}").count() == 1, name
        if box != "id_scan":
            continue
        page.locator("#id_scan").fill(card[1])
        page.locator("#id_scan").press("Enter")
        page.get_by_text("Đã điền từ thẻ").wait_for()
        names = page.locator("form[data-names]").get_attribute("data-names") or ""
        pairs = [pair.split("=") for pair in names.split()]
        assert pairs, name
        filled = page.evaluate(
            "names => names.map(n => (e => e.value)(document.querySelector('form.form').elements.namedItem(n)))",
            [theirs for theirs, _said in pairs],
        )
        said = {"full_name": card[0], "id_no": card[1][:12]}
        for (theirs, part), value in zip(pairs, filled, strict=True):
            assert value == said.get(part, value), (name, theirs)
            assert value or part == "address", (name, theirs)
