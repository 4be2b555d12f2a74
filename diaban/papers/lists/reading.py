"""Any workbook read from end to end: what each sheet is, how it was understood, and every row of it accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from diaban.papers.lists.kinds import ListKind
from diaban.papers.lists.recognise import recognise
from diaban.papers.lists.records import Reader, Record
from diaban.papers.lists.understand import Understood
from diaban.papers.reading import layout, workbook
from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.mapping import Column
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book


@dataclass(slots=True)
class SheetList:
    """A list: its kind (and whether that is sure), how it was understood, its rows as records, and all other rows of
    the sheet with what they are."""

    kind: ListKind
    sure: bool
    found: Understood
    records: list[Record]
    left_out: list[dict[str, Any]]

    @property
    def name(self) -> str:
        return self.found.sheet.name

    @property
    def questions(self) -> list[Column]:
        """Columns whose meaning must be asked."""
        return self.found.map.questions

    def counts(self) -> dict[str, int]:
        """Rows of the sheet by what became of them; they add up to all its rows."""
        refused = sum(record.refused for record in self.records)
        others = Counter(line.kind.value for line in self.found.lines if line.kind is not layout.Kind.DATA)
        return {"read": len(self.records) - refused, "refused": refused, **others}


@dataclass(slots=True)
class Lists:
    """A workbook's lists; `skipped` are sheets that hold none, with the reason."""

    book: Book
    lists: list[SheetList] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)


def read_lists(
    path: Path, name: str, today: date, *, told: ListKind | None = None, charset: Charset | None = None,
    answers: Mapping[str, str] | None = None,
) -> Lists:  # fmt: skip
    """Read every list of the workbook at `path`. `told` is the kind somebody named, `answers` what columns mean.
    Raises `Unreadable` with one sentence where the file holds no list at all."""
    book = workbook.open_book(path, name, charset=charset)
    found = Lists(book, skipped=[{"sheet": hidden, "why": "hidden"} for hidden in book.hidden])
    for sheet in book.shown:
        read = recognise(sheet, name, told=told, since_1904=book.since_1904, answers=answers or {})
        if read is None:
            found.skipped.append({"sheet": sheet.name, "why": "no_header" if any(map(any, sheet.rows)) else "empty"})
            continue
        for each in read.found:
            reader = Reader(read.kind, each, today)
            left = [line for line in each.lines if line.kind is not layout.Kind.DATA]
            records = [reader.record(line) for line in each.data]
            found.lists.append(SheetList(read.kind, read.sure, each, records, layout.summary(left)))
    if not found.lists:
        raise Unreadable("no_list", name=name)
    return found
