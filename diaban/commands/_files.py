"""A command over several files: one that can't be read is told, and the others go on; files that come back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned


def each(args: argparse.Namespace, one: Callable[[Path], dict[str, Any]]) -> int:
    """`one` for each of `args.files`, told as JSON at the end where asked; the exit code of the first that failed."""
    from diaban.core.errors import DiabanError

    results: list[dict[str, Any]] = []
    code = 0
    for path in args.files:
        try:
            results.append(one(path))
        except DiabanError as error:
            code = code or error.exit_code
            results.append({"file": path.name, "error": str(error)})
            if not args.json:
                print(f"diaban: {error}", file=sys.stderr)
    if args.json:
        print(json.dumps({"files": results}, ensure_ascii=False, indent=1))
    return code


def give_back(made: Returned, out: Path) -> None:
    """The clerk's file with a verdict for every row: as `out`, or in it where that is a folder. Raises Invalid."""
    from diaban.core.errors import Invalid

    place = out / made.name if out.is_dir() else out
    try:
        place.write_bytes(made.content)
    except OSError as error:
        raise Invalid(f"Không ghi được tệp kết luận “{place}”; việc nhập vẫn như đã báo.") from error
