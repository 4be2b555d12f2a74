"""`python -m diaban.bench.one NAME[+NAME…] FOLDER [SIZE]`: one benchmark, or several that share an install, in a
process of its own; a JSON line for each figure.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from diaban.bench import catalog
from diaban.core.errors import DiabanError


def main(name: str, folder: str, size: str = "") -> None:
    """Measure and print; progress, if any, goes to stderr. `size` stands for the benchmark's own where it takes one."""
    told = {"size": int(size)} if size else {}
    names = name.split("+")
    try:
        if len(names) > 1:
            found = importlib.import_module(catalog.SHARED).together(names, Path(folder), **told)
        else:
            found = catalog.load(name)(Path(folder), **told)
    except DiabanError as error:
        sys.exit(str(error))
    for figure in found:
        print(json.dumps(figure.plain(), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
