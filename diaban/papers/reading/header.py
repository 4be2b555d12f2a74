"""Where a list's header stands: titles above it, one to three rows, merged or not, a row of column numbers below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from diaban.core.text import tidy
from diaban.papers.reading.labels import Field, has_marks, key
from diaban.papers.reading.sheets import Cell, Row, Sheet

#: A header starts in one of the first so many rows.
SEARCHED = 45
_DEPTH = 3
_DIGITS = re.compile(r"\d{4,}")
_NUMBERED = re.compile(r"[\(\[]?\s*(?:\d{1,2}|[a-zA-Z])\s*(?:=.*)?[\)\]]?")


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its first row (from 0), how many rows, each column's cells from top to bottom, and where the
    list itself begins. `shared` marks columns that lie under one merged header with the column before them."""

    top: int
    depth: int
    paths: tuple[tuple[str, ...], ...]
    body: int
    marked: bool
    shared: frozenset[int] = frozenset()
    score: float = 0.0


def text_of(cell: Cell) -> str:
    """A header cell as text; numbers without their decimal point."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def find(sheet: Sheet, fields: Sequence[Field], needed: Collection[str]) -> Header | None:
    """The best header of a sheet, or None where no row names one of the `needed` fields and one more that is
    used: a number and a name may as well list goods."""
    best: Header | None = None
    for top in range(min(SEARCHED, len(sheet.rows))):
        if not _wordy(sheet.rows[top]):
            continue
        for depth in _depths(sheet, top):
            found = _judge(sheet, top, depth, fields, needed)
            if found and (best is None or found.score > best.score + 0.05):
                best = found
    return best


def _depths(sheet: Sheet, top: int) -> list[int]:
    """Merged cells say how deep a header is; else one row is tried, and more where the next ones look like labels."""
    spans = [last[0] - first[0] + 1 for first, last in sheet.merged if first[0] == top and last[0] > top]
    if spans:
        return [min(max(spans), _DEPTH)]
    depths = [1]
    for depth in range(2, _DEPTH + 1):
        if top + depth > len(sheet.rows) or not _sublabels(sheet.rows[top + depth - 1]):
            break
        depths.append(depth)
    return depths


def _data_like(cell: Cell) -> bool:
    if isinstance(cell, (date, time, timedelta, bool)):
        return True
    if isinstance(cell, (int, float)):
        return abs(cell) > 100
    return bool(_DIGITS.search(cell)) and sum(c.isalpha() for c in cell) < 4


def _wordy(row: Row) -> bool:
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return len(texts) >= 2 and not any(cell != "" and _data_like(cell) for cell in row)


def _sublabels(row: Row) -> bool:
    filled = [cell for cell in row if cell != ""]
    return (
        bool(filled) and all(isinstance(cell, str) and not _data_like(cell) for cell in filled) and not numbers_row(row)
    )


def numbers_row(row: Row) -> bool:
    """Whether a row only numbers the columns: 1 2 3, (1) (2) (3), A B C 1 2."""
    filled = [text_of(cell) for cell in row if cell != ""]
    if len(filled) < 3 or not all(_NUMBERED.fullmatch(text) for text in filled):
        return False
    numbers = [int(found[0]) for text in filled if (found := re.search(r"\d+", text))]
    letters = sum(text.strip("()[] ").isalpha() for text in filled)
    rising = all(a < b for a, b in pairwise(numbers))
    return rising and (len(numbers) >= 3 or letters == len(filled) >= 3) and (not numbers or numbers[0] <= 3)


def _judge(sheet: Sheet, top: int, depth: int, fields: Sequence[Field], needed: Collection[str]) -> Header | None:
    paths, shared = _paths(sheet, top, depth)
    marked = any(has_marks(cell) for path in paths for cell in path)
    named: dict[str, float] = {}
    known = 0
    for path in paths:
        score, code = max(((f.named(path, marked), f.code) for f in fields), default=(0.0, ""))
        if score >= 0.55:
            known += 1
            named[code] = max(named.get(code, 0.0), score)
    labels = sum(1 for path in paths if path)
    telling = named.keys() & {f.code for f in fields if f.used}
    enough = len(telling) >= 4 or (len(telling) >= 2 and telling & set(needed))
    if not enough or _swallowed(sheet, top, depth, fields, marked):
        return None
    long = sum(len(" ".join(path)) > 90 for path in paths)
    score = (
        sum(named.values()) + 0.3 * (known - len(named)) - 0.5 * (labels - known) / max(labels, 1) - long - 0.1 * depth
    )
    body = top + depth
    while body < len(sheet.rows) and numbers_row(sheet.rows[body]):
        body += 1
    return Header(top, depth, tuple(paths), body, marked, frozenset(shared), score)


def _swallowed(sheet: Sheet, top: int, depth: int, fields: Sequence[Field], marked: bool) -> bool:
    """Whether a lower row of the block is a row of the list: text that names no field, neither alone nor as the rest
    of the label above it (a header broken over two rows)."""
    if any(first[0] == top and last[0] > top for first, last in sheet.merged):
        return False
    for row in range(top + 1, top + depth):
        cells = sheet.rows[row]
        few = sum(cell != "" for cell in cells) <= 2
        for column, cell in enumerate(cells):
            if cell == "" or not key(text_of(cell)):
                continue
            own = (text_of(cell),)
            above = sheet.rows[row - 1][column] if column < len(sheet.rows[row - 1]) else ""
            if _named(own, fields, marked) >= 0.55 or (above == "" and not few):
                continue
            if _named((f"{text_of(above)} {own[0]}",), fields, marked) < 0.85:
                return True
    return False


def _named(path: tuple[str, ...], fields: Sequence[Field], marked: bool) -> float:
    return max(field.named(path, marked) for field in fields)


def _paths(sheet: Sheet, top: int, depth: int) -> tuple[list[tuple[str, ...]], set[int]]:
    """Each column's header cells, with merged cells spread over what they cover."""
    width = max(len(row) for row in sheet.rows[top : top + depth])
    grid = [[text_of(c) for c in row] + [""] * (width - len(row)) for row in sheet.rows[top : top + depth]]
    covered: set[tuple[int, int]] = set()
    shared: set[int] = set()
    for (r1, c1), (r2, c2) in sheet.merged:
        if top <= r1 < top + depth and c1 < width:
            for column in range(c1, min(c2, width - 1) + 1):
                grid[r1 - top][column] = grid[r1 - top][c1]
                covered.add((r1 - top, column))
                if column > c1 and (r2 - top >= depth - 1):
                    shared.add(column)
    for level in range(depth - 1):  # unmerged group labels reach right over empty cells that have sub-labels
        for column in range(1, width):
            bare = not grid[level][column] and (level, column) not in covered and grid[level + 1][column]
            if bare and (level == 0 or grid[level - 1][column] == grid[level - 1][column - 1]):
                grid[level][column] = grid[level][column - 1]
    paths = []
    for column in range(width):
        cells = [grid[level][column] for level in range(depth)]
        paths.append(tuple(c for i, c in enumerate(cells) if c and c not in cells[:i]))
    return paths, shared
