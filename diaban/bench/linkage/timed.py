"""A command in its own process: seconds of wall and the most memory it and its children held at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took. `mib`: most resident memory, children counted."""

    seconds: float
    mib: float


def run(arguments: list[str], log: Path) -> Run:
    """Run `python -m` with arguments.

    Raises: RuntimeError with the end of its log where it fails.
    """
    began, most = time.perf_counter(), 0.0
    with log.open("wb") as told:
        process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=told, stderr=told)
        over = threading.Event()

        def watch() -> None:
            nonlocal most
            while not over.wait(0.05):
                most = max(most, _held(process.pid))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        over.set()
        watcher.join()
    if code:
        raise RuntimeError(f"{arguments[0]}: {log.read_text(errors='replace')[-2000:]}")
    return Run(seconds, most)


def _held(pid: int) -> float:
    """MiB of a process and those below it."""
    total, open_ = 0, [pid]
    while open_:
        one = open_.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE
            for task in Path(f"/proc/{one}/task").iterdir():
                open_ += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue
    return total / 2**20
