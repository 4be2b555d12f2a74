"""Workbooks that offices fill in: a sheet with headings, one of lists to choose from, and one that says how."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from diaban.core.time import today


@dataclass(frozen=True)
class Offer:
    """Values to choose from, listed under a title, in the cells of some columns (from 0)."""

    title: str
    values: Sequence[str]
    columns: Sequence[int]


@dataclass(frozen=True)
class Form:
    """What a workbook asks for. `headings` are read back, so they stay Vietnamese; `widths` are in characters; `most`
    is how many rows may be filled in; `told` are the sentences that say how."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    offers: Sequence[Offer]
    most: int
    told: Sequence[str]


def workbook(form: Form) -> bytes:
    """The workbook, to be filled in. Asked for twice on a day, it is the same file."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"created": datetime.combine(today(), time())})
    sheet, lists, told = (book.add_worksheet(name) for name in (form.title, "Danh mục", "Hướng dẫn"))
    head = book.add_format({"bold": True, "bg_color": "#E6EDF5", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    for at, (title, width) in enumerate(zip(form.headings, form.widths, strict=True)):
        sheet.write_string(0, at, title, head)
        sheet.set_column(at, at, width, text)
    sheet.freeze_panes(1, 2)
    for at, offer in enumerate(form.offers):
        lists.write_string(0, at, offer.title, head)
        lists.write_column(1, at, offer.values)
        for column in offer.columns if offer.values else ():
            source = f"='Danh mục'!${chr(ord('A') + at)}$2:${chr(ord('A') + at)}${len(offer.values) + 1}"
            chosen: dict[str, Any] = {"validate": "list", "source": source, "ignore_blank": True}
            sheet.data_validation(1, column, form.most, column, {**chosen, "error_type": "warning"})
    lists.set_column(0, max(len(form.offers) - 1, 0), 40)
    told.set_column(0, 0, 110)
    told.write_column(0, 0, form.told)
    book.close()
    return held.getvalue()
