"""`dashboard`, `upkeep`, `merge`, `rebuild` and `drill`: what figures cost on a nation's ledger of five million lines.

- **dashboard**: ten measures by 24 months of a province, for its manager, under row security, with 2,000 differences
  not yet merged; over a look-up of one line by its primary key on the same connection, in turn. Also in milliseconds.
- **upkeep**: the share of the server's CPU for a registration (the real verb, 16 connections) that goes when the
  trigger that queues differences rests; rounds with and without it take turns.
- **merge**: the server's CPU for moving queued differences into cells, in microseconds for each line.
- **rebuild**: all cells made anew from the lines by `diaban figures rebuild`'s function, over DuckDB making the same
  cells from the same table, which it reads where it lies, by its PostgreSQL extension; in turn.
- **drill**: the slowest cell's first 50 lines: nation, province, district, commune, ten kinds, a month and all months.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from diaban.bench import cpu
from diaban.bench.base import Figure, in_turn, quantile, ratio
from diaban.bench.nation import LINES, Nation, lately, opened

PENDING = 2_000
MERGED = 100_000


def together(names: Sequence[str], folder: Path, size: int = LINES) -> Iterator[Figure]:
    """Several of them on one install, in the order in which none disturbs the next."""
    with opened(folder, size) as nation:
        for name, part in _PARTS.items():
            if name in names:
                yield from part(nation)


def measure_dashboard(folder: Path, size: int = LINES) -> Sequence[Figure]:
    """A province's dashboard: at most 20 primary-key look-ups, and at most 5 ms."""
    return list(together(["dashboard"], folder, size))


def measure_drill(folder: Path, size: int = LINES) -> Sequence[Figure]:
    """The first 50 lines of any cell: at most 5 ms."""
    return list(together(["drill"], folder, size))


def measure_merge(folder: Path, size: int = LINES) -> Sequence[Figure]:
    """Moving what is queued: at most 15 µs a line."""
    return list(together(["merge"], folder, size))


def measure_upkeep(folder: Path, size: int = LINES) -> Sequence[Figure]:
    """The trigger's share of a registration: at most a tenth."""
    return list(together(["upkeep"], folder, size))


def measure_rebuild(folder: Path, size: int = LINES) -> Sequence[Figure]:
    """All cells anew: at most three times DuckDB's time."""
    return list(together(["rebuild"], folder, size))


def _dashboard(nation: Nation) -> Iterator[Figure]:
    from diaban.access.session import acting
    from diaban.core import sql
    from diaban.figures.grid import grid
    from diaban.figures.jobs import run_once
    from diaban.figures.measures import Measure

    run_once()
    lately(nation, PENDING, province=nation.province)
    viewer, measures, months = (
        nation.manager(),
        [Measure(kind, "", "", (kind,)) for kind in nation.kinds],
        nation.months,
    )
    with acting(viewer):
        numbers = _some_lines(nation.province)
        ours = partial(grid, measures, nation.province, months, viewer=viewer)

        def look_up() -> object:
            return sql.rows("select * from ledger_line where id = %s", [random.choice(numbers)])

        in_turn(3, look_up=look_up, ours=ours)
        seconds = in_turn(101, look_up=look_up, ours=ours)
        told = sum(
            figure.value or 0 for row in grid(measures, nation.province, months, viewer=viewer) for figure in row
        )
    detail = {name: round(statistics.median(each) * 1e3, 3) for name, each in seconds.items()} | {
        "least_ms": round(min(seconds["ours"]) * 1e3, 3), "counted": told, "lines": nation.lines, "pending": PENDING,
    }  # fmt: skip
    yield Figure("dashboard", ratio(seconds, "ours", "look_up"), 20, "at most", detail)
    yield Figure("dashboard-ms", statistics.median(seconds["ours"]) * 1e3, 5, "at most", detail)


def _some_lines(province: int) -> list[int]:
    from diaban.core import sql

    found = sql.rows(
        "select id from ledger_line where place in (select place_id from areas_within where unit_id = %s) limit 2000",
        [province],
    )
    return [row[0] for row in found]


def _drill(nation: Nation) -> Iterator[Figure]:
    from diaban.access.session import acting
    from diaban.access.viewers import command_line
    from diaban.core import sql
    from diaban.figures import queries
    from diaban.figures.measures import Measure

    system, manager = command_line(), nation.manager()
    cells = [(system, unit) for unit in nation.units()] + [(manager, nation.province)]
    measures, periods = [Measure(kind, "", "", (kind,)) for kind in nation.kinds], [nation.months[7], nation.whole]
    slowest: dict[str, float] = {}
    look_ups: list[float] = []
    with acting(manager):
        look_up = partial(sql.rows, "select * from ledger_line where id = %s", _some_lines(nation.province)[:1])
    for viewer, unit in cells:
        with acting(viewer):
            for wanted in measures:
                for period in periods:
                    read = partial(queries.lines, wanted, unit, period, viewer=viewer, limit=50)
                    read()
                    seconds = in_turn(7, read=read, look_up=look_up)
                    look_ups += seconds["look_up"]
                    took = statistics.median(seconds["read"]) * 1e3
                    slowest[f"{unit}/{viewer.role.code}/{wanted.code}/{(period.until - period.since).days}"] = took
    worst = max(slowest, key=lambda cell: slowest[cell])
    detail = {
        "worst": worst, "median_ms": round(quantile(list(slowest.values()), 0.5), 2),
        "p95_ms": round(quantile(list(slowest.values()), 0.95), 2), "cells": len(slowest), "lines": nation.lines,
        "look_up_ms": round(statistics.median(look_ups) * 1e3, 2),
    }  # fmt: skip
    yield Figure("drill", slowest[worst], 5, "at most", detail)


def _merge(nation: Nation) -> Iterator[Figure]:
    from diaban.figures.jobs import run_once

    run_once()
    costs, walls, wrote, many = [], [], [], min(MERGED, max(2_000, nation.lines // 10))
    for _round in range(3):
        with cpu.counted(nation.install.postmaster) as written:
            lately(nation, many)
        wrote.append(written() / many * 1e6)
        nation.owner.execute("vacuum figures_queue")
        with cpu.counted(nation.install.postmaster) as server:
            wall = in_turn(1, merge=run_once)["merge"][0]
        costs.append(server() / many * 1e6)
        walls.append(wall / many * 1e6)
    detail = {
        "wall_us": round(statistics.median(walls), 2), "insert_cpu_us": round(statistics.median(wrote), 2),
        "each": many, "lines": nation.lines,
    }  # fmt: skip
    yield Figure("merge", statistics.median(costs), 15, "at most", detail)


def _upkeep(nation: Nation) -> Iterator[Figure]:
    from diaban.bench.registration import _Ours

    rounds, seconds = (8, 3.0) if nation.lines >= LINES // 20 else (1, 0.5)
    switch = "alter table ledger_line {} trigger counted"
    costs: dict[str, list[float]] = {"disable": [], "enable always": []}
    with ExitStack() as stack:
        ours = _Ours(nation.install, stack)
        ours.run(min(seconds, 1.0))
        for _round in range(rounds):
            for state, each in costs.items():
                nation.owner.execute(switch.format(state))
                ours.run(seconds)
                each.append(ours.server_cost[-1])
    without, with_it = (statistics.median(costs[state]) for state in ("disable", "enable always"))
    detail = {"cpu_us_server": round(with_it, 1), "cpu_us_without": round(without, 1), "rounds": rounds}
    yield Figure("upkeep", max(with_it - without, 0) / with_it, 0.1, "at most", detail)


def _rebuild(nation: Nation) -> Iterator[Figure]:
    from diaban.bench.duck import cells
    from diaban.figures import jobs

    made = 0

    def ours() -> None:
        nonlocal made
        made = jobs.rebuild()

    def empty() -> None:
        nation.owner.execute("truncate figures_cell, figures_upper, figures_total, figures_queue")

    seconds: dict[str, list[float]] = {"ours": [], "duckdb": []}
    counts = 0
    for _round in range(2):
        empty()
        seconds["ours"] += in_turn(1, ours=ours)["ours"]
        took, counts = cells(nation.install.owner_url)
        seconds["duckdb"].append(took)
    assert made == counts, f"{made} cells here, {counts} in DuckDB"
    detail = {
        "seconds": round(statistics.median(seconds["ours"]), 2), "cells": made, "lines": nation.lines,
        "duckdb_seconds": round(statistics.median(seconds["duckdb"]), 2),
    }  # fmt: skip
    yield Figure("rebuild", ratio(seconds, "ours", "duckdb"), 3, "at most", detail)


_PARTS: dict[str, Callable[[Nation], Iterator[Figure]]] = {
    "dashboard": _dashboard, "drill": _drill, "merge": _merge, "upkeep": _upkeep, "rebuild": _rebuild,
}  # fmt: skip
