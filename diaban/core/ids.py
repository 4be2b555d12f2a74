"""Record ids, made by the client so that a request can be sent twice and written once."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last_ms = 0
_counter = 0
_VERSION = (7 << 76) | (2 << 62)
_TAIL = (1 << 62) - 1


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7): later calls in one process sort later."""
    return uuid7s(1)[0]


def uuid7s(count: int) -> list[UUID]:
    """Several at once, in order: a list of thousands asks the system for randomness once."""
    global _last_ms, _counter
    tails = os.urandom(8 * count)
    made = []
    with _lock:
        ms = time.time_ns() // 1_000_000
        if ms > _last_ms:
            _last_ms, _counter = ms, int.from_bytes(os.urandom(2), "big") & 0x7FF
        for start in range(0, 8 * count, 8):  # same millisecond, or the clock was set back: count on from the last one
            _counter += 1
            if _counter > 0xFFF:
                _last_ms, _counter = _last_ms + 1, 0
            tail = int.from_bytes(tails[start : start + 8], "big") & _TAIL
            made.append(UUID(int=(_last_ms << 80) | _VERSION | (_counter << 64) | tail))
    return made
