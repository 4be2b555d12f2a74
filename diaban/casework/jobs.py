"""What happens to cases because a day or a moment passed, and what the worker keeps in order for them.

Caught up after a stop: each line is dated the day that was crossed.
"""

from __future__ import annotations

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.casework import recomputing, succession, ticking
from diaban.core.sql import value
from diaban.core.time import now

#: Differences of the tally moved in one transaction.
BATCH = 50_000


def merge_once() -> int:
    """Move queued differences into the tally; returns how many, 0 also where another is at work."""
    return int(value("select casework.merge(%s)", [BATCH]))


def run_once() -> int:
    """Mark what is due and late, then move what the calendar or a reform moved; returns how many were marked."""
    total = 0
    with acting(clock()):
        while marked := ticking.tick(now()):
            total += marked
            if marked < ticking.BATCH:
                break
    recomputing.go_on()
    succession.run()
    return total
