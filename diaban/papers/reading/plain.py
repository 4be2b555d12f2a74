"""Workbooks of our own templates: a header whose labels are known words, and one row for each entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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


def text(cell: Any) -> str:
    """A cell as text; a number typed as one keeps no trailing zeros after a point that nobody typed."""
    return tidy(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
