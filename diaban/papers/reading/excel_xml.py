"""What calamine doesn't tell of an .xlsx file, from its XML: fonts of cells, error cells, hidden rows and columns.

Each sheet is gone through in pieces with patterns, at many times the speed of a parser, before calamine opens it: a
part that is not what its archive says, or cells so far apart that they would fill the memory, are refused here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from diaban.papers.reading import fonts
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Merged, Runs, column
from diaban.papers.reading.sniff import DAMAGED

_PIECE = 8 * 2**20
#: The most cells a sheet's corners may span: more is a stray cell far away, or meant to fill the memory.
MAX_SPAN = 120_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LEGACY_NAME = re.compile(rb'"\s*(?:\.vn|vn[ti-]|vn[ia])', re.IGNORECASE)
_HIDDEN = rb'hidden="(?:1|true)"'
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*" + _HIDDEN + rb"[^>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*" + _HIDDEN + rb"[^>]*)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_FAR = re.compile(rb' r="([A-Z]{2,3})\d')
_NUMBER = re.compile(rb'\br="(\d+)"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>.{0,4000}?<(?:\w+:)?v>([^<]{1,20})<', re.DOTALL
)
_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]*)(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_SHARED = re.compile(rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(\d+)<")


@dataclass(slots=True)
class Extra:
    """What one sheet's XML says beside its values; rows of `hidden_rows` from 1, all else from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    typed: dict[tuple[int, int], Runs] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)


@dataclass(slots=True)
class _Styles:
    """Fonts in old code tables: by cell style, and by shared text whose runs have fonts of their own."""

    cells: dict[int, str] = field(default_factory=dict)
    texts: dict[int, Runs] = field(default_factory=dict)


def extras(path: Path, shown: str, names: list[str]) -> dict[str, Extra]:
    """By sheet name, for the sheets named. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = sheet_parts(archive)
            styles = _styles(archive)
            _checked(archive, parts)
            return {name: _extra(archive, parts[name], styles, shown) for name in names if name in parts}
    except DAMAGED as error:
        raise Unreadable("broken", name=shown) from error


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part of the archive that holds it."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") or sheet.tag == "sheet":
            key = sheet.get(_RELATION) or next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            target = targets.get(key, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.namelist():
                found[sheet.get("name", "")] = part
    return found


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A sheet's XML in pieces that end where a row ends. Reading to the end checks the part's checksum and size."""
    rest = b""
    with archive.open(part) as source:
        while piece := source.read(_PIECE):
            rest += piece
            cut = rest.rfind(b"row>") + 4
            if cut > 4:
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def _checked(archive: zipfile.ZipFile, parts: dict[str, str]) -> None:
    """Read the parts that nothing else here reads through: what they unpack to must be what the archive says."""
    read = {*parts.values(), "xl/sharedStrings.xml"}
    for name in archive.namelist():
        if name.endswith(".xml") and name.startswith("xl/") and name not in read:
            with archive.open(name) as source:
                while source.read(_PIECE):
                    pass


def _extra(archive: zipfile.ZipFile, part: str, styles: _Styles, shown: str) -> Extra:
    extra, rows, columns, place = Extra(), 0, 26, (0, 0)
    for piece in pieces(archive, part):
        if b' hidden="' in piece:
            for found in _HIDDEN_COLUMN.finditer(piece):
                extra.hidden_columns += _range(found[1])
            extra.hidden_rows += [int(n[1]) for row in _HIDDEN_ROW.finditer(piece) if (n := _NUMBER.search(row[1]))]
        last = piece.rfind(b"row ", 0, max(piece.rfind(b"row>"), 0))
        rows = max([rows, *(int(n) for n in _ROW.findall(piece, max(last - 2, 0)))])
        columns = max([columns, *(column(far.decode()) + 1 for far in set(_FAR.findall(piece)))])
        if rows * columns > MAX_SPAN:
            raise Unreadable("bomb", name=shown)
        if b't="e"' in piece:
            for letters, number, text in _ERROR.findall(piece):
                extra.errors[int(number) - 1, column(letters.decode())] = text.decode("utf-8", "replace")
        if styles.cells or styles.texts or b"rFont" in piece:
            place = _typed(piece, place, styles, extra.typed)
    return extra


def _range(attributes: bytes) -> list[int]:
    """The columns of a `col` element that are within what a list can have."""
    ends = dict(re.findall(rb'\b(min|max)="(\d+)"', attributes))
    first, last = int(ends.get(b"min", b"1")), int(ends.get(b"max", b"1"))
    return list(range(first - 1, min(last, 702)))


def _typed(
    piece: bytes, place: tuple[int, int], styles: _Styles, typed: dict[tuple[int, int], Runs]
) -> tuple[int, int]:
    """Note the cells in old fonts; rows and cells without a place of their own follow the one before."""
    row, at = place
    for found in _CELL.finditer(piece):
        said = _PLACE.search(found[2])
        if found[1] == b"row":
            row, at = int(said[2]) if said else row + 1, -1
            continue
        at = column(said[1].decode()) if said and said[1] else at + 1
        style = _STYLE.search(found[2])
        font = styles.cells.get(int(style[1]) if style else 0)
        runs = None
        if styles.texts and b't="s"' in found[2] and (shared := _SHARED.match(piece, found.end())):
            runs = styles.texts.get(int(shared[1]))
        elif b't="inlineStr"' in found[2]:
            runs = _inline(piece, found.end())
        if runs:
            typed[row - 1, at] = [(own or font or "", text) for own, text in runs]
        elif font:
            typed[row - 1, at] = [(font, "")]
    return row, at


def _inline(piece: bytes, start: int) -> Runs | None:
    """The runs of a text that stands in its cell, if one of them is in an old font."""
    inside = piece[start : max(piece.find(b"</is>", start), start)]
    if b"rFont" not in inside:
        return None
    root = ElementTree.fromstring(inside[inside.find(b"<is>") :] + b"</is>")
    runs = [_run(part) for part in root if part.tag == "r"]
    return runs if any(fonts.is_legacy(font) for font, _text in runs) else None


def _styles(archive: zipfile.ZipFile) -> _Styles:
    styles = _Styles()
    names = set(archive.namelist())
    if "xl/styles.xml" in names:
        content = archive.read("xl/styles.xml")
        if _LEGACY_NAME.search(content):
            styles.cells = _style_fonts(ElementTree.fromstring(content))
    if "xl/sharedStrings.xml" in names and _names_a_font(archive):
        styles.texts = dict(_rich(archive))
    return styles


def _style_fonts(root: ElementTree.Element) -> dict[int, str]:
    space = root.tag[: root.tag.find("}") + 1]
    listed = root.find(f"{space}fonts")
    fonts_of = [
        next((name.get("val", "") for name in font if name.tag == f"{space}name"), "")
        for font in (listed if listed is not None else [])
    ]
    formats = root.find(f"{space}cellXfs")
    found = {}
    for index, each in enumerate(formats if formats is not None else []):
        number = int(each.get("fontId", "0"))
        if number < len(fonts_of) and fonts.is_legacy(fonts_of[number]):
            found[index] = fonts_of[number]
    return found


def _names_a_font(archive: zipfile.ZipFile) -> bool:
    """Whether a run of the shared texts is in an old font. They are read to their end anyhow, for the checksum."""
    found, tail = False, b""
    with archive.open("xl/sharedStrings.xml") as source:
        while piece := source.read(_PIECE):
            if b"rFont" in piece:
                found |= any(_LEGACY_NAME.search(name) for name in re.findall(rb"rFont[^>]*>", tail + piece))
            tail = piece[-200:]
    return found


def _rich(archive: zipfile.ZipFile) -> Iterator[tuple[int, Runs]]:
    """Shared texts with a run in an old font: number and runs; a run without a font of its own has the cell's."""
    number = 0
    with archive.open("xl/sharedStrings.xml") as source:
        for _event, element in ElementTree.iterparse(source):
            if element.tag.rpartition("}")[2] != "si":
                continue
            runs = [_run(part) for part in element if part.tag.rpartition("}")[2] == "r"]
            if any(fonts.is_legacy(font) for font, _text in runs):
                yield number, runs
            number += 1
            element.clear()


def _run(run: ElementTree.Element) -> tuple[str, str]:
    font = text = ""
    for each in run.iter():
        tag = each.tag.rpartition("}")[2]
        if tag == "rFont":
            font = each.get("val", "")
        elif tag == "t":
            text = each.text or ""
    return font, text
