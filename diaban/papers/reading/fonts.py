"""Fonts that decide what a cell says: TCVN3 (.VnTime) and VNI text reads as noise without its font.

Only files whose styles name such a font are opened a second time, with openpyxl, which knows a cell's font.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

#: (text, font name) → Unicode text.
Decoder = Callable[[str, str], str]

_NAME = re.compile(rb'<(?:\w+:)?(?:name|rFont)\s+val="([^"]{1,64})"')
_MAX_STYLES = 64 * 2**20


def is_legacy(font: str) -> bool:
    """Whether text in this font is in a code table of its own."""
    return font.lower().startswith((".vn", "vni-", "vni "))


def legacy_fonts(path: Path) -> list[str]:
    """Legacy fonts that cells of an .xlsx file use, by the fonts its cell styles point to."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("xl/styles.xml").file_size > _MAX_STYLES:
                return []
            names = _NAME.findall(archive.read("xl/styles.xml"))
    except (KeyError, OSError, zipfile.BadZipFile):
        return []
    return sorted({name.decode("utf-8", "replace") for name in names if is_legacy(name.decode("utf-8", "replace"))})


def legacy_cells(path: Path, sheets: Sequence[Any]) -> Iterator[tuple[Any, int, int, str]]:
    """(sheet, row, column, font) of every text cell in a legacy font, rows and columns counted from 0."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in sheets:
            if sheet.hidden:
                continue
            for cells in workbook[sheet.name].iter_rows():
                for cell in cells:
                    if isinstance(cell.value, str) and cell.font is not None and is_legacy(cell.font.name or ""):
                        row, column = cell.row - 1, cell.column - 1
                        if (
                            row < len(sheet.rows)
                            and column < len(sheet.rows[row])
                            and isinstance(sheet.rows[row][column], str)
                        ):
                            yield sheet, row, column, cell.font.name
    finally:
        workbook.close()
