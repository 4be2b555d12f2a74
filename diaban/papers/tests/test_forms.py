"""The same list in every form a file can have: values, dates, fonts, hidden parts."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from diaban.papers.reading import workbook
from diaban.papers.reading.charsets import Charset, encode
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book
from diaban.papers.tests.files import Cell, Table, write_docx, write_ods, write_xls

HEAD = ["STT", "Họ và tên", "Ngày sinh"]
NAMES = ["Nguyễn Thị Đào", "Đặng Văn Hùng", "Trần Ngọc Mỹ", "Lê Thị Thủy"]


def old(charset: Charset, font: str) -> list[list[Any]]:
    """A list typed in an old code table, in a font."""
    rows: list[list[Any]] = [HEAD, *([i + 1, name, "1985"] for i, name in enumerate(NAMES))]
    return [[Cell(encode(c, charset), font) if isinstance(c, str) else c for c in row] for row in rows]


def names(book: Book) -> list[Any]:
    return [row[1] for row in book.sheets[0].rows[1:]]


@pytest.mark.parametrize(("charset", "font"), [(Charset.TCVN3, ".VnTime"), (Charset.VNI, "VNI-Times")])
@pytest.mark.parametrize("write", [write_xls, write_ods, write_docx])
def test_old_fonts_are_read_in_every_form(tmp_path: Path, write: Any, charset: Charset, font: str) -> None:
    book = workbook.open_book(write(tmp_path / "a", [Table("Thôn 1", old(charset, font))]))
    assert names(book) == NAMES
    assert book.sheets[0].rows[0] == HEAD
    assert [(use.font, use.charset) for use in book.fonts] == [(font, charset)]
    assert ("NguyÔn ThÞ §µo" if charset == Charset.TCVN3 else "Nguyeãn Thò Ñaøo", NAMES[0]) in book.fonts[0].samples
    assert book.doubt is None


def test_old_fonts_in_xlsx_by_cell_and_by_run(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(["STT", CellRichText("Họ ", TextBlock(InlineFont(rFont=".VnTime"), "vµ tªn")), "Ghi chú"])
    sheet.append([1, "NguyÔn ThÞ §µo", "Nguyễn thật"])
    sheet["B2"].font = Font(name=".VnTime")
    sheet["A4"], sheet["B4"] = 2, "trÇn v¨n an"
    sheet["B4"].font = Font(name=".VnTimeH")
    made.save(tmp_path / "a.xlsx")
    book = workbook.open_book(tmp_path / "a.xlsx")
    assert book.sheets[0].rows == [
        ["STT", "Họ và tên", "Ghi chú"], [1.0, "Nguyễn Thị Đào", "Nguyễn thật"], ["", "", ""], [2.0, "TRẦN VĂN AN", ""],
    ]  # fmt: skip


def test_runs_of_xls_and_ods(tmp_path: Path) -> None:
    runs = [("Times New Roman", "Hộ ông "), (".VnTime", "§µo"), ("VNI-Times", " Myõ")]
    rows = [["STT", Cell("Hộ ông §µo Myõ", runs=runs)], [1, "x"]]
    for write in (write_xls, write_ods, write_docx):
        assert workbook.open_book(write(tmp_path / "a", [Table("A", rows)])).sheets[0].rows[0][1] == "Hộ ông Đào Mỹ"


def test_text_without_its_font_is_read_by_what_it_makes_and_asked_about(tmp_path: Path) -> None:
    for charset in (Charset.TCVN3, Charset.VNI):
        rows = [["STT", *(encode(title, charset) for title in HEAD[1:])]]
        rows += [[str(i + 1), encode(name, charset), "1985"] for i, name in enumerate(NAMES)]
        text = "\n".join(";".join(row) for row in rows)
        for encoding in ("utf-8", "latin-1", "utf-16"):
            (tmp_path / "a.csv").write_text(text, encoding=encoding)
            book = workbook.open_book(tmp_path / "a.csv")
            assert names(book) == NAMES
            assert book.doubt is not None
            assert (book.doubt.charset, book.doubt.font) == (charset, "")
            assert workbook.open_book(tmp_path / "a.csv", charset=charset).doubt is None
            assert names(workbook.open_book(tmp_path / "a.csv", charset=Charset.UNICODE))[0] == rows[1][1]


def test_rows_pasted_from_an_old_list_into_a_new_one(tmp_path: Path) -> None:
    """Only the cells that are in the old table are turned; those of today stay."""
    new = ["Hoàng Văn Bé", "Y Wen Niê", "H'Yơn Byă", "Nguyễn Thị Hà", "Tòng Thị Én", "Sằm Thị Sỏi"] * 5
    rows: list[list[Any]] = [
        HEAD,
        *([i + 1, name, 1990] for i, name in enumerate([*new, *(encode(n, Charset.TCVN3) for n in NAMES)])),
    ]
    book = workbook.open_book(write_xls(tmp_path / "a.xls", [Table("A", rows)]))
    assert names(book) == [*new, *NAMES]
    assert book.doubt is not None
    assert book.doubt.cells == len(NAMES)


def test_a_list_in_unicode_raises_no_doubt(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["STT", "Họ và tên"],
        *([i, name] for i, name in enumerate(["Y Bŏ Ayũn", "Müller", "Ñi", "A Lực", "Hồ Én"])),
    ]
    assert workbook.open_book(write_ods(tmp_path / "a.ods", [Table("A", rows)])).doubt is None


def test_dates_numbers_errors_and_formulas(tmp_path: Path) -> None:
    rows = [["Ngày", date(1985, 3, 2), datetime(2020, 1, 2, 13, 5), time(14, 25), 1.5, True, "a"]]
    for write in (write_xls, write_ods):
        read = workbook.open_book(write(tmp_path / "a", [Table("A", rows)])).sheets[0].rows[0]
        assert read[:3] == rows[0][:3]
        assert read[4:] == [1.5, True, "a"]
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = made.add_worksheet()
    sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(0, 1, '="An"&"h"', None, "Anh")
    sheet.write_formula(0, 2, "=DATE(1985,3,2)", made.add_format({"num_format": "dd/mm/yyyy"}), 31108)
    made.close()
    assert workbook.open_book(tmp_path / "a.xlsx").sheets[0].rows == [["#DIV/0!", "Anh", date(1985, 3, 2)]]


def test_days_counted_from_1904_and_dates_that_formulas_made_in_xls(tmp_path: Path) -> None:
    table = Table("A", [["Ngày sinh"], [date(1985, 3, 2)]])
    book = workbook.open_book(write_xls(tmp_path / "a.xls", [table], since_1904=True))
    assert (book.sheets[0].rows[1], book.since_1904) == ([date(1985, 3, 2)], True)
    made: Any = xlwt.Workbook()
    form = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    made.add_sheet("A").write(0, 0, xlwt.Formula("DATE(1985;3;2)"), form)
    made.save(str(tmp_path / "b.xls"))
    stored = (tmp_path / "b.xls").read_bytes()  # the writer stores "" for a formula's value; a program has computed it
    stored = stored.replace(struct.pack("<Q", 0xFFFF000000000003), struct.pack("<d", 31_108.0))
    (tmp_path / "b.xls").write_bytes(stored)
    assert workbook.open_book(tmp_path / "b.xls").sheets[0].rows == [[date(1985, 3, 2)]]


def test_hidden_sheets_rows_and_columns_are_named_and_only_sheets_are_left(tmp_path: Path) -> None:
    tables = [
        Table("Thôn 1", [[1, 2, 3], [4, 5, 6], [7, 8, 9]], hidden_rows=[1], hidden_columns=[2]),
        Table("Nháp", [["x"]], hidden=True),
    ]
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Thôn 1"
    for row in tables[0].rows:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.create_sheet("Nháp").sheet_state = "veryHidden"
    made.save(tmp_path / "a.xlsx")
    for path in (tmp_path / "a.xlsx", write_xls(tmp_path / "a.xls", tables), write_ods(tmp_path / "a.ods", tables)):
        book = workbook.open_book(path)
        assert book.unseen == [{"sheet": "Thôn 1", "rows": [2], "columns": ["C"]}]
        assert book.hidden == ["Nháp"]
        assert len(book.sheets[0].rows) == 3


def test_merged_cells_are_the_same_in_every_form(tmp_path: Path) -> None:
    rows = [["Họ tên", "Giới tính", "", "Thôn"], ["", "Nam", "Nữ", ""], ["An", "x", "", "1"]]
    spans = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))]
    for write in (write_xls, write_ods, write_docx):
        book = workbook.open_book(write(tmp_path / "a", [Table("A", rows, spans)]))
        assert sorted(book.sheets[0].merged) == spans
        assert book.sheets[0].rows == rows


def test_tables_of_a_document(tmp_path: Path) -> None:
    rows = [HEAD, *([str(i + 1), name, "1985"] for i, name in enumerate(NAMES))]
    tables = [
        Table("", rows[:3], above=["UBND XÃ KỲ VĂN", "DANH SÁCH HỘ NGHÈO"]),
        Table("", rows[3:]),  # goes on after a page: numbered on, without a header
        Table("", [["Chức danh", "Chữ ký"], ["Trưởng thôn", ""]]),
    ]
    book = workbook.open_book(write_docx(tmp_path / "a.docx", tables))
    assert [sheet.rows for sheet in book.sheets] == [rows, tables[2].rows]
    assert book.sheets[0].titles == ["UBND XÃ KỲ VĂN", "DANH SÁCH HỘ NGHÈO"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_text_files(tmp_path: Path, encoding: str, mark: str) -> None:
    rows = [HEAD, ["1", "Trần Thị Bé, chị", "02/03/1985"], ["2", 'Lê "Tám"', ""]]
    text = "\r\n".join(mark.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    for name in ("a.csv", "a.xls"):  # what it holds decides, not what it is called
        (tmp_path / name).write_text(text, encoding=encoding, newline="")
        assert workbook.open_book(tmp_path / name).sheets[0].rows == rows


def test_a_separator_told_in_the_first_line_keeps_row_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\nSTT;Họ tên\n1;An, em\n", encoding="utf-8")
    assert workbook.open_book(tmp_path / "a.csv").sheets[0].rows == [["", ""], ["STT", "Họ tên"], ["1", "An, em"]]


def far_away(path: Path) -> None:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    sheet.write(0, 0, "Họ tên")
    sheet.write(1_048_575, 16_383, "x")
    made.close()


def repeated(path: Path) -> None:
    write_ods(path, [Table("A", [["Họ tên", "x"]])])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = (
        parts["content.xml"]
        .replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">')
        .replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="9000"')
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def lying(path: Path) -> None:
    """An archive whose directory says that a part is small."""
    made = openpyxl.Workbook()
    for row in range(3000):
        made.active.append([f"tên {row}"] * 5)  # type: ignore[union-attr]
    made.save(path)
    with zipfile.ZipFile(path) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    size = sizes["xl/worksheets/sheet1.xml"]
    content = path.read_bytes()
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))


@pytest.mark.parametrize(("make", "code"), [(far_away, "bomb"), (repeated, "bomb"), (lying, "broken")])
def test_little_files_that_would_fill_the_memory(tmp_path: Path, make: Any, code: str) -> None:
    make(tmp_path / "a")
    with pytest.raises(Unreadable) as refused:
        workbook.open_book(tmp_path / "a")
    assert refused.value.code == code
