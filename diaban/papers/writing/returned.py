"""A clerk's own file given back with a column that says what became of each row.

An .xlsx is not rebuilt: cells are added to the XML of its sheets and everything else, from the widths of columns to its
pictures, stays byte for byte. Files in other forms come back as an .xlsx with the same sheets, cells, merged cells and
(for .xls) widths.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from diaban.papers.reading import excel_xml, sniff
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import PART, letter
from diaban.papers.reading.sheets import column as index_of
from diaban.papers.writing import rebuilt

#: (sheet, row as its program numbers it) → what became of the row.
Said = Mapping[tuple[str, int], str]
#: (sheet, row as its program numbers it) → column letter → what the cell says from now on.
Fixed = Mapping[tuple[str, int], Mapping[str, str]]
#: Width of the added column, in characters.
WIDTH = 48

_ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_NUMBER = re.compile(rb'\br="(\d+)"')
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_STYLE = re.compile(rb'\bs="(\d+)"')
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d')
_COLS = re.compile(rb"<((?:\w+:)?)cols>(.*?)</(?:\w+:)?cols>", re.DOTALL)
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b")
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\b[^>]*?ref="[A-Z]+\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True, slots=True)
class Returned:
    """A file to give back: its name and its bytes, and whether it is the clerk's own layout or was rebuilt."""

    name: str
    content: bytes
    rebuilt: bool


def with_verdicts(
    path: Path, name: str, said: Said, *, title: str, headers: Mapping[str, int], fixed: Fixed | None = None,
    unicode: bool = True,
) -> Returned:  # fmt: skip
    """The file at `path`, called `name`, with the column `title` on the right of each sheet that something is said of.

    `headers` tells the row (from 1) in which each sheet's column titles stand. Lists beside one another share the
    column. `fixed` are cells that are put right; they keep their own look, but where the file's fonts are older than
    Unicode (`unicode` False), for those would show them as noise. Raises `Unreadable`.
    """
    by_sheet = _by_sheet(said)
    cells = _cells_by_sheet(fixed or {})
    tops = {sheet.partition(PART)[0]: row for sheet, row in headers.items()}
    stem = Path(name).stem
    kind = sniff.sniff(path, name)
    if kind is sniff.Kind.XLSX:
        return Returned(
            f"{stem} – {title}.xlsx", _edited(path, name, _Written(by_sheet, title, tops, cells, unicode)), False
        )
    return Returned(f"{stem} – {title}.xlsx", rebuilt.rebuild(path, name, by_sheet, title, tops, WIDTH, cells), True)


def _by_sheet(said: Said) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for (sheet, row), sentence in said.items():
        name, _mark, columns = sheet.partition(PART)
        rows = found.setdefault(name, {})
        text = f"{columns}: {sentence}" if columns else sentence
        rows[row] = f"{rows[row]} · {text}" if row in rows else text
    return found


def _cells_by_sheet(fixed: Fixed) -> dict[str, dict[int, Mapping[str, str]]]:
    found: dict[str, dict[int, Mapping[str, str]]] = {}
    for (sheet, row), cells in fixed.items():
        rows = found.setdefault(sheet.partition(PART)[0], {})
        rows[row] = {**rows.get(row, {}), **cells}
    return found


@dataclass(frozen=True, slots=True)
class _Written:
    """What goes into a file: sentences by sheet and row under a title, and cells put right."""

    said: Mapping[str, Mapping[int, str]]
    title: str
    tops: Mapping[str, int]
    cells: Mapping[str, Mapping[int, Mapping[str, str]]]
    unicode: bool


def _edited(path: Path, name: str, new: _Written) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            parts = {part: sheet for sheet, part in excel_xml.sheet_parts(source).items() if sheet in new.said}
            styles, plain, bold = _styled(source.read("xl/styles.xml") if _has(source, "xl/styles.xml") else b"")
            for info in source.infolist():
                sheet = parts.get(info.filename)
                if sheet is not None:
                    rows = {new.tops[sheet]: (new.title, bold)} if sheet in new.tops else {}
                    rows |= {row: (text, plain) for row, text in new.said[sheet].items()}
                    content = _fixed(source.read(info), new.cells.get(sheet, {}), None if new.unicode else plain)
                    target.writestr(info.filename, _sheet(content, rows))
                else:
                    target.writestr(info, styles if info.filename == "xl/styles.xml" and styles else source.read(info))
    except sniff.DAMAGED as error:
        raise Unreadable("broken", name=name) from error
    return out.getvalue()


def _fixed(content: bytes, rows: Mapping[int, Mapping[str, str]], style: int | None) -> bytes:
    """A sheet's XML with some cells saying something else; in `style` where one is given, else in their own."""
    if not rows:
        return content
    number = 0

    def put(found: re.Match[bytes]) -> bytes:
        nonlocal number
        said = _NUMBER.search(found[2])
        number = int(said[1]) if said else number + 1
        if number not in rows or not found[3]:
            return found[0]
        left = dict(rows[number])

        def cell(old: re.Match[bytes]) -> bytes:
            reference = _REFERENCE.match(old[0])
            text = left.pop(reference[1].decode(), None) if reference else None
            if text is None or reference is None:
                return old[0]
            own = _STYLE.search(old[2])
            look = style if style is not None else int(own[1]) if own else None
            return _cell(old[1], f"{reference[1].decode()}{number}", text, look)

        inside = _CELL.sub(cell, found[3])
        for where, text in left.items():  # cells that the row didn't have
            inside = _inserted(inside, found[1], where, number, text, style)
        p = found[1]
        return b"<" + p + b"row" + found[2] + b">" + inside + b"</" + p + b"row>"

    return _ROW.sub(put, content)


def _inserted(inside: bytes, prefix: bytes, where: str, number: int, text: str, style: int | None) -> bytes:
    """A new cell in its place among a row's cells."""
    at = len(inside)
    for old in _CELL.finditer(inside):
        reference = _REFERENCE.match(old[0])
        if reference and index_of(reference[1].decode()) > index_of(where):
            at = old.start()
            break
    return inside[:at] + _cell(prefix, f"{where}{number}", text, style) + inside[at:]


def _has(archive: zipfile.ZipFile, part: str) -> bool:
    return part in archive.namelist()


def _styled(styles: bytes) -> tuple[bytes, int | None, int | None]:
    """The styles with two more at their end, plain and bold, both wrapped; their numbers. An old font of the file's
    would show a sentence in Unicode as noise, so they have a font of their own."""
    fonts = re.search(rb"<((?:\w+:)?)fonts\b([^>]*)>(.*?)</(?:\w+:)?fonts>", styles, re.DOTALL)
    formats = re.search(rb"<((?:\w+:)?)cellXfs\b([^>]*)>(.*?)</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if not fonts or not formats:
        return b"", None, None
    first = len(re.findall(rb"<(?:\w+:)?font[\s/>]", fonts[3]))
    plain = len(re.findall(rb"<(?:\w+:)?xf[\s/>]", formats[3]))
    p, x = fonts[1], formats[1]
    font = b'<%bfont>%b<%bsz val="11"/><%bname val="Times New Roman"/></%bfont>'
    added = font % (p, b"", p, p, p) + font % (p, b"<" + p + b"b/>", p, p, p)
    xf = b'<%bxf numFmtId="0" fontId="%d" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    xf += b'<%balignment vertical="top" wrapText="1"/></%bxf>'
    xfs = xf % (x, first, x, x) + xf % (x, first + 1, x, x)
    formatted = formats[0].replace(formats[3], formats[3] + xfs) if formats[3] else b""
    if not formatted:
        return b"", None, None
    for old, new in (
        (formats[0], _counted(formatted, plain + 2)),
        (fonts[0], _counted(fonts[0].replace(fonts[3], fonts[3] + added), first + 2)),
    ):
        styles = styles.replace(old, new, 1)
    return styles, plain, plain + 1


def _counted(element: bytes, count: int) -> bytes:
    return re.sub(rb'(<[^>]*?\bcount=")\d+"', rb'\g<1>%d"' % count, element, count=1)


def _sheet(content: bytes, rows: Mapping[int, tuple[str, int | None]]) -> bytes:
    """A sheet's XML with a cell added at the end of each of `rows`, in a column right of all others."""
    at = max((index_of(found.decode()) for found in set(_REFERENCE.findall(content))), default=0) + 1
    where, number = letter(at), 0

    def added(found: re.Match[bytes]) -> bytes:
        nonlocal number
        said = _NUMBER.search(found[2])
        number = int(said[1]) if said else number + 1
        if number not in rows:
            return found[0]
        text, style = rows[number]
        p = found[1]
        attributes = re.sub(rb'\s(?:spans|ht|customHeight)="[^"]*"', b"", found[2])
        cell = _cell(p, f"{where}{number}", text, style)
        return b"<" + p + b"row" + attributes + b">" + (found[3] or b"") + cell + b"</" + p + b"row>"

    content = _ROW.sub(added, content)
    content = _DIMENSION.sub(lambda d: d[1] + b":" + where.encode() + d[3] + b'"', content, count=1)
    return _widened(content, at)


def _cell(prefix: bytes, reference: str, text: str, style: int | None) -> bytes:
    p = prefix.decode()
    styled = "" if style is None else f' s="{style}"'
    inside = escape("".join(c for c in text if c >= " "))
    text = f'<{p}is><{p}t xml:space="preserve">{inside}</{p}t></{p}is>'
    cell = f'<{p}c r="{reference}"{styled} t="inlineStr">{text}</{p}c>'
    return cell.encode()


def _widened(content: bytes, at: int) -> bytes:
    """The added column wide enough to be read; what the file says of columns from there on gives way to it."""
    found = _COLS.search(content)
    new = b'col min="%d" max="%d" width="%d" customWidth="1"/>' % (at + 1, at + 1, WIDTH)
    if not found:
        data = _DATA.search(content)
        if data is None:
            return content
        cols = b"<" + data[1] + b"cols><" + data[1] + new + b"</" + data[1] + b"cols>"
        return content[: data.start()] + cols + content[data.start() :]
    kept = [one for col in re.findall(rb"<(?:\w+:)?col\b[^>]*/>", found[2]) if (one := _before(col, at))]
    inside = b"".join(kept) + b"<" + found[1] + new
    return content[: found.start(2)] + inside + content[found.end(2) :]


def _before(col: bytes, at: int) -> bytes:
    """The part of a `col` element left of a column (from 0); nothing where it has none."""
    ends = {name: int(value) for name, value in re.findall(rb'\b(min|max)="(\d+)"', col)}
    if ends.get(b"min", 1) > at:
        return b""
    return re.sub(rb'\bmax="\d+"', b'max="%d"' % min(ends.get(b"max", at), at), col)
