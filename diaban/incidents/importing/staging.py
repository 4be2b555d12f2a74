"""Staged rows of a book counted, and what the register knows of them already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from diaban.core.sql import rows
from diaban.incidents.importing.book import Book
from diaban.incidents.importing.entries import VERDICTS, Entry
from diaban.papers import staged


def counts(entries: Sequence[Entry], book: Book) -> dict[str, Any]:
    """Every row of the sheets that were read by what became of it, and words that no kind or place was found for."""
    unknown = Counter(r.args["text"] for e in entries for r in e.reasons if r.code in ("kind_unknown", "kind_several"))
    lost = Counter(
        r.args["text"] for e in entries for r in e.reasons if r.code in ("place_unknown", "place_several", "place_far")
    )
    return {
        **staged.counts(entries, VERDICTS, book.lists),
        "kinds_unknown": dict(unknown.most_common()),
        "places_unknown": dict(lost.most_common()),
    }


_THERE = """
select i.id::text, i.day, i.happened_at, i.kind, i.place, i.loss,
  coalesce((select sum(p.count) from incidents_involved p where p.incident_id = i.id and p.role = 'suspect'), 0)
from incidents_incident i where not i.void and i.day between %s and %s order by i.id
"""


def there(entries: Sequence[Entry]) -> dict[tuple[Any, ...], list[str]]:
    """Incidents of the register in the days of the book, by what a row would be known by."""
    days = [entry.day for entry in entries if entry.day is not None]
    if not days:
        return {}
    found: dict[tuple[Any, ...], list[str]] = {}
    for record, day, clock, kind, place, loss, suspects in rows(_THERE, [min(days), max(days)]):
        found.setdefault((day, clock, kind, place, int(suspects), loss), []).append(record)
    return found
