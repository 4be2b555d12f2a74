"""Lists that stand beside one another on a sheet, told apart by their headers, to be read one after another."""

from __future__ import annotations

from dataclasses import replace

from diaban.core.text import tidy
from diaban.papers.reading.header import Header, text_of
from diaban.papers.reading.mapping import column_key
from diaban.papers.reading.sheets import PART, Merged, Row, Sheet, letter

#: A list has at least so many named columns.
_NAMED = 2


def split(sheet: Sheet, head: Header) -> list[Sheet]:
    """The sheet alone, or a sheet for each of the lists under one header row; cells keep their rows and columns."""
    keys = [column_key(path) for path in head.paths]
    starts = _starts(keys)
    if len(starts) < 2:
        return [sheet]
    ends = [*starts[1:], len(keys)]
    above = [tidy(text_of(cell)) for row in sheet.rows[: head.top] for cell in row if cell != ""]
    parts = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        start = start if number else 0
        rows = [_only(row, start, end) if i >= head.top else row for i, row in enumerate(sheet.rows)]
        if number:  # what stands above is told once, with the first list
            rows[: head.top] = [[""] * len(row) for row in rows[: head.top]]
        name = f"{sheet.name}{PART}{letter(start)}–{letter(end - 1)}"
        parts.append(
            replace(
                sheet, name=name, rows=rows, merged=_within(sheet.merged, start, end), titles=[*sheet.titles, *above]
            )
        )
    return parts


def _starts(keys: list[str]) -> list[int]:
    """Where the same row of column names begins again; empty where it doesn't."""
    named = [i for i, key in enumerate(keys) if key]
    if len(named) < 2 * _NAMED:
        return []
    starts = [i for i in named if keys[i] == keys[named[0]]]
    blocks = [[keys[i] for i in named if a <= i < b] for a, b in zip(starts, [*starts[1:], len(keys)], strict=True)]
    first = blocks[0]
    alike = len(first) >= _NAMED and len(set(first)) == len(first) and all(block == first for block in blocks[1:])
    return starts if alike else []


def _only(row: Row, start: int, end: int) -> Row:
    return [cell if start <= i < end else "" for i, cell in enumerate(row)]


def _within(merged: list[Merged], start: int, end: int) -> list[Merged]:
    return [span for span in merged if start <= span[0][1] and span[1][1] < end]
