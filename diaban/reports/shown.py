"""A report as a page shows it: the same blocks, with the address that each number opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diaban.reports import links
from diaban.reports.content import Block, Content, Grid, Heading, Run
from diaban.reports.printed import Printed, printed


@dataclass(frozen=True)
class Word:
    """Words, and where they open; `url` is empty for words that are no figure. `label` is a cell's column."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Shown:
    """What the template draws. `blocks` are dicts with a `kind`: heading, paragraph or grid."""

    around: Printed
    blocks: Sequence[dict[str, Any]]


def shown(content: Content) -> Shown:
    """The report with its links."""
    return Shown(printed(content), [_block(content, block) for block in content.blocks])


def _block(content: Content, block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Grid):
        rows = [[_word(content, *cell) for cell in zip(row, block.heads, strict=True)] for row in block.rows]
        body, last = (rows[:-1], rows[-1]) if block.total else (rows, None)
        return {"kind": "grid", "title": block.title, "heads": block.heads, "rows": body, "total": last}
    return {"kind": "paragraph", "words": [_word(content, run) for run in block.runs]}


def _word(content: Content, run: Run, label: str = "") -> Word:
    if run.item is None:
        return Word(run.text, "", label)
    item = content.items[run.item]
    part = next((part for part in item.parts if run.part and part.unit_id == run.unit_id), None)
    return Word(run.text, links.page(content, item.measure, run.which, part), label)
