"""CPU that processes have used, counted by the kernel: unlike wall time it barely minds a busy machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def seconds(*roots: int) -> float:
    """CPU seconds (user and system) of processes and all below them, those already ended included.

    The kernel counts in ticks of 10 ms: measure at least a second of work.
    """
    children = _children()
    waiting, ticks = list(roots), 0
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, ())
        ticks += sum(map(int, _stat(pid)[11:15]))  # utime, stime, and those of children that were waited for
    return ticks / _TICK


@contextmanager
def counted(*roots: int) -> Iterator[Callable[[], float]]:
    """`with counted(pid) as spent:` … `spent()` gives the CPU seconds used since the block began, until its end."""
    before, after = seconds(*roots), [-1.0]
    yield lambda: (seconds(*roots) if after[0] < 0 else after[0]) - before
    after[0] = seconds(*roots)


@contextmanager
def children() -> Iterator[Callable[[], float]]:
    """The same of the processes that this one starts and waits for within the block."""
    before, after = os.times(), [0.0]
    yield lambda: after[0]
    now = os.times()
    after[0] = now.children_user + now.children_system - before.children_user - before.children_system


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            found.setdefault(int(stat[1]), []).append(int(entry.name))
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold spaces; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
