"""What a list is taken for, put right by who brings it in: kind, columns, font, and what is hidden."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.papers.models import State
from diaban.papers.reading.charsets import Charset, encode
from diaban.papers.reading.problems import Unreadable
from diaban.people.importing.listing import KIND_KEY
from diaban.people.tests.layouts import one, people, read, table
from diaban.people.tests.test_import_pages import FOUND, ground, officer, send, state, work, workbook
from diaban.people.tests.test_import_register import HEADED
from diaban.people.tests.test_views import text_of

__all__ = ["ground", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_list_of_another_kind_is_refused_in_one_sentence(tmp_path: Path) -> None:
    poor = one([["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026"], [], *table(FOUND, [
        *HEADED, ("Hộ nghèo", lambda i, p: "x"), ("Điểm B1", lambda i, p: 90), ("Nguyên nhân nghèo", lambda i, p: ""),
    ])])  # fmt: skip
    with pytest.raises(Unreadable, match="là “Hộ nghèo, hộ cận nghèo”, không phải danh sách cư dân; chưa ghi gì"):
        read(poor, tmp_path)
    assert len(read(poor, tmp_path, **{KIND_KEY: "residents"}).persons) == len(FOUND)
    assert len(read(one([["DANH SÁCH NHÂN KHẨU"], [], *table(FOUND, HEADED)]), tmp_path).persons) == len(FOUND)


def test_a_column_that_was_surely_but_wrongly_read_is_changed(ground: Ground, officer: Client, tmp_path: Path) -> None:
    columns = [*HEADED, ("Địa chỉ", lambda i, p: f"Ngõ {i}")]
    where = send(officer, workbook(table(FOUND, columns), tmp_path))
    work()
    assert "Sửa cách hiểu cột" in text_of(officer.get(where))
    taken = [column["field"] or "-" for column in state(ground).sheets[0]["columns"]]
    assert taken[-1] == "address"
    assert "I · Địa chỉ" in text_of(officer.get(f"{where}cot/"))
    unchanged = {f"c{number}": field for number, field in enumerate(taken)}
    assert officer.post(f"{where}cot/", unchanged).status_code == 302
    assert work() == 0
    assert officer.post(f"{where}cot/", {**unchanged, f"c{len(taken) - 1}": "hometown"}).status_code == 302
    assert work() == 1
    read_again = state(ground)
    assert (read_again.state, read_again.sheets[0]["columns"][-1]["field"]) == (State.STAGED, "hometown")


def test_a_font_once_chosen_answers_by_itself(ground: Ground, officer: Client, tmp_path: Path) -> None:
    def typed(count: int) -> SimpleUploadedFile:
        rows = [
            [encode(cell, Charset.TCVN3) if isinstance(cell, str) else cell for cell in row]
            for row in table(people(count, seed=count), HEADED)
        ]
        return workbook(rows, tmp_path)

    where = send(officer, typed(20))
    work()
    assert [question["key"] for question in state(ground).questions] == ["font"]
    officer.post(f"{where}tra-loi/", {"q0": "tcvn3"})
    work()
    officer.post(f"{where}ghi/")
    work()
    assert state(ground).state == State.COMMITTED
    send(officer, typed(24))
    work()
    again = state(ground)
    assert (again.state, again.questions) == (State.STAGED, [])
    with acting(ground.viewer("commune_police")):
        assert again.counts["rows"] == 24


def test_hidden_rows_and_columns_are_read_and_told(ground: Ground, officer: Client, tmp_path: Path) -> None:
    path = one(table(FOUND, HEADED)).write(tmp_path / "an.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in (3, 4, 5, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book.save(path)
    where = send(officer, SimpleUploadedFile("danh sách.xlsx", path.read_bytes()))
    work()
    page = text_of(officer.get(where))
    assert "Ẩn trong tệp, vẫn đọc" in page
    assert "3–5, 9" in page
    assert state(ground).counts["rows"] == len(FOUND)
