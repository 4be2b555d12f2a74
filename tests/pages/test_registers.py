"""A register from the workbook to its undoing, in a browser: brought in, matched, reviewed by keys, merged and
un-merged, put right from the board, given back corrected, taken back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import psycopg
import pytest

from tests.browser import Live
from tests.pages.conftest import _GROUND, Opened
from tests.pages.test_every_page import barriers, beyond_the_edge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_COUNTS = """
select (select count(*) from registers_row), (select count(*) from registers_home),
  (select count(*) from people_resident where state <> 'void'),
  (select count(*) from people_merge where undone_by is null),
  (select coalesce(sum(quantity), 0) from ledger_line l join ledger_kind k on k.id = l.kind_id
   where k.code in ('registers.opening', 'registers.entered', 'registers.left')
     and not exists (select from ledger_line c where c.corrects = l.id))
"""
_REVERSED = """
select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id
where k.domain = 'registers' and l.quantity = 0 and l.corrects is not null
"""


@contextmanager
def asked(live: Live) -> Iterator[psycopg.Connection[Any]]:
    """The live database, seen as far as the police officer sees it."""
    with psycopg.connect(live.owner_url) as link:
        unit = link.execute(_GROUND, [live.account("commune_police")["username"]]).fetchone()
        assert unit is not None
        for name in ("scope", "places"):
            link.execute(
                f"select set_config('diaban.{name}', array_agg(place_id order by place_id)::text, false)"
                " from areas_within where unit_id = %s", [unit[0]],
            )  # fmt: skip
        yield link


def one(live: Live, sql: str) -> tuple[Any, ...]:
    with asked(live) as link:
        found: tuple[Any, ...] | None = link.execute(sql).fetchone()
    assert found is not None
    return found


def somebody(live: Live) -> list[tuple[Any, ...]]:
    """Grown residents with a number and a whole day of birth, each of a name that nobody shares."""
    with asked(live) as link:
        return link.execute(
            "select id, full_name, birth_date, sex, id_no from people_resident r where state = 'present'"
            " and id_no is not null and birth_precision = 'd' and to_char(birth_date, 'MMDD') <> '0101'"
            " and birth_date < '2002-01-01' and place = any(current_setting('diaban.scope')::int[])"
            " and (select count(*) from people_resident o where o.fold = r.fold) = 1 order by id desc limit 8",
        ).fetchall()  # fmt: skip


def workbook(path: Path, people: list[tuple[Any, ...]]) -> Path:
    """A list of people of merit: three who are residents, one whose day of birth is wrong, one nobody knows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG"])
    sheet.append([])
    sheet.append(["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Diện", "Ghi chú"])
    for n, (_id, name, born, sex, number) in enumerate(people[:4], 1):
        day = f"{born:%d/%m}/{born.year - (n == 4)}"
        sheet.append([n, name, day, "Nam" if sex == "m" else "Nữ", number, "Thương binh", ""])
    sheet.append([5, "Hồ Vô Danh Thị Xa", "11/11/1931", "Nữ", "", "Bệnh binh", "không có trong sổ"])
    book.save(path)
    return path


@contextmanager
def worker(live: Live) -> Iterator[None]:
    """The process that does what pages put off."""
    environment = os.environ | {
        "DIABAN_DB_URL": live.app_url, "DIABAN_DATA": str(live.folder), "DIABAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "diaban.settings",
    }  # fmt: skip
    with (live.folder / "worker.log").open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "diaban.host.worker"], env=environment, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            started.terminate()
            started.wait(60)


def looked_at(page: Page) -> None:
    """No barrier, and nothing beyond the edge of a phone."""
    assert barriers(page) == [], page.url
    page.set_viewport_size({"width": 320, "height": 800})
    assert beyond_the_edge(page) <= 0, page.url
    if folder := os.environ.get("DIABAN_PICTURES"):
        name = re.sub(r"[^a-z]+", "-", page.url.split("/", 3)[3])[:40]
        page.screenshot(path=f"{folder}/{name}-phone.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def brought_in(page: Page, live: Live, path: Path) -> str:
    """Uploaded, read and matched by a job, written by another; the address of the import."""
    page.goto(f"{live.url}/danh-sach-quan-ly/nhap/moi/")
    page.locator("main [name=workbook]").set_input_files(path)
    page.locator("main form button.main").click()
    page.wait_for_selector("main form[action$='/ghi/'] button", timeout=90_000)
    looked_at(page)
    address = page.url
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("main form[action$='/ghi/'] button").click()
    if page.locator("dialog[open] button.main").count():
        page.locator("dialog[open] button.main").click()
    page.wait_for_selector("main a[href$='/hoan-tac/']", timeout=90_000)
    return address


def searched(page: Page, name: str) -> None:
    page.locator("main form[role=search] [name=q]").fill(name)
    page.locator("main form[role=search] button.main").click()
    page.wait_for_url("**?tim=*")


def test_a_register_from_its_workbook_to_its_undoing(live: Live, ids: Any, opened: Opened, tmp_path: Path) -> None:
    people = somebody(live)
    assert len(people) == 8
    page = opened("commune_police")
    before, reversed_before = one(live, _COUNTS), one(live, _REVERSED)[0]
    with worker(live):
        address = brought_in(page, live, workbook(tmp_path / "nguoi-co-cong.xlsx", people))
        rows = one(live, _COUNTS)[0] - before[0]
        assert rows == 5
        # a row that nobody was found for: looked for by hand
        page.goto(f"{live.url}/danh-sach-quan-ly/merit/?noi=unmatched")
        page.locator("main tbody a").first.click()
        page.locator("main a[href$='/tim/']").click()
        looked_at(page)
        searched(page, people[5][1])
        page.locator("main form[action$='/noi/'] button").first.click()
        page.wait_for_selector("main form[action$='/go-noi/']")
        # the board: a day of birth that isn't the resident's is one press away
        page.goto(f"{live.url}/danh-sach-quan-ly/chat-luong/")
        looked_at(page)
        page.locator("main a[href*='merit'][href*='dung.birth']").first.click()
        page.locator("main tbody a").first.click()
        page.locator("main form[action$='/theo-ho-so/'] button").click()
        page.wait_for_load_state()
        # review: one key merges two records, another takes them apart
        page.goto(f"{live.url}/doi-chieu/tiep/")
        looked_at(page)
        shown = page.url
        page.keyboard.press("1")
        page.wait_for_url(lambda where: where != shown)
        assert one(live, _COUNTS)[3] == before[3] + 1
        page.go_back()
        page.wait_for_url(shown)
        page.reload()
        page.keyboard.press("u")
        page.wait_for_load_state()
        page.wait_for_selector("main [data-press='1']")
        assert one(live, _COUNTS)[3] == before[3]
        # two records found by hand: of two days of birth, so a second clerk must agree
        page.goto(f"{live.url}/cu-dan/{people[6][0]}/")
        page.locator("main a[href*='/doi-chieu/gop/']").click()
        searched(page, people[7][1])
        page.locator("main tbody a").first.click()
        looked_at(page)
        page.locator("main [name=reason]").fill("đã hỏi gia đình")
        page.locator("main form button.main").last.click()
        page.wait_for_url("**/doi-chieu/*/")
        page.goto(f"{live.url}/cu-dan/{ids['kept_id']}/")
        assert page.locator("main a[href$='/tach/']").count() >= 1
        # the workbook comes back corrected, in its own layout
        page.goto(address)
        with page.expect_download() as saved:
            page.locator("main a[href$='/tep-da-sua/']").click()
        saved.value.save_as(tmp_path / "da-sua.xlsx")
        book = openpyxl.load_workbook(tmp_path / "da-sua.xlsx")
        sheet = book.worksheets[0]
        assert (sheet["A3"].value, sheet["B4"].value) == ("TT", people[0][1])
        said = [str(cell.value) for row in sheet.iter_rows(min_row=3) for cell in row]
        assert "Tình trạng" in said
        assert f"{people[3][2]:%d/%m/%Y}" in said, "what was put right stands in its own cell"
        # and everything is taken back
        page.locator("main a[href$='/hoan-tac/']").click()
        page.locator("main form button.main, main form button.danger").last.click()
        page.wait_for_url(address)
        page.wait_for_selector("main h2:has-text('Đã hoàn tác')", timeout=90_000)
    assert one(live, _COUNTS) == before
    assert one(live, _REVERSED)[0] > reversed_before
