"""Workbooks of Excel 97 to 2003 (.xls) by xlrd: the fonts of cells and of runs, and dates that formulas made.

calamine, quicker, knows no fonts and gives a formula's date as a bare number; it is asked where xlrd can't read.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from diaban.papers.reading import fonts
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, Cell, Row, Runs, Sheet
from diaban.papers.reading.sniff import Kind


def read(path: Path, shown: str, kind: Kind) -> Book:
    """The workbook. Raises `Unreadable`."""
    import xlrd

    from diaban.papers.reading import spreadsheet

    try:
        source = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
        sheets = [_sheet(source, source.sheet_by_index(i)) for i in range(source.nsheets)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Unreadable("protected", name=shown) from error
        return spreadsheet.read(path, shown, kind)
    except Exception:  # a damaged file fails anywhere in xlrd, with any error
        return spreadsheet.read(path, shown, kind)
    return Book(shown, kind, sheets, bool(source.datemode))


def _sheet(source: Any, sheet: Any) -> Sheet:
    if sheet.visibility:
        return Sheet(sheet.name, hidden=True)
    found = Sheet(sheet.name, [_row(source, sheet, number) for number in range(sheet.nrows)])
    while found.rows and not any(cell != "" for cell in found.rows[-1]):
        found.rows.pop()
    found.merged = [((r1, c1), (r2 - 1, c2 - 1)) for r1, r2, c1, c2 in sheet.merged_cells]
    found.hidden_rows = sorted(n + 1 for n, info in sheet.rowinfo_map.items() if info.hidden and n < len(found.rows))
    found.hidden_columns = sorted(n for n, info in sheet.colinfo_map.items() if info.hidden and n < sheet.ncols)
    if any(fonts.is_legacy(font.name) for font in source.font_list):
        _typed(source, sheet, found)
    return found


def _row(source: Any, sheet: Any, number: int) -> Row:
    types, values = sheet.row_types(number), sheet.row_values(number)
    return [
        value if kind in (0, 1, 6) else _value(kind, value, source.datemode)
        for kind, value in zip(types, values, strict=True)
    ]


def _value(kind: int, value: Any, datemode: int) -> Cell:
    """xlrd's types: 2 number, 3 date, 4 boolean, 5 error."""
    import xlrd

    if kind == 3:
        try:
            moment: datetime = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return value
        if 0 <= value < 1:
            return moment.time()
        return moment if moment.hour or moment.minute or moment.second else moment.date()
    if kind == 4:
        return bool(value)
    return xlrd.error_text_from_code.get(value, "#N/A") if kind == 5 else value


def _typed(source: Any, sheet: Any, found: Sheet) -> None:
    """Note the cells in old fonts, run by run where a cell has several."""
    old = {
        index: source.font_list[xf.font_index].name
        for index, xf in enumerate(source.xf_list)
        if fonts.is_legacy(source.font_list[xf.font_index].name)
    }
    for number, row in enumerate(found.rows):
        for at, cell in enumerate(row):
            if cell.__class__ is not str or cell.isascii():
                continue
            font = old.get(sheet.cell_xf_index(number, at), "")
            runs = _runs(source, sheet.rich_text_runlist_map.get((number, at), ()), cell, font)
            if any(fonts.is_legacy(name) for name, _text in runs):
                found.typed[number, at] = runs


def _runs(source: Any, changes: Any, text: str, font: str) -> Runs:
    starts = [(0, font), *((offset, source.font_list[index].name) for offset, index in changes)]
    ends = [offset for offset, _name in starts[1:]] + [len(text)]
    return [(name, text[a:b]) for (a, name), b in zip(starts, ends, strict=True) if b > a] or [(font, text)]
