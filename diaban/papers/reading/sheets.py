"""What a workbook is once read: its sheets and their cells, whatever form it was stored in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.sniff import Kind

#: `str`, `float`, `bool`, `date`, `datetime`, `time`, `timedelta`; an empty cell is "".
Cell = Any
Row = list[Cell]
#: ((first row, first column), (last row, last column)), counted from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]
#: The runs of a cell's text, each in a font of its own: (font, text).
Runs = list[tuple[str, str]]

#: Between a sheet's name and the columns of one of the lists that stand on it beside one another.
PART = " › "


@dataclass(slots=True)
class Sheet:
    """A sheet, or a table of a document. `rows[i]` is row i + 1 as the office's program numbers it, column 0 is A.

    `hidden_rows` (from 1) and `hidden_columns` (from 0) are read like all others and told. `titles` are lines that
    stand above a table without being rows of it. `typed` holds the cells typed in a font of an old code table.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    typed: dict[tuple[int, int], Runs] = field(default_factory=dict)

    @property
    def sheet_name(self) -> str:
        """The name of the sheet in its file, also where it holds several lists."""
        return self.name.partition(PART)[0]


@dataclass(slots=True)
class FontUse:
    """Text in an old code table: the font that tells it (empty: none does, its letters do), how many cells, and some
    of them before and after."""

    font: str
    charset: Charset
    cells: int = 0
    samples: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """A workbook: its sheets in order, hidden ones included and named.

    `fonts` tells which fonts decided text; `doubt` text that looks typed in an old code table although no font says
    so: it was read by that table, and somebody must say whether that is right.
    """

    name: str
    kind: Kind
    sheets: list[Sheet]
    since_1904: bool = False
    fonts: list[FontUse] = field(default_factory=list)
    doubt: FontUse | None = None

    @property
    def shown(self) -> list[Sheet]:
        """The sheets that are not hidden."""
        return [sheet for sheet in self.sheets if not sheet.hidden]

    @property
    def hidden(self) -> list[str]:
        """Names of the hidden sheets, which are told and not read."""
        return [sheet.name for sheet in self.sheets if sheet.hidden]

    @property
    def unseen(self) -> list[dict[str, Any]]:
        """Hidden rows and columns of the sheets shown: they are read like all others, and named."""
        return [
            {"sheet": sheet.name, "rows": sheet.hidden_rows, "columns": [letter(i) for i in sheet.hidden_columns]}
            for sheet in self.shown
            if sheet.hidden_rows or sheet.hidden_columns
        ]


def filled(row: Row) -> bool:
    """Whether any cell of a row says something."""
    return any(cell.strip() != "" if isinstance(cell, str) else True for cell in row)


def letter(index: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 26 is AA."""
    number, letters = index + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column(letters: str) -> int:
    """The index of a column's name: A is 0, AA is 26."""
    index = 0
    for char in letters:
        index = index * 26 + ord(char) - 64
    return index - 1
