"""Slips that an office hands to who came: half a page with the office's head, a few facts and two signatures.

The same slip is made as PDF (typst, the font that ships) and as an editable DOCX. Equal slips give equal bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from docx.document import Document
    from typst import Fonts

STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"
#: By ending: how it is made and what it is on the web.
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says. `facts` are labels with their values; `signers` who signs, from left to right."""

    above: str
    body: str
    number: str
    placed: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    signers: Sequence[str]


def made(slip: Slip, form: str) -> bytes:
    """The slip as `pdf` or `docx`. Raises KeyError for another form."""
    return {"pdf": pdf, "docx": docx}[form](slip)


def pdf(slip: Slip) -> bytes:
    """A page of A5."""
    import typst

    layout = (Path(__file__).resolve().parent / "slip.typ").read_bytes()
    return typst.compile(layout, font_paths=_fonts(), sys_inputs={"slip": json.dumps(asdict(slip), ensure_ascii=False)})


@cache
def _fonts() -> Fonts:
    import typst

    own = Path(settings.BASE_DIR) / "reports" / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[own])


def docx(slip: Slip) -> bytes:
    """The same in a word processor's form."""
    import docx as word

    document = word.Document()
    _page(document)
    left, right = _halves(document)
    for at, (text, bold) in enumerate(((slip.above, False), (slip.body, True), (slip.number, False))):
        _line(left, text, bold=bold, first=at == 0)
    _line(right, STATE, bold=True, first=True)
    _line(right, MOTTO, bold=True)
    _line(right, slip.placed, italic=True)
    _line(document, slip.title, size=14, bold=True, before=10)
    _line(document, slip.subtitle, italic=True, after=6)
    for label, value in slip.facts:
        paragraph = _line(document, f"{label}: ", align="left", after=2)
        paragraph.add_run(value).bold = True
    for note in slip.notes:
        _line(document, note, italic=True, align="left", after=2)
    for cell, who in zip(_halves(document), slip.signers, strict=False):
        _line(cell, who, bold=True, first=True, after=40)
    _properties(document, slip)
    out = io.BytesIO()
    document.save(out)
    return _steady(out.getvalue())


def _page(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(14)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _halves(document: Document) -> tuple[Any, Any]:
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(50), Mm(70)
    return left, right


def _line(
    where: Any, text: str, *, size: float = 11, bold: bool = False, italic: bool = False, align: str = "center",
    first: bool = False, before: float = 0, after: float = 0,
) -> Any:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _properties(document: Document, slip: Slip) -> None:
    from datetime import UTC, datetime

    told = document.core_properties
    told.title, told.author, told.last_modified_by = slip.title, slip.body, ""
    told.created = told.modified = datetime(*_EPOCH, tzinfo=UTC)
    told.revision, told.comments, told.language = 1, "", "vi-VN"


def _steady(package: bytes) -> bytes:
    """The package with its entries in order and without the hour at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
