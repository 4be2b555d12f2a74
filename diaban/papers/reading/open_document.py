"""What calamine doesn't tell of an .ods file: fonts of cells and runs, hidden rows and columns, how far it spreads."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from diaban.papers.reading import fonts
from diaban.papers.reading.excel_xml import MAX_SPAN, Extra
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Merged, Runs
from diaban.papers.reading.sniff import DAMAGED

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LEGACY_NAME = re.compile(rb"[\"'>]\s*'?(?:\.vn|vn[ti-]|vn[ia])", re.IGNORECASE)
#: Hidden rows or columns, merged cells.
_TOLD = re.compile(rb'table:visibility=|spanned="(?!1")')
_MANY_CELLS = re.compile(rb'<table:(?:covered-)?table-cell\b(?=[^>]*number-columns-repeated="(\d+)")[^>]*[^/>]>')
_MANY_ROWS = re.compile(
    rb'<table:table-row\b(?=[^>]*number-rows-repeated="(\d{3,})")[^>]*>((?:(?!</table:table-row>).){0,20000})',
    re.DOTALL,
)
#: A style: its parent and its font, if it names one.
_Named = dict[str, tuple[str, str]]


def extras(path: Path, shown: str) -> dict[str, Extra]:
    """By sheet name; nothing where no old font is named, nothing hidden and nothing merged. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read("content.xml")
            styles = archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""
            _not_endless(content, shown)
            if _LEGACY_NAME.search(content) or _LEGACY_NAME.search(styles) or _TOLD.search(content):
                return _Reader(styles).read(archive)
    except DAMAGED as error:
        raise Unreadable("broken", name=shown) from error
    return {}


def _not_endless(content: bytes, shown: str) -> None:
    """A filled cell repeated over a million rows is a few bytes here and would fill the memory."""
    wide = max((int(n) for n in _MANY_CELLS.findall(content)), default=1)
    tall = sum(int(n) for n, row in _MANY_ROWS.findall(content) if b"<text:" in row or b"value" in row)
    if wide * max(tall, 1) > MAX_SPAN // 10 or tall > 2_000_000:
        raise Unreadable("bomb", name=shown)


class _Reader:
    """Goes through the tables of a document once, knowing its styles."""

    def __init__(self, styles: bytes) -> None:
        self.styles: _Named = {}
        if styles:
            self._learn(ElementTree.fromstring(styles))

    def _learn(self, root: ElementTree.Element) -> None:
        for style in root.iter():
            if style.tag in (f"{_STYLE}style", f"{_STYLE}default-style"):
                family = style.get(f"{_STYLE}family", "")
                name = style.get(f"{_STYLE}name", "") if style.tag == f"{_STYLE}style" else f"default {family}"
                text = style.find(f"{_STYLE}text-properties")
                font = text.get(f"{_STYLE}font-name") or text.get(f"{_FO}font-family") if text is not None else None
                parent = style.get(f"{_STYLE}parent-style-name", "")
                self.styles[name] = (parent, (font or "").strip("'\""))

    def font(self, name: str) -> str:
        """The font of a style, from its parents where it names none."""
        seen = set()
        while name and name not in seen:
            seen.add(name)
            parent, font = self.styles.get(name, ("", ""))
            if font:
                return font
            name = parent
        return self.styles.get("default table-cell", ("", ""))[1]

    def read(self, archive: zipfile.ZipFile) -> dict[str, Extra]:
        found: dict[str, Extra] = {}
        extra, row, columns = Extra(), 0, list[str]()
        with archive.open("content.xml") as source:
            for event, element in ElementTree.iterparse(source, ("start", "end")):
                if event == "start":
                    if element.tag == f"{_TABLE}table":
                        extra, row, columns = found.setdefault(element.get(f"{_TABLE}name", ""), Extra()), 0, []
                elif element.tag.endswith("}automatic-styles"):
                    self._learn(element)
                elif element.tag == f"{_TABLE}table-column":
                    self._column(element, extra, columns)
                elif element.tag == f"{_TABLE}table-row":
                    row = self._row(element, extra, row, columns)
                    element.clear()
        return found

    @staticmethod
    def _column(element: ElementTree.Element, extra: Extra, columns: list[str]) -> None:
        count = min(int(element.get(f"{_TABLE}number-columns-repeated", "1")), 702)
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            extra.hidden_columns += range(len(columns), len(columns) + count)
        columns += [element.get(f"{_TABLE}default-cell-style-name", "")] * count

    def _row(self, element: ElementTree.Element, extra: Extra, row: int, columns: list[str]) -> int:
        count = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = list(self._cells(element, columns))
        extra.merged += _spans(element, row)
        if element.get(f"{_TABLE}visibility", "visible") != "visible" and count < 100_000:
            extra.hidden_rows += range(row + 1, row + count + 1)
        for number in range(row, row + count) if cells else ():
            for at, runs in cells:
                extra.typed[number, at] = runs
        return row + count

    def _cells(self, element: ElementTree.Element, columns: list[str]) -> Iterator[tuple[int, Runs]]:
        at = 0
        for cell in element:
            count = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            if len(cell) and at < 702:
                style = cell.get(f"{_TABLE}style-name") or element.get(f"{_TABLE}default-cell-style-name")
                own = self.font(style or (columns[at] if at < len(columns) else ""))
                runs = list(self._runs(cell, own))
                if any(fonts.is_legacy(font) for font, _text in runs):
                    yield from ((at + i, runs) for i in range(min(count, 702)))
            at += count

    def _runs(self, cell: ElementTree.Element, font: str) -> Iterator[tuple[str, str]]:
        """The text of a cell's paragraphs, a run for each piece with a font of its own."""
        for number, paragraph in enumerate(cell.findall(f"{_TEXT}p")):
            if number:
                yield font, "\n"
            yield from self._inside(paragraph, font)

    def _inside(self, element: ElementTree.Element, font: str) -> Iterator[tuple[str, str]]:
        if element.text:
            yield font, element.text
        for child in element:
            if child.tag == f"{_TEXT}s":
                yield font, " " * int(child.get(f"{_TEXT}c", "1"))
            elif child.tag == f"{_TEXT}span":
                yield from self._inside(child, self.font(child.get(f"{_TEXT}style-name", "")) or font)
            elif child.text:
                yield from self._inside(child, font)
            if child.tail:
                yield font, child.tail


def _spans(element: ElementTree.Element, row: int) -> Iterator[Merged]:
    """The merged cells that begin in a row."""
    at = 0
    for cell in element:
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        right = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or right > 1:
            yield (row, at), (row + down - 1, at + right - 1)
        at += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
