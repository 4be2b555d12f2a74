"""A clerk's file comes back with a verdict column, everything else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font, PatternFill

from diaban.papers.reading import workbook
from diaban.papers.reading.charsets import Charset, encode
from diaban.papers.tests.files import Cell, Table, write_docx, write_ods, write_xls
from diaban.papers.writing.returned import Returned, with_verdicts

SAID = {("Thôn 1", 3): "Mới", ("Thôn 1", 4): "Không nhận. Ngày sinh < 1890 & “31/02”", ("Thôn 1", 5): "Ngoài danh sách"}
ROWS: list[list[Any]] = [
    ["DANH SÁCH", "", ""],
    ["STT", "Họ và tên", "Ngày sinh"],
    [1, "Nguyễn Thị Đào", date(1985, 3, 2)],
    [2, "Lê Văn An", "31/02/1990"],
    ["", "Tổng cộng: 2 người", ""],
]


def returned(path: Path) -> Returned:
    return with_verdicts(path, path.name, SAID, title="Kết luận", headers={"Thôn 1": 2})


def opened(made: Returned) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made.content))


def column(sheet: Any, at: str) -> list[Any]:
    return [sheet[f"{at}{row}"].value for row in range(1, 6)]


MEANT = [None, "Kết luận", *SAID.values()]


def styled(path: Path) -> Path:
    """A list with what offices put into one: colours, widths, a frozen header, a filter, a picture, a second sheet."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Thôn 1")
    red = made.add_format({"bg_color": "#FF0000", "font_name": ".VnTime"})
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(r, c, cell, made.add_format({"num_format": "dd/mm/yyyy"}))  # type: ignore[arg-type,unused-ignore]
            elif cell != "":
                sheet.write(r, c, cell, red)
    sheet.merge_range(0, 0, 0, 2, "DANH SÁCH")
    sheet.set_column(1, 1, 33)
    sheet.set_column(2, 20, 12)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, 3, 2)
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    sheet.insert_image(6, 0, "a.png", {"image_data": io.BytesIO(picture)})
    made.add_worksheet("Khác").write(0, 0, "giữ nguyên")
    made.close()
    return path


def looks(cell: Any) -> tuple[Any, ...]:
    return cell.value, cell.fill.fgColor.rgb, cell.fill.patternType, cell.font.name, cell.number_format


def test_an_xlsx_keeps_everything_and_gets_a_column(tmp_path: Path) -> None:
    before = styled(tmp_path / "danh sách.xlsx")
    made = returned(before)
    assert (made.name, made.rebuilt) == ("danh sách – Kết luận.xlsx", False)
    book, old = opened(made), openpyxl.load_workbook(before)
    sheet, was = book["Thôn 1"], old["Thôn 1"]
    assert column(sheet, "D") == MEANT
    for row in was.iter_rows():
        for cell in row:
            again = sheet[cell.coordinate]
            assert looks(again) == looks(cell)
    assert sheet["D3"].font.name == "Times New Roman"
    assert sheet["D2"].font.b
    assert sheet.column_dimensions["B"].width == was.column_dimensions["B"].width
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (was.freeze_panes, was.auto_filter.ref)
    assert sheet.merged_cells.ranges == was.merged_cells.ranges
    assert sheet.column_dimensions["D"].width > 30
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(io.BytesIO(made.content)) as two:
        changed = [name for name in one.namelist() if one.read(name) != two.read(name)]
        assert one.namelist() == two.namelist()
    assert changed == ["xl/worksheets/sheet1.xml", "xl/styles.xml"]


def test_files_of_other_programs(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Thôn 1"
    for row in ROWS:
        sheet.append([cell if cell != "" else None for cell in row])
    sheet["B3"].font, sheet["B3"].fill = Font(bold=True), PatternFill("solid", "FFFF00")
    sheet.row_dimensions[4].height = 30
    made.save(tmp_path / "a.xlsx")
    again = opened(returned(tmp_path / "a.xlsx"))["Thôn 1"]
    assert column(again, "D") == MEANT
    assert (again["B3"].font.b, again["B3"].fill.fgColor.rgb) == (True, "00FFFF00")


def test_a_prefixed_sheet_without_styles(tmp_path: Path) -> None:
    """XML as some programs write it: every name with a prefix, rows and cells without places where they follow on."""
    styled(tmp_path / "b.xlsx")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<x:row><x:c t="inlineStr"><x:is><x:t>{n}</x:t></x:is></x:c></x:row>' for n in range(1, 6))
    with zipfile.ZipFile(tmp_path / "b.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = f'<x:worksheet xmlns:x="{space}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
                content = text.encode()
            new.writestr(name, content)
    made = returned(tmp_path / "a.xlsx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<x:c r="([A-Z]+\d)"', xml) == ["B2", "B3", "B4", "B5"]


@pytest.mark.parametrize("form", ["xls", "ods", "docx", "csv"])
def test_other_forms_come_back_as_xlsx_with_the_same_cells(tmp_path: Path, form: str) -> None:
    rows = [[Cell(encode(c, Charset.TCVN3), ".VnTime") if isinstance(c, str) else c for c in row] for row in ROWS]
    path, name = tmp_path / f"a.{form}", "Thôn 1"
    if form == "csv":
        path.write_text("\n".join(";".join(str(c) for c in row) for row in ROWS), encoding="utf-8")
        name = "a"
    elif form == "docx":
        write_docx(path, [Table("", rows, [((0, 0), (0, 2))])])
        name = "Bảng 1"
    else:
        (write_xls if form == "xls" else write_ods)(path, [Table(name, rows, [((0, 0), (0, 2))])])
    said = {(name, row): text for (_sheet, row), text in SAID.items()}
    made = with_verdicts(path, path.name, said, title="Kết luận", headers={name: 2})
    sheet = opened(made)[name]
    assert made.rebuilt
    assert column(sheet, "D") == MEANT
    assert [sheet[f"B{r}"].value for r in range(2, 6)] == [row[1] for row in ROWS[1:]]
    if form in ("xls", "ods"):
        assert sheet["C3"].value.date() == date(1985, 3, 2)
    if form != "csv":
        assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:C1"]


def test_lists_beside_one_another_share_the_column(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [Table("A", [["Tên", "Tên"], ["x", "y"]])])
    said = {("A › A–A", 2): "Mới", ("A › B–B", 2): "Đã có"}
    made = with_verdicts(path, "a.xls", said, title="Kết luận", headers={"A › A–A": 1, "A › B–B": 1})
    assert opened(made)["A"]["C2"].value == "A–A: Mới · B–B: Đã có"


def test_a_verdict_is_no_formula(tmp_path: Path) -> None:
    for path in (styled(tmp_path / "a.xlsx"), write_xls(tmp_path / "a.xls", [Table("Thôn 1", ROWS)])):
        made = with_verdicts(path, path.name, {("Thôn 1", 3): "=1+1"}, title="Kết luận", headers={})
        assert opened(made)["Thôn 1"]["D3"].data_type == "s"
        (tmp_path / "b.xlsx").write_bytes(made.content)
        assert workbook.open_book(tmp_path / "b.xlsx").sheets[0].rows[2][3] == "=1+1"
