"""A report as PDF: typst lays it out with the font that ships, so that the same report is the same bytes anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from diaban.papers.documents import fonts
from diaban.reports.content import Block, Content, Grid, Heading, Paragraph, Words
from diaban.reports.printed import Printed, printed

HERE = Path(__file__).resolve().parent


def pdf(content: Content, around: Printed | None = None) -> bytes:
    """The document. Equal contents give equal bytes: no date, no random id, no font of the machine goes in.

    `around`: the lines around the text where they aren't a report's own (a slip's).
    """
    import typst

    return typst.compile(_layout(), font_paths=fonts(), sys_inputs={"report": inputs(content, around)})


@cache
def _layout() -> bytes:
    return (HERE / "layout.typ").read_bytes()


def inputs(content: Content, around: Printed | None = None) -> str:
    """What the layout is given, as JSON."""
    head = asdict(content.letterhead)
    return json.dumps(
        {
            "title": content.title, "subtitle": content.subtitle, "replaces": content.replaces,
            "letterhead": {key: head[key] for key in ("above", "body", "number", "recipients", "signer")},
            "blocks": [_block(block) for block in content.blocks], "notes": content.notes,
            **asdict(around or printed(content)),
        },
        ensure_ascii=False,
    )  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"block": "heading", "text": block.text}
        case Paragraph():
            return {"block": "paragraph", "text": "".join(run.text for run in block.runs)}
        case Grid():
            rows = [[cell.text for cell in row] for row in block.rows]
            return {"block": "grid", "title": block.title, "heads": block.heads, "rows": rows, "total": block.total,
                    "words": isinstance(block, Words)}  # fmt: skip
