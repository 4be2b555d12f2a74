"""Which kind of list a sheet is: by its title, by columns that only one kind has, else it must be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diaban.core.text import fold
from diaban.papers.lists.kinds import KINDS, RESIDENTS, ListKind
from diaban.papers.lists.understand import Understood, under
from diaban.papers.reading import blocks, header, mapping
from diaban.papers.reading.header import text_of
from diaban.papers.reading.mapping import SURE
from diaban.papers.reading.sheets import Sheet

#: How far the best kind must be ahead of the next to be taken without asking.
_AHEAD = 1.0
_OWN = 1.0


@dataclass(slots=True)
class Recognised:
    """A sheet taken for a kind. `found` are its lists, more than one where they stand beside one another; `sure` is
    False where nothing tells the kinds apart and somebody must say."""

    kind: ListKind
    found: list[Understood]
    sure: bool
    scores: dict[str, float]


def recognise(
    sheet: Sheet, file_name: str, *, told: ListKind | None = None, since_1904: bool = False,
    answers: Mapping[str, str] | None = None,
) -> Recognised | None:  # fmt: skip
    """None where the sheet has no header of any kind (of the kind told, where one was)."""
    scores: dict[str, float] = {}
    read: dict[str, header.Header] = {}
    kinds: Sequence[ListKind] = (told,) if told else KINDS
    for kind in kinds:
        head = header.find(sheet, kind.fields, kind.needed)
        if head is not None:
            columns = mapping.propose(head, sheet.rows, kind.fields, answers)
            read[kind.code] = head
            scores[kind.code] = _score(kind, sheet, head, columns, file_name)
    if not read:
        return None
    ranked = sorted(read, key=lambda code: -scores[code])
    best = next(kind for kind in kinds if kind.code == ranked[0])
    ahead = scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    sure = told is not None or (scores[ranked[0]] >= _AHEAD and (ahead >= _AHEAD or len(ranked) == 1))
    if not sure and RESIDENTS.code in read and best.about_persons:
        best = RESIDENTS if scores[RESIDENTS.code] >= scores[best.code] - _AHEAD else best
    parts = blocks.split(sheet, read[best.code])
    heads = [read[best.code]] if len(parts) == 1 else [header.find(part, best.fields, best.needed) for part in parts]
    found = [
        under(part, head, best.fields, lambda _head: answers or {}, since_1904=since_1904)
        for part, head in zip(parts, heads, strict=True)
        if head is not None
    ]
    return Recognised(best, found, sure, scores)


def _score(kind: ListKind, sheet: Sheet, head: header.Header, columns: mapping.ColumnMap, file_name: str) -> float:
    above = [text_of(cell) for row in sheet.rows[: head.top] for cell in row if cell != ""]
    lines = [fold(line) for line in (*sheet.titles, *above)]
    title = max((_said(kind, line) for line in lines), default=0.0)
    name = max(_said(kind, fold(re.sub(r"[_\-.]+", " ", text))) for text in (file_name, sheet.sheet_name))
    own = sum(
        _OWN * min(column.score, 1.0)
        for column in columns.columns
        if column.field in kind.own and column.score >= SURE and column.label
    )
    return title + 0.6 * name * (not title) + min(own, 4.0)


def _said(kind: ListKind, line: str) -> float:
    return max((worth for pattern, worth in kind.titles if re.search(pattern, line)), default=0.0)
