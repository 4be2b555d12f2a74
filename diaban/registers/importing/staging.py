"""Staged rows of a register workbook: stored with their verdicts, read again for writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from diaban.areas.queries import places_within
from diaban.core.sql import bound, rows
from diaban.papers import bulk
from diaban.papers.models import Import, Row
from diaban.registers.importing.book import Book
from diaban.registers.importing.entries import VERDICTS, Entry, entry_of

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
                Jsonb(entry.parsed()), entry.verdict, Jsonb([r.stored() for r in entry.reasons]), None,
            )
            for seq, entry in enumerate(entries)
        ),
    )  # fmt: skip


def staged(import_id: UUID) -> tuple[list[int], list[Entry]]:
    """Row ids and entries of an import that are not written yet, in the workbook's order."""
    ids, entries = [], []
    for row in Row.objects.filter(import_id=import_id, committed=False).order_by("seq"):
        ids.append(row.pk)
        entries.append(entry_of(row.sheet, row.row_no, row.stt, dict(row.parsed), row.reasons))
    return ids, entries


def restage(ids: Sequence[int], entries: Sequence[Entry]) -> None:
    """Keep the verdicts that the register gives now."""
    made = [
        Row(id=key, verdict=e.verdict, reasons=[r.stored() for r in e.reasons])
        for key, e in zip(ids, entries, strict=True)
    ]
    Row.objects.bulk_update(made, ["verdict", "reasons"], batch_size=500)


def mark_written(ids: Sequence[int], records: Sequence[UUID]) -> None:
    """Say which rows became which rows of the register."""
    bound(
        "update papers_row r set committed = true, record = u.record"
        " from unnest(%b::bigint[], %b::uuid[]) u(id, record) where r.id = u.id",
        [list(ids), list(records)],
    )


def counts(entries: Sequence[Entry], book: Book) -> dict[str, Any]:
    """Rows of each verdict, how often each reason was given, and the rows outside the lists. Together they are every
    row of the sheets that were read."""
    said = Counter(entry.verdict for entry in entries)
    left: Counter[str] = Counter()
    for found in book.lists:
        left.update({kind: n for kind, n in found.counts().items() if kind not in ("read", "refused")})
    return {
        "rows": len(entries),
        **{verdict: said[verdict] for verdict in VERDICTS},
        "reasons": dict(Counter(r.code for e in entries for r in e.reasons).most_common()),
        "left_out": dict(left),
    }


_THERE = """
select "group", fold, sex, birth_date, birth_precision, id_no, cmnd, relation, head_name, address
from registers_row where register = %s and round = %s and place = any(%s) and state = 'active'
"""


def there(register: str, round_: str, commune: int) -> Counter[tuple[Any, ...]]:
    """Rows of the register of a commune by what a workbook's row would be known by."""
    return Counter(tuple(row) for row in rows(_THERE, [register, round_, places_within(commune)]))
