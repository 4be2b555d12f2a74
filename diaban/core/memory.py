"""Bulk work in memory."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Don't look for cycles until the block ends.

    For making tens of thousands of objects that all live to the end: the collector would walk over every one of them
    again and again and free none, which takes as long as making them. Blocks may overlap in several threads.
    """
    global _inside
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()
