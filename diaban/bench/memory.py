"""`memory`: what all processes of a running demo weigh together, 60 s after its first page, in proportional set size.

PSS counts a page that several processes share once. The processes are the command's own, those below it, and the
keeper and PostgreSQL, which are children of nobody that stays.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from diaban.bench.base import Figure
from diaban.host import lodging, ports
from diaban.host.places import Places

GOAL_MB = 240.0
AFTER = 60.0
RESIDENTS = 2_000


def pss(pid: int) -> float:
    """Megabytes of one process; 0 when it has gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _says(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def family(pid: int, root: Path) -> dict[int, str]:
    """Every process of the install (`root`: where its cluster lies), with the name of its part."""
    parents = _parents()
    tops = {pid} | {other for other in parents if "diaban.host.keeper" in _says(other) and str(root) in _says(other)}
    found = {}
    for each in parents:
        chain = [each]
        while (above := parents.get(chain[-1], 0)) > 1:
            chain.append(above)
        if tops & set(chain):
            found[each] = _part(each, pid, parents)
    return found


def _part(each: int, guard: int, parents: dict[int, int]) -> str:
    said = _says(each)
    for word in ("web", "worker", "redirect", "keeper"):
        if f"diaban.host.{word}" in said:
            return word
    if "postgres" in said:
        return "postgres"
    return "guard" if each == guard else "supervisor"


def run(folder: Path) -> Sequence[Figure]:
    """One figure; the detail says how much each part weighs."""
    spot = Places(folder / "data").make()
    words = [sys.executable, "-m", "diaban.cli", "demo", "--data", str(spot.data), "--residents", str(RESIDENTS)]
    port = ports.choose("127.0.0.1", 8790)
    subprocess.run([*words, "--no-serve"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running = subprocess.Popen([*words, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while ports.status("127.0.0.1", port, "/vao/") != 200:
            if running.poll() is not None:
                raise RuntimeError("The demo didn't come up.")
            time.sleep(0.1)
        time.sleep(AFTER)
        parts: dict[str, float] = {}
        for pid, part in family(running.pid, lodging.for_install(spot).root).items():
            parts[part] = parts.get(part, 0.0) + pss(pid)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)
        lodging.for_install(spot).discard()
    missing = {"guard", "supervisor", "web", "worker", "keeper", "postgres"} - parts.keys()
    if missing:
        raise RuntimeError(f"Not all processes were there: {missing}")
    total = sum(parts.values())
    return [Figure("memory: PSS of all processes, MB", total, GOAL_MB, "at most",
                   {name: round(size, 1) for name, size in sorted(parts.items())})]  # fmt: skip
