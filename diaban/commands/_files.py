"""A command over several files: one that can't be read is told, and the others go on; files that come back."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.papers.models import Import
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


def pairs(given: list[str]) -> dict[str, str]:
    """What was told as A=B. Raises Invalid."""
    from diaban.core.errors import Invalid

    found = {}
    for text in given:
        name, sign, meaning = text.rpartition("=")
        if not sign or not name.strip():
            raise Invalid(f"“{text}” không phải dạng A=B; chưa ghi gì.")
        found[name.strip()] = meaning.strip()
    return found


@dataclass(frozen=True)
class Room:
    """What a room does with a list that was read: write it, give the file back, say what became of it."""

    commit: Callable[..., Import]
    returned: Callable[..., Returned]
    data: Callable[[Import, float], dict[str, Any]]
    lines: Callable[[Import, dict[str, Any]], list[str]]


def finished(
    args: argparse.Namespace, path: Path, imported: Import, viewer: Viewer, room: Room, begun: float
) -> dict[str, Any]:
    """A staged import written unless only its verdicts were asked for, given back where that was, and told."""
    if not args.dry_run:
        imported = room.commit(by=viewer, import_id=imported.id)
    if args.verdicts:
        give_back(room.returned(viewer=viewer, import_id=imported.id, path=path), args.verdicts)
    told = room.data(imported, time.monotonic() - begun)
    if not args.json:
        print("\n".join(room.lines(imported, told)))
    return told


def give_back(made: Returned, out: Path) -> None:
    """The clerk's file with a verdict for every row: as `out`, or in it where that is a folder. Raises Invalid."""
    from diaban.core.errors import Invalid

    place = out / made.name if out.is_dir() else out
    try:
        place.write_bytes(made.content)
    except OSError as error:
        raise Invalid(f"Không ghi được tệp kết luận “{place}”; việc nhập vẫn như đã báo.") from error
