"""A list as a workbook or as text, row by row, in the same small memory however long it is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from diaban.papers.writing.cells import Cell, as_text, for_xml, neutral, sheet_name

#: Rows of one sheet; a longer list goes on in the next (Excel takes 1,048,576 with the title).
SHEET_ROWS = 1_000_000
#: Excel counts days from 1900; earlier ones are written as text.
FIRST_DAY = date(1900, 3, 1)
NARROWEST, WIDEST = 9, 48


@dataclass(frozen=True)
class Head:
    """What a file says of itself: what it holds, by which filters, who took it, and the code that leads to the log.

    `about` are lines under the title; `mark` is who, office and time in one line; `columns` are titles in order.
    `record` is a sheet of its own with what the rows are, label by label; `record_title` names it.
    """

    title: str
    columns: Sequence[str]
    about: Sequence[str]
    mark: str
    code: str
    code_title: str
    page: str = "&P / &N"
    record: Sequence[tuple[str, Cell]] = ()
    record_title: str = ""


class Writer(Protocol):
    """A file being written."""

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows below those written before."""

    def close(self) -> None:
        """Finish the file."""


class Text:
    """CSV: UTF-8 with the mark that Excel looks for, semicolons between cells, the code of the export in every row.

    Semicolons, because a Vietnamese Excel takes the comma for decimals and therefore parts cells at semicolons. The
    first line is the header and every other one a row, so that programs can read it; the code stands in a last column,
    where it stays with any row that is cut out and passed on.
    """

    def __init__(self, path: Path, head: Head) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._file.write("\ufeff")
        self._out = csv.writer(self._file, delimiter=";")
        self._code = head.code
        self._out.writerow([*map(neutral, head.columns), neutral(head.code_title)])

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        code, text, plain = self._code, as_text, neutral
        self._out.writerows([*(plain(c) if type(c) is str else text(c) for c in row), code] for row in rows)

    def close(self) -> None:
        self._file.close()


@dataclass
class _Sheet:
    """Where a sheet stands: its first row of data and the next one."""

    sheet: Any
    first: int
    next: int
    number: int = 1
    widths: list[int] = field(default_factory=list)


class Workbook:
    """XLSX: title rows, a header that stays, days as days, everything else that isn't a count as text, A4 across."""

    def __init__(self, path: Path, head: Head) -> None:
        import xlsxwriter

        self._head = head
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "dd/mm/yyyy"}
        )
        mark = f"{head.code} · {head.mark}"
        self._book.set_properties({"title": head.title, "author": head.mark, "comments": mark, "keywords": head.code})
        add = self._book.add_format
        self._title = add({"bold": True, "font_size": 14})
        self._quiet = add({"font_color": "#555555"})
        self._top = add({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._text = add({"num_format": "@"})
        self._guarded = add({"num_format": "@", "quote_prefix": True})
        self._day = add({"num_format": "dd/mm/yyyy", "align": "left"})
        self._moment = add({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        self._number = add({"num_format": "#,##0.##"})
        self._whole = add({"num_format": "#,##0"})
        self._at = self._new_sheet(1)

    def _new_sheet(self, number: int) -> _Sheet:
        head = self._head
        name = sheet_name(head.title) if number == 1 else f"{sheet_name(head.title)[:26]} {number}"
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, for_xml(head.title), self._title)
        told = [*head.about, f"{head.code_title}: {head.code} · {head.mark}"]
        for row, line in enumerate(told, start=1):
            sheet.write_string(row, 0, for_xml(line), self._quiet)
        top = len(told) + 2
        for column, title in enumerate(head.columns):
            sheet.write_string(top, column, for_xml(title), self._top)
        sheet.freeze_panes(top + 1, 1)
        self._paper(sheet, top)
        return _Sheet(sheet, top + 1, top + 1, number)

    def _paper(self, sheet: Any, top: int) -> None:
        """A4 across, one page wide, the header on each page, the mark above and below."""
        head = self._head
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.75)
        sheet.repeat_rows(top)
        sheet.set_header(f"&L{_printed(head.title, 80)}&R{_printed(head.code, 40)}")
        sheet.set_footer(f"&L{_printed(head.mark, 150)}&C{head.page}&R{_printed(head.code, 40)}")

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            at = self._at
            if at.next - at.first >= SHEET_ROWS:
                self._finish(at)
                at = self._at = self._new_sheet(at.number + 1)
            if at.next - at.first < 200:
                self._measure(at, row)
            self._row(at.sheet, at.next, row)
            at.next += 1

    def _row(self, sheet: Any, number: int, row: Sequence[Cell]) -> None:
        # The sheet's own write() looks at each value in a dozen ways, of which one makes formulas and one makes links.
        string = sheet.write_string
        for column, cell in enumerate(row):
            if type(cell) is str:
                if cell:
                    plain = cell.isprintable() and neutral(cell) is cell
                    string(number, column, cell if plain else for_xml(cell), self._text if plain else self._guarded)
            elif isinstance(cell, date):
                self._when(sheet, number, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell, self._whole if isinstance(cell, int) else self._number)

    def _when(self, sheet: Any, number: int, column: int, cell: date) -> None:
        timed = isinstance(cell, datetime)
        if (cell.date() if isinstance(cell, datetime) else cell) < FIRST_DAY:
            sheet.write_string(number, column, as_text(cell), self._text)
        else:
            sheet.write_datetime(number, column, cell, self._moment if timed else self._day)

    def _measure(self, at: _Sheet, row: Sequence[Cell]) -> None:
        if not at.widths:
            at.widths = [len(title) + 3 for title in self._head.columns]
        for column, cell in enumerate(row):
            at.widths[column] = max(at.widths[column], len(as_text(cell)) + 1)

    def _finish(self, at: _Sheet) -> None:
        for column, width in enumerate(at.widths or [len(title) + 3 for title in self._head.columns]):
            at.sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))
        last = max(at.next - 1, at.first - 1)
        at.sheet.autofilter(at.first - 1, 0, last, len(self._head.columns) - 1)

    def _record(self) -> None:
        """The sheet that says what the rows are."""
        sheet = self._book.add_worksheet(sheet_name(self._head.record_title))
        sheet.set_column(0, 0, 24, self._quiet)
        sheet.set_column(1, 1, 80)
        told = [*self._head.record, (self._head.code_title, self._head.code)]
        for number, (label, cell) in enumerate(told):
            sheet.write_string(number, 0, for_xml(label), self._quiet)
            self._row(sheet, number, ["", cell])

    def close(self) -> None:
        self._finish(self._at)
        if self._head.record:
            self._record()
        self._book.close()


def _printed(text: str, most: int) -> str:
    """Text of a page's header: Excel takes 255 characters in all and reads `&` as the beginning of a command."""
    return for_xml(text)[:most].replace("&", "&&")


FORMATS: dict[str, type[Text] | type[Workbook]] = {"xlsx": Workbook, "csv": Text}
