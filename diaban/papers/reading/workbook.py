"""A workbook as rows of typed cells in Unicode, whatever form it is stored in and whatever its fonts."""

from __future__ import annotations

from pathlib import Path

from diaban.papers.reading import delimited, fonts, old_excel, sniff, spreadsheet, word
from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, Cell, Merged, Row, Sheet, filled

__all__ = ["Book", "Cell", "Merged", "Row", "Sheet", "open_book"]

_READERS = {
    sniff.Kind.CSV: delimited.read,
    sniff.Kind.DOCX: word.read,
    sniff.Kind.XLS: old_excel.read,
}


def open_book(path: Path, name: str | None = None, *, charset: Charset | None = None) -> Book:
    """Read the workbook at `path`, called `name` by its owner. Raises `Unreadable` with one sentence.

    `charset` is what somebody said of text that no font tells about; without it the book says what it took it for.
    """
    shown = name or path.name
    kind = sniff.sniff(path, shown)
    book = _READERS.get(kind, spreadsheet.read)(path, shown, kind)
    if not any(filled(row) for sheet in book.shown for row in sheet.rows):
        raise Unreadable("only_hidden" if book.hidden else "empty_sheet", name=shown)
    fonts.settle(book, charset)
    return book
