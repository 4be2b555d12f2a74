"""Files of rows: what goes in comes out, nothing in them runs, and they say whose they are."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.text import nfc
from diaban.papers.reading.workbook import open_book
from diaban.papers.writing import book
from diaban.papers.writing.book import FORMATS, Head, Text, Workbook
from diaban.papers.writing.cells import Values, for_xml, neutral, restored, sheet_name

HOSTILE = ["=1+1", "+84912345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "'=1", "''=1", "'an",
           "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")"]  # fmt: skip
HEAD = Head(
    title="=Cư dân: Sông Trí/2026",
    columns=["Họ và tên", "=1+1", "Ngày sinh", "Số"],
    about=["Phạm vi: phường Sông Trí", "Bộ lọc: @x & y"],
    mark="Trần Văn Thử · Công an phường A&B · 22/11/2026 08:00",
    code="X2611-ABCDEF",
    code_title="Mã xuất",
)
ROWS: list[list[Any]] = [[text, "012345678901", date(1985, 2, 1), 1234] for text in HOSTILE]


def written(form: str, folder: Path, rows: list[list[Any]] = ROWS, head: Head = HEAD) -> Path:
    path = folder / f"a.{form}"
    writer = FORMATS[form](path, head)
    writer.rows(rows)
    writer.close()
    return path


@given(st.text())
def test_what_is_kept_from_running_comes_back_as_it_was(text: str) -> None:
    assert restored(neutral(text)) == text


@given(st.text(alphabet="'=+-@\t\r\n\u00a0＝＋－＠ ax1", max_size=6))
def test_nothing_neutral_begins_a_formula(text: str) -> None:
    kept = neutral(text)
    assert restored(kept) == text
    assert not kept.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or kept.startswith("'")
    assert not kept.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "012345678901", "", "'an", "O'Brien", "1-2", "a=b"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def test_a_csv_opens_with_its_accents_parted_at_semicolons_and_marked_in_every_row(tmp_path: Path) -> None:
    raw = written("csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert rows[0] == ["Họ và tên", "'=1+1", "Ngày sinh", "Số", "Mã xuất"]
    assert {row[-1] for row in rows[1:]} == {HEAD.code}
    assert [row[1:4] for row in rows[1:]] == [["012345678901", "01/02/1985", "1234"]] * len(ROWS)
    assert not any(cell[:1] in "=+-@\t\r\n＝" for row in rows for cell in row if cell)


def test_our_own_reader_gives_back_what_a_csv_was_given(tmp_path: Path) -> None:
    sheet = open_book(written("csv", tmp_path)).sheets[0]
    assert [row[0] for row in sheet.rows[1:]] == HOSTILE


def test_a_workbook_holds_text_as_text_and_days_as_days(tmp_path: Path) -> None:
    found: Any = openpyxl.load_workbook(written("xlsx", tmp_path))
    sheet = found.worksheets[0]
    top = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "Họ và tên")
    cells = [[sheet.cell(row, column) for column in range(1, 5)] for row in range(top + 1, top + 1 + len(ROWS))]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [row[0].value.replace("\r", "\n").replace("_x000D_", "\n") for row in cells] == [
        text.replace("\r", "\n") for text in HOSTILE
    ]
    assert {row[0].quotePrefix for row in cells if str(row[0].value).lstrip("'")[:1] in "=+-@"} == {True}
    assert {(row[1].value, row[1].number_format) for row in cells} == {("012345678901", "@")}
    assert {(row[2].value, row[2].number_format) for row in cells} == {(datetime(1985, 2, 1), "dd/mm/yyyy")}
    assert {row[3].value for row in cells} == {1234}
    assert sheet.freeze_panes == f"B{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:D{top + len(ROWS)}"


def test_a_workbook_is_read_by_calamine_too(tmp_path: Path) -> None:
    rows = open_book(written("xlsx", tmp_path)).sheets[0].rows
    body = rows[-len(ROWS) :]
    assert [row[1:4] for row in body] == [["012345678901", date(1985, 2, 1), 1234.0]] * len(ROWS)
    assert [row[0] for row in body if "\r" not in row[0] and "_x000D_" not in row[0]][:4] == HOSTILE[:4]


def test_every_sheet_says_whose_it_is_on_screen_and_on_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "SHEET_ROWS", 5)
    found: Any = openpyxl.load_workbook(written("xlsx", tmp_path))
    assert len(found.worksheets) == 3
    names = [row[0].value for sheet in found.worksheets for row in sheet.iter_rows(min_col=1)]
    assert sum(value in HOSTILE for value in names if value) >= len(HOSTILE) - 2, "every row is in some sheet"
    for sheet in found.worksheets:
        told = [str(sheet.cell(row, 1).value) for row in range(1, 7)]
        assert any(HEAD.code in line and "Trần Văn Thử" in line for line in told)
        assert sheet.oddFooter.center.text == "&P / &N"
        assert HEAD.code in sheet.oddFooter.right.text
        assert HEAD.code in sheet.oddHeader.right.text
        assert "A&&B" in sheet.oddFooter.left.text or "A&B" in sheet.oddFooter.left.text
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows
        assert not sheet.title.startswith("=")
    assert HEAD.code in found.properties.description


@pytest.mark.parametrize(
    ("title", "name"),
    [("=1+1", "1+1"), ("a/b:c*d?e[f]", "a b c d e f"), ("'x'", "x"), ("", "Danh sách"), ("History", "Danh sách"),
     ("x" * 40, "x" * 28)],
)  # fmt: skip
def test_sheets_are_named_as_excel_allows(title: str, name: str) -> None:
    assert sheet_name(title) == name


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_makes_a_workbook_that_opens(texts: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = written("xlsx", Path(folder), [[text] for text in texts], Head("A", ["B"], [], "", "C", "D"))
        assert zipfile.is_zipfile(path)
        sheet: Any = openpyxl.load_workbook(path).worksheets[0]
        body = [row[0].value for row in sheet.iter_rows(min_row=5, max_col=1)]
        assert len([text for text in texts if for_xml(text).strip()]) <= len([value for value in body if value])


def test_words_are_translated_once_and_links_lose_their_tags() -> None:
    from django.utils.html import format_html
    from django.utils.translation import gettext_lazy

    values = Values()
    word = gettext_lazy("Nam")
    assert values.cell(word) is values.cell(word)
    assert values.cell(format_html('<a href="/x/">{}</a> và {}', "A & B", "<c>")) == "A & B và <c>"
    assert values.cell(None) == ""
    assert nfc("e\u0302") == for_xml("e\u0302")


def test_days_before_excels_own_count_are_text(tmp_path: Path) -> None:
    path = written("xlsx", tmp_path, [["a", "b", date(1899, 12, 31), 1]])
    assert any(row[2] == "31/12/1899" for row in open_book(path).sheets[0].rows)


def test_both_formats_close_over_nothing() -> None:
    assert {"xlsx": Workbook, "csv": Text} == FORMATS
