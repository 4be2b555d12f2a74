"""How long from `diaban up` to the first sign-in page, with data and fresh, beside one bare import.

The three are measured in turn, round by round, so that a busy machine slows all of them; read the ratios.
"""

from __future__ import annotations

import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from diaban.bench.base import Figure, in_turn, ratio
from diaban.host import binaries, lodging, ports, template
from diaban.host.places import Places

ROUNDS = 5


def bare_import() -> None:
    """`python -c "import django, psycopg"`: what any program on this stack waits for."""
    subprocess.run([sys.executable, "-c", "import django, psycopg"], check=True)


class _Up:
    """`diaban up`, from its start to a 200 of the sign-in page; ended outside the measured time."""

    def __init__(self) -> None:
        self.running: subprocess.Popen[bytes] | None = None

    def page(self, data: Path) -> None:
        self.end()
        port = ports.choose("127.0.0.1", 8500)
        began = time.monotonic()
        self.running = subprocess.Popen(
            [sys.executable, "-m", "diaban.cli", "up", "--data", str(data), "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while ports.status("127.0.0.1", port, "/vao/") != 200:
            if self.running.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit("diaban up didn't come up")
            time.sleep(0.005)

    def end(self) -> None:
        if self.running is not None:
            time.sleep(0.5)
            self.running.send_signal(signal.SIGTERM)
            self.running.wait()
            self.running = None


def measure(folder: Path) -> Sequence[Figure]:
    """Three figures: seconds with data, the same in bare imports, and a fresh install against one with data."""
    template.ready(binaries.find())  # as `make setup` leaves it
    up = _Up()
    existing = folder / "existing"
    up.page(existing)
    seconds: dict[str, list[float]] = {"import": [], "existing": [], "fresh": []}
    for number in range(ROUNDS):
        fresh = folder / f"fresh-{number}"
        up.end()
        seconds["import"] += in_turn(1, side=bare_import)["side"]
        seconds["existing"] += in_turn(1, side=lambda: up.page(existing))["side"]
        up.end()
        seconds["fresh"] += in_turn(1, side=lambda at=fresh: up.page(at))["side"]  # type: ignore[misc]
        up.end()
        _discard(fresh)
    _discard(existing)
    median = {f"{name}_seconds": round(statistics.median(values), 3) for name, values in seconds.items()}
    return [
        Figure("cold-start-existing-seconds", statistics.median(seconds["existing"]), 3.0, "at most", median),
        Figure("cold-start-existing-per-import", ratio(seconds, "existing", "import"), 5.0, "at most", median),
        Figure("cold-start-fresh-per-existing", ratio(seconds, "fresh", "existing"), 1.5, "at most", median),
    ]


def _discard(data: Path) -> None:
    lodging.for_install(Places(data)).discard()
    shutil.rmtree(data, ignore_errors=True)
