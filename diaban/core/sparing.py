"""What may be written of an exception: its type, PostgreSQL's code and names, and where in our code it arose.

Its message and the variables around it may quote a resident's row, so they are never written.
"""

from __future__ import annotations

import traceback
from typing import Any

_CAUSES = 5
_FRAMES = 4


def spare(error: BaseException) -> list[dict[str, Any]]:
    """An exception and its causes, outermost first."""
    told: list[dict[str, Any]] = []
    found: BaseException | None = error
    while found is not None and len(told) < _CAUSES:
        told.append({"type": type(found).__name__, **_of_database(found), "at": whereabouts(found)})
        found = found.__cause__ or found.__context__
    return told


def _of_database(error: BaseException) -> dict[str, str]:
    """PostgreSQL's code and the names of what was concerned; Django wraps the driver's error, which is a cause."""
    diagnostic = getattr(error, "diag", None)
    told = {"sqlstate": getattr(error, "sqlstate", None)}
    for name in ("constraint_name", "table_name", "column_name"):
        told[name.removesuffix("_name")] = getattr(diagnostic, name, None)
    return {name: value for name, value in told.items() if isinstance(value, str)}


def whereabouts(error: BaseException | None) -> str:
    """module:line of the last frames in our own code, outermost first; of anyone's where none is ours."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    ours = [frame for frame in frames if "/diaban/" in frame.filename] or frames[-1:]
    return " ".join(f"{inside(frame.filename)}:{frame.lineno}" for frame in ours[-_FRAMES:]) or "-"


def inside(path: str) -> str:
    """A file's path from its package on."""
    for root in ("/diaban/", "/site-packages/"):
        if root in path:
            return path.rsplit(root, 1)[-1]
    return path.rsplit("/", 1)[-1]
