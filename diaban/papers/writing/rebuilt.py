"""A workbook of any form written anew as .xlsx, with one column more: the same sheets, cells, merged cells, widths."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from diaban.papers.reading import sniff, workbook
from diaban.papers.reading.sheets import Sheet, column
from diaban.papers.writing.cells import sheet_name

_NARROWEST, _WIDEST = 6, 40
#: Excel counts days from 1900; earlier ones are written as text.
_FIRST = date(1900, 3, 1)


def rebuild(
    path: Path, name: str, by_sheet: Mapping[str, Mapping[int, str]], title: str, tops: Mapping[str, int], width: int,
    fixed: Mapping[str, Mapping[int, Mapping[str, str]]] | None = None,
) -> bytes:  # fmt: skip
    """The workbook as .xlsx bytes, with the cells of `fixed` (by sheet, row and letter) put right; text of old fonts in
    Unicode, formulas as values. Hidden sheets are not in it."""
    import xlsxwriter

    book, out = workbook.open_book(path, name), io.BytesIO()
    widths = _widths(path) if book.kind is sniff.Kind.XLS else {}
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    forms = {
        "text": made.add_format({"font_name": "Times New Roman", "valign": "top"}),
        "day": made.add_format({"font_name": "Times New Roman", "valign": "top", "num_format": "dd/mm/yyyy"}),
        "moment": made.add_format({"font_name": "Times New Roman", "valign": "top", "num_format": "dd/mm/yyyy hh:mm"}),
        "time": made.add_format({"font_name": "Times New Roman", "valign": "top", "num_format": "hh:mm"}),
        "head": made.add_format({"font_name": "Times New Roman", "bold": True, "text_wrap": True, "valign": "top"}),
        "said": made.add_format({"font_name": "Times New Roman", "text_wrap": True, "valign": "top"}),
    }
    taken: set[str] = set()
    for sheet in book.shown:
        target = made.add_worksheet(_unique(sheet_name(sheet.name), taken))
        said = {row: (text, "said") for row, text in by_sheet.get(sheet.name, {}).items()}
        if said and sheet.name in tops:
            said[tops[sheet.name]] = (title, "head")
        for row, cells in (fixed or {}).get(sheet.name, {}).items():
            for letter, text in cells.items():
                sheet.rows[row - 1][column(letter)] = text
        _write(target, sheet, said, forms, widths.get(sheet.name, {}), width)
    made.close()
    return out.getvalue()


def _unique(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found.lower() in taken:
        found, number = f"{name[:27]} ({number})", number + 1
    taken.add(found.lower())
    return found


def _write(
    target: Any, sheet: Sheet, said: Mapping[int, tuple[str, str]], forms: Mapping[str, Any],
    widths: Mapping[int, float], width: int,
) -> None:  # fmt: skip
    at = max(map(len, sheet.rows), default=0)
    for row, cells in enumerate(sheet.rows):
        for at_column, cell in enumerate(cells):
            _put(target, row, at_column, cell, forms)
        if row + 1 in said:
            text, form = said[row + 1]
            target.write_string(row, at, text, forms[form])
    for (top, left), (bottom, right) in sheet.merged:
        if (bottom, right) != (top, left) and right < at:
            target.merge_range(top, left, bottom, right, "", forms["text"])
            _put(target, top, left, sheet.rows[top][left] if top < len(sheet.rows) else "", forms)
    for number in range(at):
        longest = max((len(str(row[number])) for row in sheet.rows[:500] if number < len(row)), default=0)
        target.set_column(number, number, widths.get(number, min(max(longest + 1, _NARROWEST), _WIDEST)))
    target.set_column(at, at, width)


def _put(target: Any, row: int, column: int, cell: Any, forms: Mapping[str, Any]) -> None:
    if cell == "":
        return
    if isinstance(cell, str):
        target.write_string(row, column, cell, forms["text"])
    elif isinstance(cell, bool):
        target.write_boolean(row, column, cell, forms["text"])
    elif isinstance(cell, (int, float)):
        target.write_number(row, column, cell, forms["text"])
    elif isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) < _FIRST:
        target.write_string(row, column, f"{cell:%d/%m}/{cell.year:04d}", forms["text"])
    else:
        form = "moment" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "time"
        if isinstance(cell, (datetime, date, time, timedelta)):
            target.write_datetime(row, column, cell, forms[form])


def _widths(path: Path) -> dict[str, dict[int, float]]:
    """Widths of columns in characters, by sheet, of an .xls file."""
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    except Exception:  # a damaged file that another reader could read
        return {}
    return {sheet.name: {n: info.width / 256 for n, info in sheet.colinfo_map.items()} for sheet in book.sheets()}
