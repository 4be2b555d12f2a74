"""`calendar`: a day off is announced, and 100,000 open deadlines move.

By the real functions: the calendar is changed by an administrator, then the clock goes over all open cases in batches,
writes each new deadline with its line in the ledger, and counts what went from which day to which. Look-ups of one case
by primary key are made before and after it; `ratio_to_key` is the time of one deadline over that of one look-up.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from diaban.bench import cpu
from diaban.bench.base import Figure
from diaban.bench.install import Install, installed

CASES = 100_000
GOAL = 10.0


def measure(folder: Path, size: int = CASES) -> Sequence[Figure]:
    """Seconds for 100,000 deadlines; smaller sizes are taken to that number."""
    from diaban.bench import cases

    with installed(folder, min(size, 5_000)) as install:
        cases.declare()
        cases.fill(install, size)
        return [_figure(install, size)]


def _figure(install: Install, size: int) -> Figure:
    from diaban.access.session import acting
    from diaban.access.viewers import command_line
    from diaban.bench import cases
    from diaban.casework import recomputing
    from diaban.casework.actions import DayChange, change_days
    from diaban.core.sql import one
    from diaban.core.time import today

    _begin(install)
    by = command_line()
    reader = cases.viewers(install)["commune"]
    with acting(reader):
        keys = _key_seconds()
    with acting(by):
        # Every case that runs is due after the next five days: all of these off move each of them.
        days = [DayChange(today() + timedelta(days=n), False, "Nghỉ chống bão", "công điện thử") for n in range(1, 6)]
        change_days(by=by, days=days)
    began = time.perf_counter()
    with cpu.counted(install.postmaster, os.getpid()) as spent:
        looked = recomputing.go_on()
        seconds = time.perf_counter() - began
    with acting(reader):
        keys += _key_seconds()
    moved = one("select moved, looked from casework_change order by version desc limit 1")
    assert moved is not None
    each = seconds / max(1, looked)
    told = {
        "looked": looked, "moved": int(moved[0]), "seconds": round(seconds, 2), "cpu_seconds": round(spent(), 2),
        "ratio_to_key": round(each / statistics.median(keys), 2),
    }  # fmt: skip
    return Figure("calendar", seconds * CASES / max(1, looked), GOAL, "at most", told)


def _begin(install: Install) -> None:
    """Every case runs by a term of five working days from about now, as the calendar has it today."""
    import psycopg

    from diaban.bench.cases import RULE
    from diaban.casework import calendar

    with psycopg.connect(install.owner_url, autocommit=True) as owner:
        owner.execute(
            "insert into casework_rule (code, title, amount, unit, citation, valid_from)"
            " values (%s, 'đo', 5, 'working_day', 'đo', '2000-01-01')",
            [RULE],
        )
        owner.execute(
            "update casework_case set paused = false, pauses = '{}', near = false, late = false,"
            " clock_from = now() - (random() * 3600) * interval '1 second', due_at = now() + interval '7 days'"
        )
        owner.execute("vacuum (analyze) casework_case")
    calendar.forget()


def _key_seconds() -> list[float]:
    from diaban.casework.cases import read
    from diaban.core.sql import rows

    ids = [row[0] for row in rows("select id from casework_case limit 300")]
    seconds = []
    for each in ids:
        began = time.perf_counter()
        read(each)
        seconds.append(time.perf_counter() - began)
    return seconds
