"""`users`: 200 people at once on `diaban up`, each signed in to an account of their own, on lists, records, searches
and registrations.

The install is the one an office runs: the supervisor with PostgreSQL, web server and worker as `diaban up` starts
them, row security, look-up log, ledger, durable commits. Each person pauses 5 to 10 seconds between pages, which is
quick for someone who reads what they open: some 27 pages a second together. The crowd runs in a process of its own on
the same machine and takes its share of the two cores.

`users-errors` counts answers that were not the expected ones, `users-p95` is milliseconds from a page's request to its
last byte. `detail` has the quantiles by kind of page, and how many pages a second 16 of them get without pauses.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diaban.bench.base import Figure, quantile
from diaban.bench.browsers import Tally, crowd
from diaban.bench.install import Install, installed
from diaban.host import ports

RESIDENTS, USERS, SECONDS, THINK = 100_000, 200, 60.0, (5.0, 10.0)
#: How many, for how many seconds, without pauses.
RUSH = (16, 20.0)
_PASSWORD = "mot-mat-khau-de-do-2026"
_ROLES = ("commune_police", "commune_clerk")


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """Errors (0) and the 95th percentile in milliseconds (at most 300)."""
    small = size < 20_000
    users, seconds, rush = (20, 8.0, (4, 3.0)) if small else (USERS, SECONDS, RUSH)
    with installed(folder, size) as install:
        names = accounts(users)
        with up(install, folder) as (port, *pids):
            given = [port, names, seconds, THINK, rush, *pids]
            told = [sys.executable, "-m", "diaban.bench.users", json.dumps(given)]
            done = subprocess.run(told, stdout=subprocess.PIPE, text=True, check=True)
    seen: dict[str, Any] = json.loads(done.stdout)
    about = {"users": users, "think_s": THINK, "residents": size, **seen["about"]}
    return [
        Figure("users-errors", seen["errors"], 0, "at most", {"wrong": seen["wrong"], "pages": seen["about"]["pages"]}),
        Figure("users-p95", seen["p95"], 300.0, "at most", about),
    ]


def accounts(count: int) -> list[str]:
    """Demo accounts of as many officers of communes; one hash for all, for each takes a tenth of a second."""
    from django.contrib.auth.hashers import make_password

    from diaban.access.models import Account, Posting

    hashed = make_password(_PASSWORD)
    free = Posting.objects.filter(role__in=_ROLES, staff__account=None).order_by("id")[:count]
    made = [
        Account(username=f"do-{n}", staff_id=posting.staff_id, password=hashed, is_demo=True,
                must_change_password=False)
        for n, posting in enumerate(free)
    ]  # fmt: skip
    Account.objects.bulk_create(made)
    return [account.username for account in made]


@contextmanager
def up(install: Install, folder: Path) -> Iterator[tuple[int, int, int]]:
    """`diaban up` on the install, ready to answer: its port, and the processes above all of its own."""
    data = install.session.spot.data
    kept = {"province": "42", "residents": install.residents, "seed": 1, "sign_ins": []}
    (data / "demo.json").write_text(json.dumps(kept), "utf-8")
    port = ports.choose("127.0.0.1", 8400)
    command = [sys.executable, "-m", "diaban.cli", "up", "--data", str(data), "--port", str(port)]
    # All of them come from one address, from which an office signs in only so often. A demo would have one process.
    environment = {**os.environ, "DIABAN_LIMITS": "sign-in=0/60", "DIABAN_WEB_WORKERS": "2"}
    with (
        (folder / "up.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process,
    ):
        try:
            deadline = time.monotonic() + 90
            while not ports.status("127.0.0.1", port, "/vao/"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((folder / "up.log").read_text("utf-8"))
                time.sleep(0.2)
            time.sleep(3)  # what the first page did without is imported behind it
            yield port, process.pid, install.postmaster
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def told(calm: Tally, busy: Tally, seconds: float, rush: float) -> dict[str, Any]:
    """What was seen, as plain data; times in milliseconds."""
    every = calm.all
    kinds = {
        kind: {"n": len(each), "p50": _ms(each, 0.5), "p95": _ms(each, 0.95), "max": _ms(each, 1.0)}
        for kind, each in sorted(calm.seconds.items())
    }
    wrong = calm.wrong + busy.wrong
    return {
        "errors": len(wrong), "wrong": sorted(set(wrong))[:10], "p95": _ms(every, 0.95),
        "about": {"pages": len(every), "pages_per_s": round(len(every) / seconds, 1), "p50": _ms(every, 0.5),
                  "p99": _ms(every, 0.99), "max": _ms(every, 1.0), "kinds": kinds,
                  "cpu_ms_per_page": round(calm.cpu * 1000 / max(len(every), 1), 1),
                  "busy_machine": round(os.getloadavg()[0], 1),
                  "ceiling_pages_per_s": round(len(busy.all) / rush, 1), "ceiling_p95": _ms(busy.all, 0.95)},
    }  # fmt: skip


def _ms(seconds: Sequence[float], share: float) -> float:
    return round(quantile(seconds, share) * 1000, 1) if seconds else 0.0


def main(given: str) -> None:
    """The crowd, in a process of its own."""
    port, names, seconds, think, rush, *pids = json.loads(given)
    calm, busy = asyncio.run(crowd(port, names, _PASSWORD, seconds, tuple(think), tuple(rush), *pids))
    print(json.dumps(told(calm, busy, seconds, rush[1])))


if __name__ == "__main__":
    main(sys.argv[1])
