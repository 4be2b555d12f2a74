"""Workbooks of today by python-calamine, at some 12 µs a row: .xlsx, .xlsb, .ods, and .xls where xlrd can't."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from diaban.papers.reading import excel_xml, open_document
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, Row, Sheet
from diaban.papers.reading.sniff import DAMAGED, Kind


def read(path: Path, shown: str, kind: Kind) -> Book:
    """The workbook, with what only its XML says. Raises `Unreadable`."""
    import python_calamine as calamine

    extra: dict[str, Any] = {}
    if kind is Kind.XLSX:
        extra = excel_xml.extras(path, shown, _named(path, shown))
    elif kind is Kind.ODS:
        extra = open_document.extras(path, shown)
    try:
        source = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [_sheet(source, meta, calamine, extra.get(meta.name)) for meta in source.sheets_metadata]
    except calamine.PasswordError as error:
        raise Unreadable("protected", name=shown) from error
    except (calamine.CalamineError, OSError, ValueError, MemoryError) as error:
        raise Unreadable("broken", name=shown) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash on a malformed file
            raise
        raise Unreadable("broken", name=shown) from error
    return Book(shown, kind, [sheet for sheet in sheets if sheet is not None], kind is Kind.XLSX and _1904(path))


def _named(path: Path, shown: str) -> list[str]:
    """The sheets that are not hidden: nothing else of them is looked at."""
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(path) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    except DAMAGED as error:
        raise Unreadable("broken", name=shown) from error
    sheets = [each for each in book.iter() if each.tag.rpartition("}")[2] == "sheet"]
    return [each.get("name", "") for each in sheets if each.get("state", "visible") == "visible"]


def _1904(path: Path) -> bool:
    """Whether the days of a workbook are counted from 1904 (its date cells are read right without this)."""
    with zipfile.ZipFile(path) as archive:
        head = archive.open("xl/workbook.xml").read(64_000)
    return re.search(rb'date1904="(?:1|true)"', head) is not None


def _sheet(source: Any, meta: Any, calamine: Any, extra: excel_xml.Extra | None) -> Sheet | None:
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return None
    if meta.visible != calamine.SheetVisibleEnum.Visible:
        return Sheet(meta.name, hidden=True)
    sheet = source.get_sheet_by_name(meta.name)
    found = Sheet(meta.name, _rows(sheet), list(sheet.merged_cell_ranges or []))
    if extra:
        width = max(map(len, found.rows), default=0)
        found.hidden_rows = [number for number in extra.hidden_rows if number <= len(found.rows)]
        found.hidden_columns = [number for number in extra.hidden_columns if number < width]
        found.typed, found.merged = extra.typed, found.merged or extra.merged
        for (row, at), text in extra.errors.items():
            if row < len(found.rows) and at < len(found.rows[row]):
                found.rows[row][at] = text
    return found


def _rows(sheet: Any) -> list[Row]:
    """The rows from the first of the sheet on; those below the last that says anything are not kept."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    rows: list[Row] = []
    last = 0
    for row in sheet.iter_rows():
        rows.append(before + row if before else row)
        if any(row):
            last = len(rows)
    del rows[last:]
    return rows
