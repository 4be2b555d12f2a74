"""Work of the figures that the supervisor's worker repeats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diaban.core.sql import rows, value
from diaban.figures.periods import first_day

#: Differences moved in one transaction.
BATCH = 200_000


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
    """What the cells of a kind, place and half-month lack to equal the standing lines; or those of a large unit, by
    half-month or by year, to be the sum of its places'.
    """

    kind: str
    place: int
    since: date
    n: int
    quantity: int


def differences() -> list[Difference]:
    """Where cells and queue differ from the lines, in one snapshot. Reads every line."""
    found = rows("select kind, place, half, n, quantity from figures.differences()")
    return [Difference(kind, place, _since(half), n, quantity) for kind, place, half, n, quantity in found]


def _since(bucket: int) -> date:
    """The first day of a half-month, or of the year that a bucket numbered -year holds."""
    return first_day(bucket) if bucket >= 0 else date(-bucket, 1, 1)


def rebuild() -> int:
    """Add what is lacking; returns how many cells were wrong. Writers and readers go on meanwhile."""
    mended = int(value("select figures.repair()"))
    run_once()
    return mended
