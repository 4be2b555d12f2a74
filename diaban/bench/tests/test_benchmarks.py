"""Every benchmark runs at a tiny size, so that none rots. What it measures there says nothing: only that it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: name -> residents at which it is tried, and the figures that come out of it.
SMALL = {
    "import": (300, {"import", "import-bulk-create"}),
    "registration": (300, {"registration"}),
    "search-5m": (
        500,
        {f"search-5m-{part}" for part in ("p50", "per-lookup", "p95", "recall", "typo-recall", "per-1m")},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_measures(name: str, tmp_path: Path) -> None:
    size, figures = SMALL[name]
    done = subprocess.run(
        [sys.executable, "-m", "diaban.bench.one", name, str(tmp_path), str(size)],
        capture_output=True, text=True, env=_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(told) == figures
    assert all(line["value"] > 0 for line in told.values())


def _environment() -> dict[str, str]:
    """As an operator's: nothing of the test run's own database."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DIABAN_DB", "DJANGO"))}
