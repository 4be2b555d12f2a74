"""The rows of a list page as HTML, written here: a template asked for each of three hundred cells costs a tenth of a
second of CPU, five times what all the rest of the page takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from diaban.web.lists import Column


def body(columns: Sequence[Column], rows: Sequence[Any]) -> SafeString:
    """A `tr` for each row. The first column is the row's heading; the others name their column for the cards that rows
    become on a phone. Whatever isn't marked safe is escaped."""
    titled = [(column, escape(column.title)) for column in columns]
    return mark_safe("\n".join(_row(titled, row) for row in rows))


def _row(titled: Sequence[tuple[Column, str]], row: Any) -> str:
    (first, _title), *others = titled
    cells = "".join(_cell(column, title, row) for column, title in others)
    heading = _linked(first, row, conditional_escape(first.text(row)))
    return f'<tr role="row"><th scope="row" role="rowheader">{heading}</th>{cells}</tr>'


def _cell(column: Column, title: str, row: Any) -> str:
    text = conditional_escape(column.text(row))
    kind = column.chip(row) if column.chip else ""
    inside = f'<span class="chip {escape(kind)}">{text}</span>' if kind else _linked(column, row, text)
    if "<a " in text:  # a sentence with links stays one piece where rows become cards
        inside = f"<div>{inside}</div>"
    return f'<td role="cell" data-label="{title}" class="{_classes(column, row)}">{inside}</td>'


def _linked(column: Column, row: Any, text: str) -> str:
    url = column.url(row) if column.url else ""
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _classes(column: Column, row: Any) -> str:
    """Numbers to the end, days on one line, empty ones left out of a card."""
    value = column.raw(row)
    kind = "num" if column.num else "nowrap" if isinstance(value, date) else ""
    return f"{kind} empty-cell".strip() if value in ("", None) else kind
