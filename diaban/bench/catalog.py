"""Every benchmark by name: the module and function that measures it, loaded only when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from diaban.bench.base import Benchmark
from diaban.core.errors import DiabanError

#: name -> "module:function". A benchmark may give several figures; each one's name begins with the benchmark's.
CATALOG: dict[str, str] = {
    "calendar": "diaban.bench.calendar:measure",
    "cards": "diaban.bench.cards:measure",
    "cold-start": "diaban.bench.cold_start:measure",
    "endpoint": "diaban.bench.endpoint:measure",
    "import": "diaban.bench.importing:measure",
    "read-workbook": "diaban.bench.reading:measure",
    "export": "diaban.bench.export:measure",
    "registration": "diaban.bench.registration:measure",
    "inbox": "diaban.bench.inbox:measure",
    "memory": "diaban.bench.memory:run",
    "row-security": "diaban.bench.row_security:measure",
    "survive": "diaban.bench.survive:run",
    "users": "diaban.bench.users:measure",
    "dashboard": "diaban.bench.nation_figures:measure_dashboard",
    "drill": "diaban.bench.nation_figures:measure_drill",
    "merge": "diaban.bench.nation_figures:measure_merge",
    "upkeep": "diaban.bench.nation_figures:measure_upkeep",
    "rebuild": "diaban.bench.nation_figures:measure_rebuild",
    "home": "diaban.bench.home:measure",
    "search-1m": "diaban.bench.search:measure_1m",
    "search-5m": "diaban.bench.search:measure_5m",
    "intake": "diaban.bench.intake:measure",
    "linkage-small": "diaban.bench.linkage.measure:small",
    "linkage": "diaban.bench.linkage.measure:measure",
    "linkage-public": "diaban.bench.linkage.measure:public_sets",
    "linkage-1m": "diaban.bench.linkage.measure:million",
    "linkage-alone": "diaban.bench.linkage.measure:alone",
    "linkage-samples": "diaban.bench.linkage.measure:sampled",
}


#: A module whose benchmarks measure on one install when they are asked for together, by its function `together`.
SHARED = "diaban.bench.nation_figures"


def groups(names: Sequence[str]) -> list[list[str]]:
    """Names as they are run: those that share an install side by side, where the first of them stood."""
    shared = [name for name in names if CATALOG[name].startswith(SHARED)]
    return [
        shared if name in shared else [name] for name in names if name not in shared or name == shared[0]
    ]  # fmt: skip


def load(name: str) -> Benchmark:
    """The benchmark of that name.

    Raises: DiabanError naming those there are.
    """
    if name not in CATALOG:
        raise DiabanError(f"Không có phép đo {name}; có: {', '.join(sorted(CATALOG))}.")
    module, _, function = CATALOG[name].partition(":")
    found: Benchmark = getattr(importlib.import_module(module), function)
    return found
