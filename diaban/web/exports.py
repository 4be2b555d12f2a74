"""Rows of a list as a file: CSV that a spreadsheet opens with its accents right, or JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from diaban.core.time import now

if TYPE_CHECKING:
    from diaban.web.lists import Listing
    from diaban.web.paging import Ask

#: Rows in one file; a longer list says so in its last line rather than being cut in silence.
MOST = 5_000
#: A cell that begins with one of these would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value: Any) -> str:
    """A cell's text with a leading apostrophe where a spreadsheet would take it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def as_csv(listing: Listing, ask: Ask) -> HttpResponse:
    """UTF-8 with the mark that Excel looks for; days as dd/MM/yyyy."""
    found = listing.source(ask)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(column.title) for column in listing.columns])
    for row in found.rows:
        writer.writerow([safe(column.text(row)) for column in listing.columns])
    if found.later:
        writer.writerow([f"… {MOST}+"])
    return _file(listing, "csv", "text/csv; charset=utf-8", "\ufeff" + out.getvalue())


def as_json(listing: Listing, ask: Ask) -> HttpResponse:
    """{"rows": [{column title: value}], "more": whether rows were left out}; days as ISO 8601."""
    found = listing.source(ask)
    rows = [{str(c.title): _plain(c.raw(row)) for c in listing.columns} for row in found.rows]
    body = json.dumps({"rows": rows, "more": found.later}, ensure_ascii=False, default=str)
    return _file(listing, "json", "application/json", body)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float | str | None) else str(value)


def _file(listing: Listing, ending: str, kind: str, body: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{listing.name}-{now():%Y%m%d-%H%M}.{ending}"'
    return response
