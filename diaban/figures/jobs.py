"""Work of the figures that the supervisor's worker repeats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diaban.core.sql import rows, value
from diaban.figures.periods import first_day

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


@dataclass(frozen=True)
class Difference:
    """What the cells of a kind, place and half-month lack to equal the standing lines."""

    kind: str
    place: int
    since: date
    n: int
    quantity: int


def differences() -> list[Difference]:
    """Where cells and queue differ from the lines, in one snapshot. Reads every line."""
    found = rows("select kind, place, half, n, quantity from figures.differences()")
    return [Difference(kind, place, first_day(half), n, quantity) for kind, place, half, n, quantity in found]


def rebuild() -> int:
    """Queue what is lacking and merge it; returns how many cells were wrong. Writers and readers go on meanwhile."""
    mended = int(value("select figures.repair()"))
    run_once()
    return mended
