"""Work of the ledger that the supervisor's worker repeats."""

from __future__ import annotations

from diaban.ledger import heads, sealing


def run_once() -> int:
    """Seal everything that waits and write the day's head if it is due; returns how many rows were sealed.

    Safe to call from several processes: one of them seals, the others return 0. Call it every second or two.
    """
    total = 0
    while sealed := sealing.seal():
        total += sealed
        if sealed < sealing.BATCH:
            break
    heads.export_daily()
    return total
