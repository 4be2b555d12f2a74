"""A report as an editable DOCX in the same layout: Times New Roman, which every office's word processor has.

Equal contents give equal bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diaban.papers.documents import MOTTO, STATE, halves, line, plain_text, saved
from diaban.reports.content import Block, Content, Grid, Heading, Words
from diaban.reports.printed import Printed, printed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

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
    return saved(document, content.subtitle, content.letterhead.body)


def _page(document: Document, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    plain_text(document, 14)
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


def _head(document: Document, content: Content, around: Printed) -> None:
    head = content.letterhead
    left, right = halves(document, _LEFT, _RIGHT)
    if head.above:
        line(left, head.above, 12.5, first=True)
    body = line(left, head.body, 12.5, bold=True, first=not head.above)
    _ruled(left, body, 0.3)
    line(left, head.number, 13, after=2)
    if around.draft:
        line(left, around.draft, 12, bold=True)
    line(right, STATE, 12.5, bold=True, first=True)
    motto = line(right, MOTTO, 13.5, bold=True)
    _ruled(right, motto, 0.57)
    line(right, around.placed, 13.5, italic=True)


def _title(document: Document, content: Content) -> None:
    line(document, content.title.upper(), 14, bold=True, before=14)
    subtitle = line(document, content.subtitle, 14, bold=True)
    _ruled(document, subtitle, 0.6)
    if content.replaces:
        line(document, content.replaces, 13, italic=True)


def _block(document: Document, block: Block) -> None:
    from docx.shared import Mm

    if isinstance(block, Heading):
        heading = line(document, block.text, 14, bold=True, align="left", before=10, after=4)
        heading.paragraph_format.keep_with_next = True
    elif isinstance(block, Grid):
        _grid(document, block)
    else:
        text = "".join(run.text for run in block.runs)
        paragraph = line(document, text, 14, align="justify", after=6)
        paragraph.paragraph_format.first_line_indent = Mm(12.7)


def _grid(document: Document, grid: Grid) -> None:
    words = isinstance(grid, Words)
    if grid.title:
        title = line(document, grid.title, 13, italic=True, align="left", before=8, after=3)
        title.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, grid.heads, strict=True):
        line(cell, text, 12, bold=True, first=True)
    _repeats(table.rows[0])
    for number, row in enumerate(grid.rows, 1):
        bold = grid.total and number == len(grid.rows)
        for place, (cell, run) in enumerate(zip(table.add_row().cells, row, strict=True)):
            line(cell, run.text, 12, bold=bold, align="right" if place and not words else "left", first=True)
    line(document, "", 6)


def _repeats(row: Any) -> None:
    """A table's head stands again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _foot(document: Document, content: Content, around: Printed) -> None:
    head = content.letterhead
    line(document, "", 8)
    left, right = halves(document, _LEFT, _RIGHT)
    if around.left:
        for place, text in enumerate(around.left):
            line(left, text, 13.5 if place == 0 else 12, bold=place == 0, italic=place > 0, first=place == 0)
    else:
        line(left, "Nơi nhận:", 12, bold=True, italic=True, align="left", first=True)
    for number, to in enumerate(() if around.left else head.recipients, 1):
        line(left, f"- {to}{'.' if number == len(head.recipients) else ';'}", 11, align="left")
    for place, text in enumerate(around.signature or ("",)):
        line(right, text, 13.5, bold=True, first=place == 0)
    line(right, around.signed, 11, italic=True, before=18, after=18)
    line(right, head.signer, 14, bold=True)
    for place, text in enumerate((*content.notes, *around.seal)):
        line(document, text, 9.5, align="left", before=12 if place == 0 else 0, after=2)
