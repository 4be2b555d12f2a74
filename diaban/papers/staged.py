"""Rows of an import in staging: stored with their verdicts, read again, judged anew, and marked when written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from diaban.core.sql import bound
from diaban.papers import bulk
from diaban.papers.models import Import, Row

if TYPE_CHECKING:
    from diaban.papers.lists.reading import SheetList

_COLUMNS = (
    ("import_id", "uuid"), ("office", "int4"), ("seq", "int4"), ("sheet", "text"), ("row_no", "int4"), ("stt", "text"),
    ("raw", "jsonb"), ("parsed", "jsonb"), ("verdict", "text"), ("reasons", "jsonb"), ("record", "uuid"),
)  # fmt: skip
E = TypeVar("E")
#: Sheet, row, number in the list, raw cells, what was read, verdict, reasons, and the record that it is.
Cells = tuple[str, int, str, Any, Any, str, Any, UUID | None]


class Reason(Protocol):
    """Why a row got its verdict."""

    @property
    def code(self) -> str: ...
    @property
    def args(self) -> Mapping[str, Any]: ...
    def stored(self) -> dict[str, Any]: ...


class Entry(Protocol):
    """A row of a list as its room reads it."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def stt(self) -> str: ...
    @property
    def raw(self) -> dict[str, Any]: ...
    @property
    def verdict(self) -> str: ...
    @property
    def record(self) -> str | None: ...
    @property
    def reasons(self) -> Sequence[Reason]: ...
    def parsed(self) -> dict[str, Any]: ...


def load(imported: Import, rows: Iterable[Cells], each: Callable[[int], None] | None = None) -> None:
    """Keep the rows of an import, in order, in the place of those it had. Call inside a transaction."""
    Row.objects.filter(import_id=imported.id).delete()
    numbered = ((imported.id, imported.office, seq, *cells) for seq, cells in enumerate(rows))
    bulk.load("papers_row", _COLUMNS, numbered, each)


def store(imported: Import, entries: Sequence[Entry]) -> None:
    """Keep entries as the rows of an import. Call inside a transaction."""
    load(
        imported,
        (
            (
                e.sheet, e.row, e.stt, e.raw, e.parsed(), e.verdict, [r.stored() for r in e.reasons],
                UUID(e.record) if e.record else None,
            )
            for e in entries
        ),
    )  # fmt: skip


def entries(import_id: UUID, entry_of: Callable[[str, int, str, dict[str, Any], Any], E]) -> tuple[list[int], list[E]]:
    """Row ids of an import that are not written yet, in order, with what `entry_of` makes of sheet, row, number in the
    list, what was read and reasons."""
    found = list(Row.objects.filter(import_id=import_id, committed=False).order_by("seq"))
    return (
        [row.pk for row in found],
        [entry_of(row.sheet, row.row_no, row.stt, dict(row.parsed), row.reasons) for row in found],
    )


def restage(said: Iterable[tuple[int, str, UUID | str | None, Sequence[Reason]]]) -> None:
    """Keep what the register says now of some rows: id, verdict, record and reasons of each."""
    made = [
        Row(id=key, verdict=verdict, record=record, reasons=[reason.stored() for reason in reasons])
        for key, verdict, record, reasons in said
    ]
    Row.objects.bulk_update(made, ["verdict", "record", "reasons"], batch_size=500)


def mark_written(ids: Sequence[int], records: Sequence[UUID]) -> None:
    """Say which rows became which records."""
    bound(
        "update papers_row r set committed = true, record = u.record"
        " from unnest(%b::bigint[], %b::uuid[]) u(id, record) where r.id = u.id",
        [list(ids), list(records)],
    )


def counts(entries: Sequence[Entry], verdicts: Sequence[str], lists: Sequence[SheetList]) -> dict[str, Any]:
    """Rows of each verdict, how often each reason was given, and the rows outside the lists. Together they are every
    row of the sheets that were read."""
    said = Counter(entry.verdict for entry in entries)
    left: Counter[str] = Counter()
    for found in lists:
        left.update({kind: n for kind, n in found.counts().items() if kind not in ("read", "refused")})
    return {
        "rows": len(entries),
        **{verdict: said[verdict] for verdict in verdicts},
        "reasons": dict(Counter(r.code for e in entries for r in e.reasons).most_common()),
        "left_out": dict(left),
    }
