"""Counts and times of one process, and all processes' together as Prometheus reads them.

Each process keeps its own numbers and writes them beside the others' once a second (`run/meters/NAME-PID.json`); who is
asked adds all files up, its own numbers fresh. So any worker may be asked, and one that ended still counts until
the supervisor starts anew. No client library: the text format is a few lines, and a cold start shouldn't wait.

Labels are names in the code (routes, methods, loops), never addresses: those hold ids.
"""

from __future__ import annotations

import bisect
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

#: Upper bounds in seconds; one more bucket holds the rest.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
EVERY = 1.0
#: A process that hasn't written for this long is gone, or stuck.
SILENT = 30.0

Key = tuple[str, tuple[tuple[str, str], ...]]

HELP = {
    "diaban_requests_total": ("counter", "Requests by view, method and status."),
    "diaban_request_seconds": ("histogram", "Seconds from the request to its answer, by view."),
    "diaban_database_seconds_total": ("counter", "Seconds of requests spent waiting for PostgreSQL, by view."),
    "diaban_database_queries_total": ("counter", "Statements sent while answering requests, by view."),
    "diaban_loop_runs_total": ("counter", "Runs of the worker's loops."),
    "diaban_loop_failures_total": ("counter", "Runs of the worker's loops that failed."),
    "diaban_process_resident_bytes": ("gauge", "Resident memory by process."),
    "diaban_process_silent_seconds": ("gauge", "Seconds since a process last wrote its numbers."),
    "diaban_jobs": ("gauge", "Jobs in the queue by status."),
    "diaban_ledger_unsealed_lines": ("gauge", "Ledger lines that no signed head covers yet."),
    "diaban_ledger_unsealed_lookups": ("gauge", "Look-ups that no signed head covers yet."),
    "diaban_figures_queue": ("gauge", "Differences that wait to be merged into the figures' cells."),
    "diaban_disk_free_bytes": ("gauge", "Free bytes where the data folder lies."),
    "diaban_backup_age_seconds": ("gauge", "Seconds since the last good backup."),
    "diaban_certificate_seconds": ("gauge", "Seconds until the TLS certificate ends."),
    "diaban_database_up": ("gauge", "1 when PostgreSQL answers."),
}


class Meter:
    """The numbers of this process. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Key, float] = {}
        self._times: dict[Key, list[float]] = {}
        self._file: Path | None = None
        self._pid = 0

    def add(self, name: str, amount: float = 1.0, **labels: str) -> None:
        """Count."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            self._counts[key] = self._counts.get(key, 0.0) + amount

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Put a time into its bucket."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            # one number for each bucket, then the sum
            held = self._times.setdefault(key, [0.0] * (len(BOUNDS) + 2))
            held[bisect.bisect_left(BOUNDS, seconds)] += 1
            held[-1] += seconds

    def snapshot(self) -> dict[str, Any]:
        """The numbers as JSON holds them."""
        with self._lock:
            counts = [[name, dict(labels), value] for (name, labels), value in self._counts.items()]
            times = [[name, dict(labels), list(value)] for (name, labels), value in self._times.items()]
        return {"counts": counts, "times": times, "resident": resident()}

    def keep(self, folder: Path, name: str) -> None:
        """Write the numbers into the folder every second, from now on. Again after a fork: threads don't follow."""
        if self._pid == os.getpid():
            return
        self._pid = os.getpid()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = folder / f"{name}-{self._pid}.json"
        threading.Thread(target=self._go_on_writing, name="meter", daemon=True).start()

    def _go_on_writing(self) -> None:
        while True:
            try:
                self.write()
            except OSError:
                pass  # a full disk is told elsewhere; counting goes on
            time.sleep(EVERY)

    def write(self) -> None:
        """Once, now."""
        assert self._file is not None
        beside = self._file.with_suffix(f".{threading.get_ident()}.new")
        beside.write_text(json.dumps(self.snapshot()), "ascii")
        beside.replace(self._file)

    @property
    def file(self) -> Path | None:
        """Where the numbers of this process lie."""
        return self._file


meter = Meter()


def resident() -> int:
    """Bytes of memory of this process."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def together(folder: Path) -> Iterator[tuple[str, float, dict[str, Any]]]:
    """(process name, seconds since it wrote, its numbers) of every process; this one's are fresh."""
    now = time.time()
    if meter.file is None:  # a process that keeps none, such as a test's
        yield "web", 0.0, meter.snapshot()
    for path in sorted(folder.glob("*-*.json")):
        name = path.stem.rpartition("-")[0]
        if path == meter.file:
            yield name, 0.0, meter.snapshot()
            continue
        try:
            yield name, max(0.0, now - path.stat().st_mtime), json.loads(path.read_text("ascii"))
        except (OSError, ValueError):
            continue


def silence(folder: Path, name: str) -> float | None:
    """Seconds since the liveliest process of that name wrote; None when there is none."""
    return min((age for found, age, _numbers in together(folder) if found == name), default=None)


def text(folder: Path, gauges: Mapping[str, list[tuple[dict[str, str], float]]]) -> str:
    """Everything in Prometheus' text format; `gauges` are read just now by whoever is asked."""
    counts: dict[Key, float] = {}
    times: dict[Key, list[float]] = {}
    alive: dict[str, list[float]] = {}
    for process, age, numbers in together(folder):
        for name, labels, value in numbers["counts"]:
            key = (name, tuple(sorted(labels.items())))
            counts[key] = counts.get(key, 0.0) + value
        for name, labels, held in numbers["times"]:
            key = (name, tuple(sorted(labels.items())))
            times[key] = [a + b for a, b in zip(times.get(key, [0.0] * len(held)), held, strict=True)]
        if age < SILENT:
            alive.setdefault(process, []).append(numbers["resident"])
    told = {name: [_sample(name, labels, value) for labels, value in rows] for name, rows in gauges.items()}
    told["diaban_process_resident_bytes"] = [
        _sample("diaban_process_resident_bytes", {"process": process}, sum(sizes)) for process, sizes in alive.items()
    ]
    for (name, pairs), value in sorted(counts.items()):
        told.setdefault(name, []).append(_sample(name, dict(pairs), value))
    for (name, pairs), held in sorted(times.items()):
        told.setdefault(name, []).extend(_histogram(name, dict(pairs), held))
    return "".join(_family(name, lines) for name, lines in sorted(told.items()) if lines)


def _family(name: str, lines: list[str]) -> str:
    kind, about = HELP[name]
    return f"# HELP {name} {about}\n# TYPE {name} {kind}\n" + "".join(f"{line}\n" for line in lines)


def _histogram(name: str, labels: dict[str, str], held: list[float]) -> Iterator[str]:
    running = 0.0
    for bound, count in zip([*map(str, BOUNDS), "+Inf"], held, strict=False):
        running += count
        yield _sample(f"{name}_bucket", labels | {"le": bound}, running)
    yield _sample(f"{name}_sum", labels, held[-1])
    yield _sample(f"{name}_count", labels, running)


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    pairs = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    number = repr(value) if value != int(value) else str(int(value))
    return f"{name}{{{pairs}}} {number}" if pairs else f"{name} {number}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
