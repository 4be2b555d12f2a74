"""Every benchmark by name: the module and function that measures it, loaded only when asked for."""

from __future__ import annotations

import importlib

from diaban.bench.base import Benchmark
from diaban.core.errors import DiabanError

#: name -> "module:function". A benchmark may give several figures; each one's name begins with the benchmark's.
CATALOG: dict[str, str] = {
    "calendar": "diaban.bench.calendar:measure",
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
    "search-1m": "diaban.bench.search:measure_1m",
    "search-5m": "diaban.bench.search:measure_5m",
    "linkage-small": "diaban.bench.linkage.measure:small",
    "linkage": "diaban.bench.linkage.measure:measure",
    "linkage-1m": "diaban.bench.linkage.measure:million",
}


def load(name: str) -> Benchmark:
    """The benchmark of that name.

    Raises: DiabanError naming those there are.
    """
    if name not in CATALOG:
        raise DiabanError(f"Không có phép đo {name}; có: {', '.join(sorted(CATALOG))}.")
    module, _, function = CATALOG[name].partition(":")
    found: Benchmark = getattr(importlib.import_module(module), function)
    return found
