"""Staged rows of a book: stored with their verdicts, read again for writing and for the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from diaban.core.sql import bound, rows
from diaban.incidents.importing.book import Book
from diaban.incidents.importing.entries import VERDICTS, Entry, entry_of
from diaban.papers import bulk
from diaban.papers.models import Import, Row

_COLUMNS = (
    ("import_id", "uuid"), ("office", "int4"), ("seq", "int4"), ("sheet", "text"), ("row_no", "int4"), ("stt", "text"),
    ("raw", "jsonb"), ("parsed", "jsonb"), ("verdict", "text"), ("reasons", "jsonb"), ("record", "uuid"),
)  # fmt: skip


def store(imported: Import, entries: Sequence[Entry]) -> None:
    """Keep the rows of an import, in the place of those it had."""
    from psycopg.types.json import Jsonb

    Row.objects.filter(import_id=imported.id).delete()
    bulk.load(
        "papers_row",
        _COLUMNS,
        (
            (
                imported.id, imported.office, seq, entry.sheet, entry.row, entry.stt, Jsonb(entry.raw),
                Jsonb(entry.parsed()), entry.verdict, Jsonb([r.stored() for r in entry.reasons]),
                UUID(entry.record) if entry.record else None,
            )
            for seq, entry in enumerate(entries)
        ),
    )  # fmt: skip


def staged(import_id: UUID) -> tuple[list[int], list[Entry]]:
    """Row ids and entries of an import that are not written yet, in the book's order."""
    found = Row.objects.filter(import_id=import_id, committed=False).order_by("seq")
    ids, entries = [], []
    for row in found:
        ids.append(row.pk)
        entries.append(entry_of(row.sheet, row.row_no, row.stt, dict(row.parsed), row.reasons))
    return ids, entries


def restage(ids: Sequence[int], entries: Sequence[Entry]) -> None:
    """Keep the verdicts that the register gives now."""
    made = [
        Row(id=key, verdict=e.verdict, record=e.record, reasons=[r.stored() for r in e.reasons])
        for key, e in zip(ids, entries, strict=True)
    ]
    Row.objects.bulk_update(made, ["verdict", "record", "reasons"], batch_size=500)


def mark_written(ids: Sequence[int], records: Sequence[UUID]) -> None:
    """Say which rows became which incidents."""
    bound(
        "update papers_row r set committed = true, record = u.record"
        " from unnest(%b::bigint[], %b::uuid[]) u(id, record) where r.id = u.id",
        [list(ids), list(records)],
    )


def counts(entries: Sequence[Entry], book: Book) -> dict[str, Any]:
    """Rows of each verdict, how often each reason was given, words that no kind or place was found for, and the rows
    outside the lists. Together they are every row of the sheets that were read."""
    said = Counter(entry.verdict for entry in entries)
    left: Counter[str] = Counter()
    for found in book.lists:
        left.update({kind: n for kind, n in found.counts().items() if kind not in ("read", "refused")})
    unknown = Counter(r.args["text"] for e in entries for r in e.reasons if r.code in ("kind_unknown", "kind_several"))
    lost = Counter(
        r.args["text"] for e in entries for r in e.reasons if r.code in ("place_unknown", "place_several", "place_far")
    )
    return {
        "rows": len(entries),
        **{verdict: said[verdict] for verdict in VERDICTS},
        "reasons": dict(Counter(r.code for e in entries for r in e.reasons).most_common()),
        "left_out": dict(left),
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
