"""Tables of a Word document (.docx), each as a sheet: merged cells, fonts of runs, tables that go on after a break."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from diaban.papers.reading import fonts
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, Merged, Runs, Sheet
from diaban.papers.reading.sniff import DAMAGED, Kind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Also in documents that keep strictly to the standard.
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MAX_COLUMNS = 702
_TITLES = 40


@dataclass(slots=True)
class _Grid:
    """A table as it is read: cells by row and column, and vertical merges still open by column."""

    sheet: Sheet
    open: dict[int, tuple[int, int]] = field(default_factory=dict)
    merged: dict[tuple[int, int], Merged] = field(default_factory=dict)


def read(path: Path, shown: str, kind: Kind) -> Book:
    """The tables of the document's body. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(path) as archive:
            styles = archive.read("word/styles.xml") if "word/styles.xml" in archive.namelist() else b""
            document = _plain(archive.read("word/document.xml"))
        reader = _Reader(_plain(styles))
        body = ElementTree.fromstring(document).find(f"{_W}body")
    except DAMAGED as error:
        raise Unreadable("broken", name=shown) from error
    sheets = reader.tables(body) if body is not None else []
    if not sheets:
        raise Unreadable("no_table", name=shown)
    return Book(shown, kind, sheets)


def _plain(xml: bytes) -> bytes:
    return xml.replace(_STRICT.strip("{}").encode(), _W.strip("{}").encode())


class _Reader:
    """Knows the document's styles; makes sheets of its tables."""

    def __init__(self, styles: bytes) -> None:
        self.styles: dict[str, tuple[str, str]] = {}
        self.default = ""
        root = ElementTree.fromstring(styles) if styles else None
        for style in root if root is not None else ():
            if style.tag == f"{_W}style":
                based = style.find(f"{_W}basedOn")
                parent = based.get(f"{_W}val", "") if based is not None else ""
                self.styles[style.get(f"{_W}styleId", "")] = (parent, _font(style))
                if style.get(f"{_W}default") in ("1", "true") and style.get(f"{_W}type") == "paragraph":
                    self.default = style.get(f"{_W}styleId", "")
            elif style.tag == f"{_W}docDefaults":
                self.styles[""] = ("", _font(style))

    def font(self, name: str) -> str:
        """The font of a style, from what it is based on where it names none."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            parent, font = self.styles.get(name, ("", ""))
            if font:
                return font
            name = parent
        return ""

    def tables(self, body: ElementTree.Element) -> list[Sheet]:
        found: list[Sheet] = []
        titles: list[str] = []
        for block in _blocks(body):
            if block.tag == f"{_W}p":
                text = "".join(fonts.decoded(self.runs(block)))
                titles += [text] if text.strip() else []
            elif (sheet := self.table(block, _("Bảng %(number)s") % {"number": len(found) + 1}, titles)).rows:
                if found and _goes_on(found[-1], sheet):
                    _join(found[-1], sheet)
                else:
                    found.append(sheet)
                titles = []
        return found

    def table(self, element: ElementTree.Element, name: str, titles: list[str]) -> Sheet:
        grid = _Grid(Sheet(name, titles=titles[-_TITLES:]))
        for row in element.iter(f"{_W}tr"):
            if row in _nested(element):
                continue
            self._row(row, grid)
        sheet = grid.sheet
        width = max(map(len, sheet.rows), default=0)
        for cells in sheet.rows:
            cells += [""] * (width - len(cells))
        sheet.merged = [span for span in grid.merged.values() if span[0] != span[1]]
        return sheet

    def _row(self, row: ElementTree.Element, grid: _Grid) -> None:
        sheet, number = grid.sheet, len(grid.sheet.rows)
        cells: list[str] = [""] * _number(row, "trPr", "gridBefore", 0)
        sheet.rows.append(cells)
        for cell in _children(row, "tc"):
            at, wide = len(cells), _number(cell, "tcPr", "gridSpan", 1)
            if at + wide > _MAX_COLUMNS:
                break
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and at in grid.open:
                top, first = grid.open[at]
                grid.merged[top, first] = ((top, first), (number, at + wide - 1))
                cells += [""] * wide
                continue
            grid.open.pop(at, None)
            if merge is not None:
                grid.open[at] = (number, at)
            runs = list(self._cell(cell))
            cells += ["".join(text for _font, text in runs).strip(), *[""] * (wide - 1)]
            if wide > 1:
                grid.merged[number, at] = ((number, at), (number, at + wide - 1))
            if any(fonts.is_legacy(font) for font, _text in runs):
                sheet.typed[number, at] = runs

    def _cell(self, cell: ElementTree.Element) -> Iterator[tuple[str, str]]:
        for count, paragraph in enumerate(cell.iter(f"{_W}p")):
            if count:
                yield "", "\n"
            yield from self.runs(paragraph)

    def runs(self, paragraph: ElementTree.Element) -> Runs:
        """The text of a paragraph, with the font of each run."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        own = self.font(style.get(f"{_W}val", "") if style is not None else self.default)
        found = []
        for run in paragraph.iter(f"{_W}r"):
            named = run.find(f"{_W}rPr/{_W}rStyle")
            font = _font(run) or (self.font(named.get(f"{_W}val", "")) if named is not None else "") or own
            found.append((font, "".join(map(_text, run))))
        return found


def _blocks(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Paragraphs and tables in order, those inside content controls included."""
    for element in body:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _blocks(element)


def _children(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _children(child, tag)


def _nested(table: ElementTree.Element) -> set[ElementTree.Element]:
    """Rows of tables inside this one's cells: their text belongs to the cell."""
    inner = [each for each in table.iter(f"{_W}tbl") if each is not table]
    return {row for each in inner for row in each.iter(f"{_W}tr")}


def _number(element: ElementTree.Element, properties: str, name: str, otherwise: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    said = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(said), _MAX_COLUMNS) if said.isdigit() else otherwise


def _font(element: ElementTree.Element) -> str:
    for found in element.iter(f"{_W}rFonts"):
        return found.get(f"{_W}ascii") or found.get(f"{_W}hAnsi") or ""
    return ""


def _text(element: ElementTree.Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in (f"{_W}br", f"{_W}cr"):
        return "\n"
    return {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}.get(element.tag, "")


def _goes_on(before: Sheet, after: Sheet) -> bool:
    """Whether a table is the rest of the one above: as wide, and its first row numbered on."""
    if max(map(len, before.rows)) != max(map(len, after.rows)) or len(before.rows) < 2:
        return False
    first = re.fullmatch(r"(\d{1,6})[.)]?", after.rows[0][0].strip())
    return first is not None and int(first[1]) > 1


def _join(before: Sheet, after: Sheet) -> None:
    shift = len(before.rows)
    before.rows += after.rows
    before.merged += [((a + shift, b), (c + shift, d)) for (a, b), (c, d) in after.merged]
    before.typed |= {(row + shift, at): runs for (row, at), runs in after.typed.items()}
