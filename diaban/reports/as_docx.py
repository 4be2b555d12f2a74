"""A report as an editable DOCX in the same layout: Times New Roman, which every office's word processor has.

Equal contents give equal bytes: the dates and ids that a word processor would write are fixed.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from diaban.reports.content import Block, Content, Grid, Heading, Words
from diaban.reports.printed import MOTTO, STATE, Printed, printed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
#: The day that a zip's entries and the document's properties carry: nothing of the clock goes in.
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Widths of the left and right half of the head, in millimetres; together what the margins leave of A4.
_LEFT, _RIGHT = 70, 92


def docx(content: Content, around: Printed | None = None) -> bytes:
    """The document. `around`: the lines around the text where they aren't a report's own (a slip's)."""
    import docx as word

    document = word.Document()
    around = around or printed(content)
    _page(document, around.wide)
    _head(document, content, around)
    _title(document, content)
    for block in content.blocks:
        _block(document, block)
    _foot(document, content, around)
    _properties(document, content)
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def steady(made: bytes) -> bytes:
    """The same package with its entries in order and without the hour at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()


def _page(document: Document, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    _page_numbers(section)


def _page_numbers(section: Any) -> None:
    """Top centre, from the second page on."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _line(
    cell: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, align: str = "center",
    first: bool = False, before: float = 0, after: float = 0,
) -> Paragraph:  # fmt: skip
    """A paragraph in a cell or in the document; `first` takes the empty one that a cell begins with."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _ruled(cell: Any, paragraph: Paragraph, share: float) -> None:
    """The rule under a body's name or the motto: a bottom border of an empty line, drawn in from both sides."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    rule = cell.add_paragraph()
    width = (_LEFT if share < 0.4 else _RIGHT) * (1 - share) / 2
    style = rule.paragraph_format
    style.left_indent = style.right_indent = Mm(width)
    style.space_before, style.space_after, style.line_spacing = Pt(0), Pt(4), Pt(3)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    rule._p.get_or_add_pPr().append(borders)


def _halves(document: Document) -> tuple[Any, Any]:
    """A row without borders of two cells."""
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(_LEFT), Mm(_RIGHT)
    return left, right


def _head(document: Document, content: Content, around: Printed) -> None:
    head = content.letterhead
    left, right = _halves(document)
    if head.above:
        _line(left, head.above, 12.5, first=True)
    body = _line(left, head.body, 12.5, bold=True, first=not head.above)
    _ruled(left, body, 0.3)
    _line(left, head.number, 13, after=2)
    if around.draft:
        _line(left, around.draft, 12, bold=True)
    _line(right, STATE, 12.5, bold=True, first=True)
    motto = _line(right, MOTTO, 13.5, bold=True)
    _ruled(right, motto, 0.57)
    _line(right, around.placed, 13.5, italic=True)


def _title(document: Document, content: Content) -> None:
    _line(document, content.title.upper(), 14, bold=True, before=14)
    subtitle = _line(document, content.subtitle, 14, bold=True)
    _ruled(document, subtitle, 0.6)
    if content.replaces:
        _line(document, content.replaces, 13, italic=True)


def _block(document: Document, block: Block) -> None:
    from docx.shared import Mm

    if isinstance(block, Heading):
        heading = _line(document, block.text, 14, bold=True, align="left", before=10, after=4)
        heading.paragraph_format.keep_with_next = True
    elif isinstance(block, Grid):
        _grid(document, block)
    else:
        text = "".join(run.text for run in block.runs)
        paragraph = _line(document, text, 14, align="justify", after=6)
        paragraph.paragraph_format.first_line_indent = Mm(12.7)


def _grid(document: Document, grid: Grid) -> None:
    words = isinstance(grid, Words)
    if grid.title:
        title = _line(document, grid.title, 13, italic=True, align="left", before=8, after=3)
        title.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, grid.heads, strict=True):
        _line(cell, text, 12, bold=True, first=True)
    _repeats(table.rows[0])
    for number, row in enumerate(grid.rows, 1):
        bold = grid.total and number == len(grid.rows)
        for place, (cell, run) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _line(cell, run.text, 12, bold=bold, align="right" if place and not words else "left", first=True)
    _line(document, "", 6)


def _repeats(row: Any) -> None:
    """A table's head stands again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _foot(document: Document, content: Content, around: Printed) -> None:
    head = content.letterhead
    _line(document, "", 8)
    left, right = _halves(document)
    if around.left:
        for place, text in enumerate(around.left):
            _line(left, text, 13.5 if place == 0 else 12, bold=place == 0, italic=place > 0, first=place == 0)
    else:
        _line(left, "Nơi nhận:", 12, bold=True, italic=True, align="left", first=True)
    for number, to in enumerate(() if around.left else head.recipients, 1):
        _line(left, f"- {to}{'.' if number == len(head.recipients) else ';'}", 11, align="left")
    for place, text in enumerate(around.signature or ("",)):
        _line(right, text, 13.5, bold=True, first=place == 0)
    _line(right, around.signed, 11, italic=True, before=18, after=18)
    _line(right, head.signer, 14, bold=True)
    for place, text in enumerate((*content.notes, *around.seal)):
        _line(document, text, 9.5, align="left", before=12 if place == 0 else 0, after=2)


def _properties(document: Document, content: Content) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by = content.subtitle, content.letterhead.body, ""
    told.created = told.modified = datetime(*_EPOCH, tzinfo=UTC)
    told.revision, told.comments, told.language = 1, "", "vi-VN"
