"""Slips that an office hands to who came: half a page with the office's head, a few facts and two signatures.

The same slip is made as PDF and as an editable DOCX. Equal slips give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diaban.papers.documents import MOTTO, STATE, fonts, halves, line, plain_text, saved

if TYPE_CHECKING:
    from docx.document import Document

#: The text's size, in points; the halves of the head and of the signatures, in millimetres.
_SIZE, _LEFT, _RIGHT = 11, 50, 70


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
    return typst.compile(layout, font_paths=fonts(), sys_inputs={"slip": json.dumps(asdict(slip), ensure_ascii=False)})


def docx(slip: Slip) -> bytes:
    """The same in a word processor's form."""
    import docx as word

    document = word.Document()
    _page(document)
    left, right = halves(document, _LEFT, _RIGHT)
    for at, (text, bold) in enumerate(((slip.above, False), (slip.body, True), (slip.number, False))):
        line(left, text, _SIZE, bold=bold, first=at == 0)
    line(right, STATE, _SIZE, bold=True, first=True)
    line(right, MOTTO, _SIZE, bold=True)
    line(right, slip.placed, _SIZE, italic=True)
    line(document, slip.title, 14, bold=True, before=10)
    line(document, slip.subtitle, _SIZE, italic=True, after=6)
    for label, value in slip.facts:
        paragraph = line(document, f"{label}: ", _SIZE, align="left", after=2)
        paragraph.add_run(value).bold = True
    for note in slip.notes:
        line(document, note, _SIZE, italic=True, align="left", after=2)
    for cell, who in zip(halves(document, _LEFT, _RIGHT), slip.signers, strict=False):
        line(cell, who, _SIZE, bold=True, first=True, after=40)
    return saved(document, slip.title, slip.body)


def _page(document: Document) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(14)
    plain_text(document, _SIZE)
