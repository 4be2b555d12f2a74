"""A sheet understood by the fields of a kind of list: its header, what its columns mean, what each row is.

This is the one way columns are mapped; resident imports and every other kind go through it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from diaban.papers.lists import columns as compiled
from diaban.papers.lists import fills
from diaban.papers.reading import header, layout, mapping
from diaban.papers.reading.header import Header
from diaban.papers.reading.labels import Field
from diaban.papers.reading.sheets import Sheet

#: What somebody said of the columns under a header: key, label or letter → field code or "-".
Said = Callable[[Header], Mapping[str, str]]


@dataclass(slots=True)
class Understood:
    """A sheet as understood; `lines` are all its rows, in order, each with what it is."""

    sheet: Sheet
    header: Header
    map: mapping.ColumnMap
    columns: compiled.Columns
    lines: list[layout.Line]

    @property
    def data(self) -> list[layout.Line]:
        """The rows of the list itself."""
        return [line for line in self.lines if line.kind is layout.Kind.DATA]


def understand(
    sheet: Sheet,
    fields: Sequence[Field],
    needed: Collection[str],
    said: Said | None = None,
    *,
    since_1904: bool = False,
) -> Understood | None:
    """None where no row of the sheet is a header of such a list."""
    head = header.find(sheet, fields, needed)
    return None if head is None else under(sheet, head, fields, said, since_1904=since_1904)


def under(
    sheet: Sheet, head: Header, fields: Sequence[Field], said: Said | None = None, *, since_1904: bool = False
) -> Understood:
    """The sheet under a header that was found already."""
    found = mapping.propose(head, sheet.rows, fields, said(head) if said else None)
    compiled.settle(found, head, sheet)
    columns = compiled.compile_columns(found, fields)
    fills.spread_merged(sheet, head, columns)
    names = columns.name or [i for i in (columns.head_name,) if i is not None]
    lines = list(layout.lines(sheet, head, layout.Marks(columns.facts, names, columns.stt)))
    fills.carry_down(lines, columns)
    if since_1904:
        compiled.since_1904([line.cells for line in lines if line.kind is layout.Kind.DATA], columns)
    return Understood(sheet, head, found, columns, lines)
