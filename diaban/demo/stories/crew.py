"""Several offices at work at once: parts of a story played in processes of their own, each with its own connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import TypeVar

from django.db import connections

Part = TypeVar("Part")
Done = TypeVar("Done")

#: Seconds between two turns of what the worker of an install does beside.
_TURN = 1.0


def hands() -> int:
    """How many processes are worth it here: one for each core that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def at_once(
    work: Callable[[Part], Done], parts: Sequence[Part], processes: int, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[Done]:
    """What `work` gives for each part, in the order in which they are done; `meanwhile` is called every second.

    With one process everything happens in this one, and `meanwhile` after each part. Call outside of `acting` and of a
    transaction: connections don't survive the fork and are closed before it.
    """
    if processes <= 1 or len(parts) <= 1:
        for part in parts:
            yield work(part)
            meanwhile()
        return
    connections.close_all()
    with ProcessPoolExecutor(min(processes, len(parts)), mp_context=get_context("fork")) as pool:
        waiting = {pool.submit(work, part) for part in parts}
        while waiting:
            done, waiting = wait(waiting, timeout=_TURN, return_when=FIRST_COMPLETED)
            meanwhile()
            for each in done:
                yield each.result()
