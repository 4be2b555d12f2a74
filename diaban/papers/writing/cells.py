"""What a value of a list becomes in a file, and how text that a spreadsheet would run is kept from running.

A CSV has no types: a program that opens one reads `=1+1`, `+84…`, `-2` or `@x` as a formula. Such a text gets one
apostrophe in front, and so does a text that already looks like one so marked; `restored` takes exactly one off again.
The two are inverse for every text, so nothing is lost by going out and coming in. In XLSX every text is stored as
text, which no program runs, so its characters stay as they are (the cell says "text", for whoever edits it later).
"""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags

from diaban.core.text import fmt_date, fmt_moment, nfc
from diaban.core.time import ZONE

#: What begins a formula: the signs, also after white space and in their wide forms, and white space that a program
#: may drop or break a line at.
_RUNS = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
#: How such a text can begin, looked up before the pattern is tried.
_FIRST = frozenset("'=+-@\uff1d\uff0b\uff0d\uff20") | {chr(n) for n in range(0x3001) if chr(n).isspace()}
#: Characters that XML can't carry; a workbook with one does not open.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | float | date


class Values:
    """Turns values of a list into cells. Words of the program are translated once, not once a row."""

    def __init__(self) -> None:
        self._words: dict[int, tuple[Any, str]] = {}

    def cell(self, value: Any) -> Cell:
        """Text, a number, a day, or a moment of office time without its zone. Links lose their tags."""
        kind = type(value)
        if kind is str or kind is int or kind is float or kind is date:
            return value  # type: ignore[no-any-return]
        if value is None:
            return ""
        if isinstance(value, Promise):
            return self._word(value)
        if isinstance(value, datetime):
            return value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
        if hasattr(value, "__html__"):
            return html.unescape(strip_tags(str(value)))
        return value if isinstance(value, date | int | float) and not isinstance(value, bool) else str(value)

    def _word(self, lazy: Any) -> str:
        kept = self._words.get(id(lazy))
        if kept is None or kept[0] is not lazy:
            kept = self._words[id(lazy)] = (lazy, str(lazy))
        return kept[1]


def neutral(text: str) -> str:
    """The text as a CSV holds it: an apostrophe in front of what would run. `restored` is its inverse."""
    return f"'{text}" if text[:1] in _FIRST and _RUNS.match(text) else text


def restored(text: str) -> str:
    """The text that `neutral` was given; any text it did not change comes back as it is."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text


def as_text(cell: Cell) -> str:
    """The cell as a CSV says it: days dd/MM/yyyy, decimals with a comma, as offices write them."""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, datetime):
        return fmt_moment(cell.replace(tzinfo=ZONE))
    if isinstance(cell, date):
        return fmt_date(cell)
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def for_xml(text: str) -> str:
    """The text composed, without what a workbook can't hold and no longer than a cell may be."""
    if not text.isprintable():
        text = _NOT_XML.sub("", text)
    return nfc(text)[:32_767]


def sheet_name(title: str) -> str:
    """A title as a sheet may be called: at most 31 characters, none that Excel refuses, none that begins a formula."""
    name = re.sub(r"[\[\]:*?/\\]", " ", for_xml(title))
    name = " ".join(name.split()).strip("'").lstrip("=+-@\uff1d\uff0b\uff0d\uff20' ")
    name = name[:28].strip(" '")
    return "Danh sách" if not name or name.lower() == "history" else name
