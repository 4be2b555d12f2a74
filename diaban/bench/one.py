"""`python -m diaban.bench.one NAME FOLDER [SIZE]`: one benchmark in its own process; a JSON line for each figure."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from diaban.bench import catalog


def main(name: str, folder: str, size: str = "") -> None:
    """Measure and print; progress, if any, goes to stderr. `size` stands for the benchmark's own where it takes one."""
    told = {"size": int(size)} if size else {}
    for figure in catalog.load(name)(Path(folder), **told):
        print(json.dumps(figure.plain(), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
