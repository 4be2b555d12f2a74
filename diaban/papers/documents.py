"""What printed documents share, as PDF and as an editable DOCX: the head of the state, the fonts, the lines.

Equal documents give equal bytes: no date, no random id and no font of the machine goes in.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from typst import Fonts

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
#: Of DOCX: every office's word processor has it. PDF has the faces that ship, which have its metrics.
FONT = "Times New Roman"
FONTS = Path(__file__).resolve().parent / "fonts"
#: By ending: what a browser is told of it.
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: The day that a zip's entries and the document's properties carry: nothing of the clock goes in.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@cache
def fonts() -> Fonts:
    """The font that ships and no other, for PDF; read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def plain_text(document: Document, size: float) -> None:
    """Let a document be written in its font, in points."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    said = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        said.set(qn(script), FONT)


def halves(document: Document, left: float, right: float) -> tuple[Any, Any]:
    """A row without borders of two cells so wide, in millimetres."""
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    first, second = table.rows[0].cells
    first.width, second.width = Mm(left), Mm(right)
    return first, second


def line(
    where: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, align: str = "center",
    first: bool = False, before: float = 0, after: float = 0,
) -> Paragraph:  # fmt: skip
    """A paragraph in a cell or in the document; `first` takes the empty one that a cell begins with."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph: Paragraph = where.paragraphs[0] if first else where.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def saved(document: Document, title: str, author: str) -> bytes:
    """The document as a file, with the dates and ids that a word processor would write fixed."""
    told = document.core_properties
    told.title, told.author, told.last_modified_by = title, author, ""
    told.created = told.modified = datetime(*_EPOCH, tzinfo=UTC)
    told.revision, told.comments, told.language = 1, "", "vi-VN"
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def steady(package: bytes) -> bytes:
    """The same package with its entries in order and without the hour at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
