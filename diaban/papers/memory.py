"""What an office confirmed about the columns of its lists: used without asking when the same comes again.

Two memories. A *layout* is a whole header, column by column, with what each meant when a list of that layout was
written: it decides for a list with the very same header. Single *headers* that an office was asked about help with
every other list. Both hold header words and field codes, never a cell of a list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from diaban.core.time import now
from diaban.papers.models import ColumnMemory, Import, LayoutMemory
from diaban.papers.reading.header import Header
from diaban.papers.reading.mapping import UNUSED, ColumnMap, column_key

#: A header of fewer named columns than this is no layout to be known again by.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """A confirmed layout: what each column (by letter) means (`-`: nothing), the font of its text where an officer
    chose one, and when that was confirmed last."""

    id: int
    fields: Mapping[str, str]
    font: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """What one office knows of one kind of list."""

    office: int
    kind: str

    def layout(self, header: Header) -> Layout | None:
        """What was confirmed of this very header, or None."""
        found = LayoutMemory.objects.filter(office=self.office, kind=self.kind, signature=signature(keys(header)))
        row = found.first()
        if row is None:
            return None
        return Layout(row.pk, {c["letter"]: c["field"] for c in row.columns}, row.font, row.told_at)

    def fonts(self) -> list[str]:
        """Fonts that officers chose for lists of layouts that are remembered."""
        found = LayoutMemory.objects.filter(office=self.office, kind=self.kind).exclude(font="")
        return sorted(set(found.values_list("font", flat=True)))

    def headers(self) -> dict[str, str]:
        """Column key → field code, of single headers that were asked about."""
        return dict(ColumnMemory.objects.filter(office=self.office, kind=self.kind).values_list("key", "field"))


def keys(header: Header) -> list[str]:
    """The folded words of each column's header, in order."""
    return [column_key(path) for path in header.paths]


def signature(words: Sequence[str]) -> str:
    """What tells a layout from any other: the folded header words in their order; empty columns at the end aside."""
    told = list(words)
    while told and not told[-1]:
        told.pop()
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def answers(
    columns: ColumnMap, own: Mapping[str, str], layout: Layout | None, known: Mapping[str, str]
) -> dict[str, str]:
    """Letter → field code for columns about which something was said: of this list (`own`), else of this layout, else
    of such a header (`known`). `own` and `known` are by key, label or letter."""
    told = {}
    for column in columns.columns:
        names = [name for name in (column.key, column.label, column.letter) if name]
        said = next((own[name] for name in names if name in own), None)
        if said is None and layout is not None:
            said = layout.fields.get(column.letter)
        if said is None:
            said = next((known[name] for name in names if name in known), None)
        if said is not None:
            told[column.letter] = said
    return told


def remember(
    *, memory: Memory, words: Sequence[str], columns: Sequence[Mapping[str, str]], by: int, font: str = ""
) -> None:
    """Keep what a list's columns were taken for when it was written: `words` are its header's (`keys`), `columns` have
    `letter`, `label`, `key` and `field` (empty: of no use). `font` is what an officer chose, empty if nobody did."""
    if sum(bool(word) for word in words) < _NAMED:
        return
    kept = [
        {"letter": c["letter"], "label": c["label"], "key": c["key"], "field": c["field"] or UNUSED} for c in columns
    ]
    row, made = LayoutMemory.objects.get_or_create(
        office=memory.office, kind=memory.kind, signature=signature(words),
        defaults={"columns": kept, "font": font, "told_by": by},
    )  # fmt: skip
    if not made:
        LayoutMemory.objects.filter(pk=row.pk).update(
            columns=kept, font=font or row.font, told_by=by, told_at=now(), uses=F("uses") + 1
        )


def remember_lists(imported: Import, *, by: int, font: str = "") -> None:
    """Who writes an import's lists confirms what their columns were taken for; the next one of the same layout asks
    nothing."""
    for sheet in imported.sheets:
        if sheet.get("words"):
            remember(memory=Memory(imported.office, imported.kind), words=sheet["words"], columns=sheet["columns"],
                     by=by, font=font)  # fmt: skip


def remember_header(*, memory: Memory, key: str, field: str) -> None:
    """Keep what a single header means. A column's letter says nothing of the next list, so it isn't kept."""
    if len(key) > 1:
        ColumnMemory.objects.update_or_create(
            office=memory.office, kind=memory.kind, key=key, defaults={"field": field, "told_at": now()}
        )


def layouts(memory: Memory) -> QuerySet[LayoutMemory]:
    """Everything an office confirmed of one kind of list."""
    return LayoutMemory.objects.filter(office=memory.office, kind=memory.kind)


def forget(*, memory: Memory, layout_id: int) -> bool:
    """Forget a layout, and what was said of its single headers, so that the next list is read afresh; whether there
    was one."""
    row = LayoutMemory.objects.filter(pk=layout_id, office=memory.office, kind=memory.kind).first()
    if row is None:
        return False
    names = {name for column in row.columns for name in (column["key"], column["label"]) if name}
    ColumnMemory.objects.filter(office=memory.office, kind=memory.kind, key__in=names).delete()
    row.delete()
    return True
