"""Reads of staged books: an office's own imports and their rows."""

from __future__ import annotations

from typing import Any

from diaban.incidents.importing.actions import BOOKS

imports, one, rows = BOOKS.every, BOOKS.one, BOOKS.rows

#: How filters of the list of rows narrow it.
LOOKUPS: dict[str, Any] = {
    "ket_qua": "verdict",
    "ly_do": lambda found, code: found.filter(reasons__contains=[{"code": code}]),
}
