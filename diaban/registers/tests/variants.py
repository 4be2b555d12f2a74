"""Register workbooks as other offices would make them: other headers and orders, stacked headers, notes above, totals
below, old encodings, bare text, days as words or serials, and other formats. Built from one list of people."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from diaban.core.text import fold

#: (name, day of birth, sex, number): what every variant says of every person.
Who = tuple[str, date, str, str]
_TCVN3 = str.maketrans({
    "à": "µ", "ả": "¶", "ã": "·", "á": "¸", "ạ": "¹", "ă": "¨", "ằ": "»", "ẳ": "¼", "ẵ": "½", "ắ": "¾", "ặ": "Æ",
    "â": "©", "ầ": "Ç", "ẩ": "È", "ẫ": "É", "ấ": "Ê", "ậ": "Ë", "đ": "®", "è": "Ì", "ẻ": "Î", "ẽ": "Ï", "é": "Ð",
    "ẹ": "Ñ", "ê": "ª", "ề": "Ò", "ể": "Ó", "ễ": "Ô", "ế": "Õ", "ệ": "Ö", "ì": "×", "ỉ": "Ø", "ĩ": "Ü", "í": "Ý",
    "ị": "Þ", "ò": "ß", "ỏ": "á", "õ": "â", "ó": "ã", "ọ": "ä", "ô": "«", "ồ": "å", "ổ": "æ", "ỗ": "ç", "ố": "è",
    "ộ": "é", "ơ": "¬", "ờ": "ê", "ở": "ë", "ỡ": "ì", "ớ": "í", "ợ": "î", "ù": "ï", "ủ": "ñ", "ũ": "ò", "ú": "ó",
    "ụ": "ô", "ư": "\u00ad", "ừ": "õ", "ử": "ö", "ữ": "÷", "ứ": "ø", "ự": "ù", "ỳ": "ú", "ỷ": "û", "ỹ": "ü", "ý": "ý",
    "ỵ": "þ", "Đ": "§", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Ă": "¡",
})  # fmt: skip


def tcvn3(text: str) -> str:
    """As `.VnTime` writes it."""
    return unicodedata.normalize("NFC", text).translate(_TCVN3)


def _sheet(path: Path, rows: Sequence[Sequence[Any]], *, font: str = "", merge: Sequence[str] = ()) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Danh sách")
    look = book.add_format({"font_name": font}) if font else None
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(at, column, cell, look)
    book.close()
    if merge:
        again = openpyxl.load_workbook(path)
        for area in merge:
            again.worksheets[0].merge_cells(area)
        again.save(path)
    return path


def _day(born: date) -> str:
    return f"{born:%d/%m/%Y}"


def stacked(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """A header of two rows with ticks for the sex, notes above, a total and signatures below, merged cells."""
    rows: list[list[Any]] = [
        ["PHÒNG VĂN HÓA - XÃ HỘI"], ["(Kèm theo Công văn số 12/UBND-VHXH ngày 03/4/2025)"],
        ["DANH SÁCH THƯƠNG BINH TRÊN ĐỊA BÀN"], [],
        ["Số TT", "Số định danh", "Họ, tên đệm và tên", "Giới tính", "", "Ngày, tháng, năm sinh", "Nơi cư trú"],
        ["", "", "", "Nam", "Nữ", "", ""],
        *([n, number, name, "x" if sex == "m" else "", "x" if sex == "f" else "", _day(born), commune]
          for n, (name, born, sex, number) in enumerate(people, 1)),
        ["", "", f"Tổng cộng: {len(people)} người"], [],
        ["", "", "", "", "", "Người lập biểu"],
    ]  # fmt: skip
    return _sheet(folder / "bieu-12.xlsx", rows, merge=("D5:E5", "A3:G3"))


def serials(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """Other words and another order; days as the numbers that a sheet keeps; sections for the groups."""
    half = len(people) // 2
    rows: list[list[Any]] = [
        ["Danh sách đối tượng hưởng chính sách ưu đãi người có công năm 2025"],
        ["STT", "Đối tượng hưởng", "NTNS", "Nam/nữ", "Số CMND/CCCD/Định danh", "Xã"],
        ["I. Thương binh"],
        *([n, name, (born - date(1899, 12, 30)).days, "Nam" if sex == "m" else "Nữ", number, commune]
          for n, (name, born, sex, number) in enumerate(people[:half], 1)),
        ["II. Bệnh binh"],
        *([n, name, (born - date(1899, 12, 30)).days, "Nam" if sex == "m" else "Nữ", number, commune]
          for n, (name, born, sex, number) in enumerate(people[half:], half + 1)),
    ]  # fmt: skip
    return _sheet(folder / "nguoi-co-cong-2025.xlsx", rows)


def legacy(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """`.VnTime`, day, month and year in columns of their own, no number."""
    rows: list[list[Any]] = [
        [tcvn3("Danh sách người có công với cách mạng")],
        [tcvn3(word) for word in ("TT", "Họ và tên", "Ngày sinh", "Tháng sinh", "Năm sinh", "Giới tính", "Đối tượng",
                                  "Địa chỉ")],
        *([n, tcvn3(name), born.day, born.month, born.year, tcvn3("Nam" if sex == "m" else "Nữ"),
           tcvn3("Bệnh binh"), tcvn3(commune)]
          for n, (name, born, sex, _number) in enumerate(people, 1)),
    ]  # fmt: skip
    return _sheet(folder / "ncc-cu.xlsx", rows, font=".VnTime")


def bare(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """Comma separated, no marks at all, capital letters."""
    path = folder / "nguoi_co_cong.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["stt", "ho ten", "ngay sinh", "gioi tinh", "so cccd", "doi tuong", "dia chi"])
        for n, (name, born, sex, number) in enumerate(people, 1):
            out.writerow([n, fold(name).upper(), _day(born), "nam" if sex == "m" else "nu", number, "thuong binh",
                          fold(commune)])  # fmt: skip
    return path


def decomposed(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """NFD text with half a number column typed as numbers: the zero in front is gone."""

    def nfd(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    rows: list[list[Any]] = [
        [nfd("NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG")],
        [nfd(word) for word in ("Số thứ tự", "Họ tên NCC", "Năm sinh", "GT", "CCCD", "Loại NCC", "Hộ khẩu thường trú")],
        *([n, nfd(name), born.strftime("%d.%m.%Y"), nfd("Nam" if sex == "m" else "Nữ"), int(number),
           nfd("Thương binh loại B"), nfd(f"Tổ 1, {commune}")]
          for n, (name, born, sex, number) in enumerate(people, 1)),
    ]  # fmt: skip
    return _sheet(folder / "ncc.xlsx", rows)


def document(people: Sequence[Who], folder: Path, commune: str) -> Path:
    """A table in a document."""
    import docx

    made = docx.Document()
    made.add_paragraph("DANH SÁCH NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG")
    table = made.add_table(rows=1, cols=6)
    for cell, text in zip(
        table.rows[0].cells, ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Diện"), strict=True
    ):
        cell.text = text
    for n, (name, born, sex, number) in enumerate(people, 1):
        texts = (str(n), name, _day(born), "Nam" if sex == "m" else "Nữ", number, "Thương binh")
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    path = folder / "ncc.docx"
    made.save(str(path))
    return path


VARIANTS: tuple[Callable[[Sequence[Who], Path, str], Path], ...] = (
    stacked, serials, legacy, bare, decomposed, document,
)  # fmt: skip
