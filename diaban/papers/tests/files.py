"""Workbooks written in every form that is read, with fonts: small writers of .xls, .ods, .docx, and one that saves an
.xlsx anew as another."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText


@dataclass
class Cell:
    """A cell to write: its value, and the font of its text or the runs it is made of."""

    value: Any
    font: str = "Times New Roman"
    runs: Sequence[tuple[str, str]] = ()


@dataclass
class Table:
    """A sheet to write; spans as ((first row, first column), (last row, last column)) from 0, hidden ones from 0."""

    name: str
    rows: list[list[Any]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    above: list[str] = field(default_factory=list)


def cell_of(value: Any) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def tables_of(path: Path) -> list[Table]:
    """The sheets of an .xlsx file with their fonts."""
    book = openpyxl.load_workbook(path, rich_text=True, data_only=True)
    found = []
    for sheet in book.worksheets:
        rows = [[_opened(cell) for cell in row] for row in sheet.iter_rows()]
        spans = [((m.min_row - 1, m.min_col - 1), (m.max_row - 1, m.max_col - 1)) for m in sheet.merged_cells.ranges]
        found.append(Table(sheet.title, rows, spans, sheet.sheet_state != "visible"))
    return found


def _opened(cell: Any) -> Cell:
    value = cell.value
    runs = []
    if isinstance(value, CellRichText):
        runs = [
            (cell.font.name, part) if isinstance(part, str) else (part.font.rFont or cell.font.name, part.text)
            for part in value
        ]
        value = str(value)
    return Cell("" if value is None else value, cell.font.name if cell.font else "Calibri", runs)


def write_xls(path: Path, tables: Sequence[Table], since_1904: bool = False) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    styles: dict[tuple[str, str], Any] = {}

    def style(font: str, form: str) -> Any:
        if (font, form) not in styles:
            made = xlwt.easyxf(num_format_str=form)
            made.font.name = font
            styles[font, form] = made
        return styles[font, form]

    for table in tables:
        sheet = book.add_sheet(table.name)
        sheet.visibility = int(table.hidden)
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(map(cell_of, row)):
                if cell.runs:
                    parts = [(text, style(font, "General").font) for font, text in cell.runs]
                    sheet.write_rich_text(r, c, parts, style(cell.font, "General"))
                elif cell.value != "" and cell.value is not None:
                    sheet.write(r, c, cell.value, style(cell.font, _form(cell.value)))
        for (r1, c1), (r2, c2) in table.merged:
            sheet.merged_ranges.append((r1, r2, c1, c2))
        for r in table.hidden_rows:
            sheet.row(r).hidden = True
        for c in table.hidden_columns:
            sheet.col(c).hidden = True
    book.save(str(path))
    return path


def _form(value: Any) -> str:
    return (
        "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy" if isinstance(value, date)
        else "hh:mm" if isinstance(value, time) else "General"
    )  # fmt: skip


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def write_ods(path: Path, tables: Sequence[Table]) -> Path:
    fonts = sorted(
        {run[0] for t in tables for row in t.rows for c in map(cell_of, row) for run in (*c.runs, (c.font,))}
    )
    styles = "".join(
        f'<style:style style:name="{family[0]}{n}" style:family="{family[1]}">'
        f"<style:text-properties style:font-name={quoteattr(font)}/></style:style>"
        for n, font in enumerate(fonts)
        for family in (("ce", "table-cell"), ("T", "text"))
    )
    styles += (
        '<style:style style:name="hid" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    body = "".join(_ods_table(table, fonts) for table in tables)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _ods_table(table: Table, fonts: list[str]) -> str:
    spans = dict(table.merged)
    width = max(map(len, table.rows), default=0)
    columns = "".join(
        "<table:table-column" + (' table:visibility="collapse"' if c in table.hidden_columns else "") + "/>"
        for c in range(width)
    )
    rows = []
    for r, row in enumerate(table.rows):
        cells = "".join(_ods_cell(cell_of(cell), fonts, spans.get((r, c)), (r, c)) for c, cell in enumerate(row))
        shown = ' table:visibility="filter"' if r in table.hidden_rows else ""
        rows.append(f"<table:table-row{shown}>{cells}</table:table-row>")
    hidden = ' table:style-name="hid"' if table.hidden else ""
    return f"<table:table table:name={quoteattr(table.name)}{hidden}>{columns}{''.join(rows)}</table:table>"


def _ods_cell(cell: Cell, fonts: list[str], last: tuple[int, int] | None, at: tuple[int, int]) -> str:
    style = f' table:style-name="ce{fonts.index(cell.font)}"'
    if last:
        style += (
            f' table:number-rows-spanned="{last[0] - at[0] + 1}" table:number-columns-spanned="{last[1] - at[1] + 1}"'
        )
    value = cell.value
    if value == "" or value is None:
        return f"<table:table-cell{style}/>"
    if isinstance(value, bool):
        kind = f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind = f' office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        bare = isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0)
        said = value.date().isoformat() if isinstance(value, datetime) and bare else value.isoformat()
        kind = f' office:value-type="date" office:date-value="{said}"'
    elif isinstance(value, time):
        kind = (
            f' office:value-type="time" office:time-value="PT{value.hour:02d}H{value.minute:02d}M{value.second:02d}S"'
        )
    else:
        kind = ' office:value-type="string"'
    runs = cell.runs or [("", str(value))]
    text = "".join(
        f'<text:span text:style-name="T{fonts.index(font)}">{escape(part)}</text:span>' if font else escape(part)
        for font, part in runs
    )
    paragraphs = "".join(f"<text:p>{part}</text:p>" for part in text.split("\n"))
    return f"<table:table-cell{style}{kind}>{paragraphs}</table:table-cell>"


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write_docx(path: Path, tables: Sequence[Table], font: str = "Times New Roman") -> Path:
    body = "".join(
        "".join(f"<w:p>{_run(line, font)}</w:p>" for line in table.above) + _word_table(table) + "<w:p/>"
        for table in tables
    )
    default = f"<w:rPrDefault><w:rPr><w:rFonts w:ascii={quoteattr(font)}/></w:rPr></w:rPrDefault>"
    styles = f"<w:styles {_WORD}><w:docDefaults>{default}</w:docDefaults></w:styles>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/styles.xml", styles)
        archive.writestr("word/document.xml", f"<w:document {_WORD}><w:body>{body}</w:body></w:document>")
    return path


def _run(text: str, font: str) -> str:
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii={quoteattr(font)}/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _word_table(table: Table) -> str:
    covered: dict[tuple[int, int], str] = {}
    wide: dict[tuple[int, int], int] = {}
    for (r1, c1), (r2, c2) in table.merged:
        wide |= {(r, c1): c2 - c1 + 1 for r in range(r1, r2 + 1)}
        covered |= {
            (r, c1): "<w:vMerge/>" if r > r1 else '<w:vMerge w:val="restart"/>' for r in range(r1, r2 + 1) if r2 > r1
        }
    rows = []
    for r, row in enumerate(table.rows):
        cells, c = "", 0
        while c < len(row):
            cell, span = cell_of(row[c]), wide.get((r, c), 1)
            runs = cell.runs or [(cell.font, _said(cell.value))]
            cells += (
                f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{covered.get((r, c), "")}</w:tcPr>'
                f"<w:p>{''.join(_run(text, name) for name, text in runs)}</w:p></w:tc>"
            )
            c += span
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _said(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
