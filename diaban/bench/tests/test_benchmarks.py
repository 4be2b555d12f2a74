"""Every benchmark runs at a tiny size, so that none rots. What it measures there says nothing: only that it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from inspect import isfunction
from pathlib import Path

import pytest

#: name -> residents at which it is tried, and the figures that come out of it.
SMALL = {
    "cards": (600, {"cards", "cards-per-pgbench", "cards-growth"}),
    "calendar": (300, {"calendar"}),
    "inbox": (300, {f"inbox-{layout}-{who}" for layout in ("province", "nation") for who in ("commune", "province")}),
    "dashboard+drill+merge": (
        2_000, {"dashboard", "dashboard-ms", "drill", "merge"}
    ),
    "endpoint": (300, {"endpoint-person", "endpoint-list", "endpoint-search"}),
    "home": (300, {"home-first-byte", "home-page"}),
    "import": (300, {"import", "import-bulk-create"}),
    "intake": (500, {f"intake-{part}" for part in ("p50", "p95", "per-lookup", "recall", "alarms")}),
    "registration": (300, {"registration"}),
    "row-security": (
        400, {"row-security-commune", "row-security-province", "row-security-everywhere", "row-security-plans"}
    ),
    "search-5m": (
        500,
        {f"search-5m-{part}" for part in ("p50", "per-lookup", "p95", "recall", "typo-recall", "per-1m")},
    ),
}  # fmt: skip


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
    may_be_none = ("row-security-plans", "merge", "intake-alarms")
    assert all(line["value"] > 0 or name in may_be_none for name, line in told.items())


def test_every_read_is_measured_for_what_its_policy_costs() -> None:
    from diaban.bench.listed import NOT_MEASURED, READS
    from diaban.figures import queries as figures
    from diaban.ledger import queries as ledger
    from diaban.people import queries as people

    rooms = {"people": people, "figures": figures, "ledger": ledger}
    there_are = {
        f"{room}.{name}"
        for room, module in rooms.items()
        for name, found in vars(module).items()
        if isfunction(found) and not name.startswith("_") and found.__module__.startswith(f"diaban.{room}.queries")
    }
    assert there_are == set(READS) | {name for name in NOT_MEASURED if name in there_are}
    assert not set(READS) & set(NOT_MEASURED)


def _environment() -> dict[str, str]:
    """As an operator's: nothing of the test run's own database."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DIABAN_DB", "DJANGO"))}
