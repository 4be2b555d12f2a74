"""PostgreSQL's own load tool as a peer: the same statements with no program around them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diaban.bench import cpu
from diaban.bench.install import Install


@dataclass(frozen=True)
class Told:
    """How many transactions in how many seconds, and the CPU seconds of pgbench and of PostgreSQL."""

    count: int
    seconds: float
    client: float
    server: float


def run(install: Install, scripts: Sequence[str], folder: Path, *, seconds: float, connections: int) -> Told:
    """Run transactions of equal weight as the owner, prepared, for a while (whole seconds, at least one).

    Scripts may count with the variable `serial`, which begins at 0 for each connection.
    """
    files = [part for index, text in enumerate(scripts) for part in ("-f", _written(folder / f"{index}.sql", text))]
    command = [
        install.program("pgbench"), "-n", "-M", "prepared", "-c", str(connections), "-j", "2",
        "-T", str(max(1, round(seconds))), "-D", "serial=0", *files, install.owner_url,
    ]  # fmt: skip
    with cpu.counted(install.postmaster) as server, cpu.children() as client:
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise RuntimeError(done.stderr)
    count = int(_found(r"transactions actually processed: (\d+)", done.stdout))
    return Told(count, count / float(_found(r"tps = ([\d.]+)", done.stdout)), client(), server())


def _written(path: Path, script: str) -> str:
    """A script as pgbench reads it: each meta-command and each statement on a line of its own."""
    parts: list[str] = []
    for line in filter(None, map(str.strip, script.splitlines())):
        if parts and not parts[-1].startswith("\\") and not parts[-1].endswith(";"):
            parts[-1] += " " + line
        else:
            parts.append(line)
    path.write_text("\n".join(parts) + "\n", "utf-8")
    return str(path)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(text)
    return found[1]
