"""`python -m diaban.bench.one NAME FOLDER`: one benchmark in a process of its own; a JSON line for each figure."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from diaban.bench import catalog


def main(name: str, folder: str) -> None:
    """Measure and print; progress, if any, goes to stderr."""
    for figure in catalog.load(name)(Path(folder)):
        print(json.dumps(figure.plain(), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
