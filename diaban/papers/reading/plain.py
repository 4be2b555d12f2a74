"""Workbooks of our own templates: a header whose labels are known words, and one row for each entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid
from diaban.core.text import fold, tidy

#: A header stands within the first rows, below titles.
WITHIN = 20


def header(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[int, dict[str, int]] | None:
    """The header's row and each field's column; `columns` gives the folded words that a field's label may be.

    None where no row has every field that is `needed`.
    """
    for at, row in enumerate(rows[:WITHIN]):
        labels = [fold(str(cell)).strip(" *:()") for cell in row]
        found = {
            name: next(i for i, label in enumerate(labels) if label in words)
            for name, words in columns.items() if any(label in words for label in labels)
        }  # fmt: skip
        if all(name in found for name in needed):
            return at, found
    return None


def filled(
    path: Path, name: str, columns: Mapping[str, Sequence[str]], needed: Sequence[str], most: int
) -> list[tuple[int, dict[str, Any]]] | None:
    """Row number, from 1, and cells by field of every filled row under the header of the first sheet that has one; None
    where none has.

    Raises: Invalid for a file that can't be read, or where more than `most` rows are filled.
    """
    from diaban.papers.reading.workbook import open_book

    for sheet in open_book(path, name).shown:
        places = header(sheet.rows, columns, needed)
        if places is None:
            continue
        top, found = places
        rows = []
        for number, row in enumerate(sheet.rows[top + 1 :], top + 2):
            cells = {field: row[at] if at < len(row) else "" for field, at in found.items()}
            if any(text(cell) for cell in cells.values()):
                rows.append((number, cells))
        if len(rows) > most:
            raise Invalid(_("Tệp có hơn %(n)s dòng; chưa ghi gì. Hãy chia thành nhiều tệp.") % {"n": most})
        return rows
    return None


def text(cell: Any) -> str:
    """A cell as text; a number typed as one keeps no trailing zeros after a point that nobody typed."""
    return tidy(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
