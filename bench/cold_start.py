"""How long from `diaban up` to the first sign-in page, with data and fresh, beside one bare import.

    .venv/bin/python bench/cold_start.py [--data DIR] [--rounds 5]

The three are measured in turn, round by round, so that a busy machine slows all of them; read the ratios.
Goals: with data at most 3 s and 5 imports; fresh at most 1.5 times that.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from diaban.host import binaries, lodging, ports, template
from diaban.host.places import Places

GOALS = {"existing_seconds": 3.0, "existing_per_import": 5.0, "fresh_per_existing": 1.5}


def bare_import() -> float:
    """Seconds of `python -c "import django, psycopg"`."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import django, psycopg"], check=True)
    return time.perf_counter() - began


def first_page(data: Path) -> float:
    """Seconds from starting `diaban up` to a 200 of the sign-in page; stops it again."""
    port = ports.choose("127.0.0.1", 8500)
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "diaban.cli", "up", "--data", str(data), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while ports.status("127.0.0.1", port, "/vao/") != 200:
            if process.poll() is not None or time.perf_counter() - began > 120:
                raise SystemExit("diaban up didn't come up")
            time.sleep(0.005)
        taken = time.perf_counter() - began
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
    return taken


def main() -> int:
    """Print the medians and ratios as JSON; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="an install with data (default: an empty one)")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    template.ready(binaries.find())  # as `make setup` leaves it
    with tempfile.TemporaryDirectory() as folder:
        existing = args.data or Path(folder) / "existing"
        first_page(existing)
        times: dict[str, list[float]] = {"import": [], "existing": [], "fresh": []}
        for number in range(args.rounds):
            fresh = Path(folder) / f"fresh-{number}"
            times["import"].append(bare_import())
            times["existing"].append(first_page(existing))
            times["fresh"].append(first_page(fresh))
            _discard(fresh)
        if args.data is None:
            _discard(existing)
    told = _told({name: statistics.median(values) for name, values in times.items()})
    print(json.dumps(told, indent=1))
    return 0 if all(told[name] <= goal for name, goal in GOALS.items()) else 1


def _told(median: dict[str, float]) -> dict[str, float]:
    return {
        "import_seconds": round(median["import"], 3),
        "existing_seconds": round(median["existing"], 3),
        "fresh_seconds": round(median["fresh"], 3),
        "existing_per_import": round(median["existing"] / median["import"], 2),
        "fresh_per_existing": round(median["fresh"] / median["existing"], 2),
    }


def _discard(data: Path) -> None:
    lodging.for_install(Places(data)).discard()
    shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
