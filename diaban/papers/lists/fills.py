"""Cells that a list leaves empty because the row above says it: a household's number on its first row only."""

from __future__ import annotations

from collections.abc import Sequence

from diaban.papers.lists import words
from diaban.papers.lists.columns import Columns
from diaban.papers.reading.header import Header
from diaban.papers.reading.layout import Kind, Line
from diaban.papers.reading.sheets import Row, Sheet


def spread_merged(sheet: Sheet, header: Header, columns: Columns) -> None:
    """Cells merged downwards say the same for every row they cover. Done before rows are told apart."""
    carried = _carried(columns)
    for (top, left), (bottom, right) in sheet.merged:
        if top < header.body or left != right or left not in carried or bottom == top:
            continue
        value = sheet.rows[top][left] if top < len(sheet.rows) else ""
        for row in sheet.rows[top + 1 : bottom + 1]:
            if any(cell != "" for cell in row) and row[left] == "":
                row[left] = value


def _carried(columns: Columns) -> set[int]:
    found = (
        columns.household,
        columns.head_name,
        columns.head_number,
        columns.hamlet,
        columns.commune,
        *columns.address,
    )
    return {index for index in found if index is not None}


def carry_down(lines: Sequence[Line], columns: Columns) -> None:
    """Fill the household's number and head below its first row, where the list writes them there alone."""
    data = [line.cells for line in lines if line.kind is Kind.DATA]
    for index in (columns.hamlet, columns.commune):
        if index is not None and _opens_a_part(data, index):
            _carry_all(lines, index)
    leading = columns.household if columns.household is not None else columns.head_name
    if leading is None or not _first_rows_only(data, leading, columns):
        return
    beside = [i for i in (columns.household, columns.head_name, columns.hamlet, columns.commune) if i is not None]
    beside += columns.address
    bare = [cells for cells in data if _blank(cells, leading)]
    beside = [i for i in beside if sum(not _blank(cells, i) for cells in bare) <= 0.1 * len(bare)]
    last: dict[int, object] = {}
    for line in lines:
        if line.kind is not Kind.DATA:
            if line.kind in (Kind.HOUSEHOLD, Kind.HAMLET):
                last.clear()
            continue
        _carry(line.cells, leading, beside, last)


def _blank(cells: Row, index: int) -> bool:
    return index >= len(cells) or cells[index] == ""


def _opens_a_part(data: Sequence[Row], index: int) -> bool:
    """Whether a cell is written once, on the first row of the part of the list that it is about."""
    said = [cells[index] for cells in data if not _blank(cells, index)]
    return (
        bool(said)
        and not _blank(data[0], index)
        and len(said) <= 0.3 * len(data)
        and len({str(value) for value in said}) == len(said)
    )


def _carry_all(lines: Sequence[Line], index: int) -> None:
    last: object = ""
    for line in lines:
        if line.kind is Kind.HAMLET:
            last = ""
        elif line.kind is Kind.DATA and index < len(line.cells):
            last = line.cells[index] if line.cells[index] != "" else last
            line.cells[index] = last


def _carry(cells: Row, leading: int, beside: list[int], last: dict[int, object]) -> None:
    if leading < len(cells) and cells[leading] != "":
        last.update({i: cells[i] for i in beside if i < len(cells)})
        return
    for index in beside:
        if index < len(cells) and cells[index] == "" and last.get(index, "") != "":
            cells[index] = last[index]


def _first_rows_only(data: Sequence[Row], leading: int, columns: Columns) -> bool:
    """Whether the cells are filled on the rows of heads and may be empty below; without relations, on few rows."""
    blank = [cells for cells in data if leading >= len(cells) or cells[leading] == ""]
    if not blank or len(blank) == len(data):
        return False
    relation = columns.relation
    if relation is None:
        return len(blank) >= 0.25 * len(data)
    heads = sum(_is_head(cells, relation) for cells in data)
    headless = sum(not _is_head(cells, relation) for cells in blank)
    return headless >= 0.9 * len(blank) and len(blank) - headless <= 0.1 * heads


def _is_head(cells: Row, relation: int) -> bool:
    value = cells[relation] if relation < len(cells) else ""
    return isinstance(value, str) and (words.relation(value) == "head" or words.marked(value))
