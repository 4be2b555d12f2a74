"""A workbook as rows of typed cells, whatever form it is stored in.

python-calamine reads at some 12 µs a row; openpyxl is only asked where the font of a cell decides its text.
Cells are `str`, `float`, `bool`, `date`, `datetime`, `time`, `timedelta`; an empty cell is "".
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diaban.papers.reading import fonts, sniff
from diaban.papers.reading.problems import Unreadable

Cell = Any
Row = list[Cell]
#: ((first row, first column), (last row, last column)), counted from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Sheet:
    """A sheet. `rows[i]` is row i + 1 as the office's program numbers it, column 0 is A."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Book:
    """A workbook: its sheets in order, hidden ones included and named."""

    name: str
    kind: sniff.Kind
    sheets: list[Sheet]
    since_1904: bool = False

    @property
    def shown(self) -> list[Sheet]:
        """The sheets that are not hidden."""
        return [sheet for sheet in self.sheets if not sheet.hidden]

    @property
    def hidden(self) -> list[str]:
        """Names of the hidden sheets, which are told and not read."""
        return [sheet.name for sheet in self.sheets if sheet.hidden]


def open_book(path: Path, name: str | None = None, *, decode: fonts.Decoder | None = None) -> Book:
    """Read the workbook at `path`, called `name` by its owner. Raises `Unreadable` with one sentence.

    `decode` turns the text of a cell typed in a legacy font into Unicode; without it such a file is refused.
    """
    shown = name or path.name
    kind = sniff.sniff(path, shown)
    book = _csv(path, shown) if kind is sniff.Kind.CSV else _calamine(path, shown, kind)
    if not any(_filled(row) for sheet in book.shown for row in sheet.rows):
        raise Unreadable("only_hidden" if book.hidden else "empty_sheet", name=shown)
    if kind is sniff.Kind.XLSX and fonts.legacy_fonts(path):
        _decode(path, book, decode)
    return book


def _decode(path: Path, book: Book, decode: fonts.Decoder | None) -> None:
    for sheet, row, column, font in fonts.legacy_cells(path, book.sheets):
        cell = sheet.rows[row][column]
        if decode is not None:
            sheet.rows[row][column] = decode(cell, font)
        elif not cell.isascii():
            raise Unreadable("legacy_font", name=book.name, font=font)


def _filled(row: Row) -> bool:
    return any(cell.strip() != "" if isinstance(cell, str) else True for cell in row)


def _calamine(path: Path, shown: str, kind: sniff.Kind) -> Book:
    import python_calamine as calamine

    try:
        source = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [_sheet(source, meta, calamine) for meta in source.sheets_metadata]
    except calamine.PasswordError as error:
        raise Unreadable("protected", name=shown) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("broken", name=shown) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash on a malformed file
            raise
        raise Unreadable("broken", name=shown) from error
    return Book(shown, kind, [sheet for sheet in sheets if sheet is not None], kind is sniff.Kind.XLSX and _1904(path))


def _1904(path: Path) -> bool:
    """Whether the days of a workbook are counted from 1904 (its date cells are read right without this)."""
    with zipfile.ZipFile(path) as archive:
        head = archive.open("xl/workbook.xml").read(64_000)
    return re.search(rb'date1904="(?:1|true)"', head) is not None


def _sheet(source: Any, meta: Any, calamine: Any) -> Sheet | None:
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return None
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    if hidden:
        return Sheet(meta.name, hidden=True)
    sheet = source.get_sheet_by_name(meta.name)
    rows = list(sheet.iter_rows())
    before = [""] * (sheet.start[1] if sheet.start else 0)
    if before:
        rows = [before + row for row in rows]
    return Sheet(meta.name, rows, list(sheet.merged_cell_ranges or []))


#: Letters of Vietnamese words; text in another code table, read as this one, is full of others.
_LETTERS = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")


def _windows(content: bytes) -> str | None:
    """Text in the code table of Vietnamese Windows (1258), whose tones are letters of their own; None for others."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    special = [char for char in text.lower() if ord(char) > 127]
    known = sum(char in _LETTERS for char in special)
    return text if special and known >= 0.97 * len(special) else None


def _csv(path: Path, shown: str) -> Book:
    content = path.read_bytes()
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        found = None if wide else _windows(content)
        if found is None:
            raise Unreadable("encoding", name=shown) from error
        text = found
    sample = text[:20_000]
    delimiter = max(",;\t|", key=lambda mark: sum(line.count(mark) for line in sample.splitlines()[:50]))
    try:
        rows: list[Row] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Unreadable("broken", name=shown) from error
    width = max(map(len, rows), default=0)
    return Book(shown, sniff.Kind.CSV, [Sheet(Path(shown).stem, [row + [""] * (width - len(row)) for row in rows])])
