"""Work of the figures that the supervisor's worker repeats."""

from __future__ import annotations

from diaban.core.sql import value

#: Differences moved in one transaction.
BATCH = 50_000


def merge_once(limit: int = BATCH) -> int:
    """Move up to `limit` differences into cells; returns how many, 0 also where another merger is at work."""
    return int(value("select figures.merge(%s)", [limit]))


def run_once() -> int:
    """Empty the queue as it stands; returns how many differences were moved. Call it every second."""
    total = 0
    while moved := merge_once():
        total += moved
        if moved < BATCH:
            break
    return total
