"""Keeps the data folder's logs within a size: processes go on writing to the file they hold open."""

from __future__ import annotations

import shutil
from pathlib import Path

KEPT = 3


def trim(folder: Path, limit: int) -> list[Path]:
    """Move what is in each log over `limit` bytes to `NAME.log.1`, that to `.2`, and so on; 0: never.

    The file is copied and emptied, not renamed: PostgreSQL and the web server hold it open for appending. What is
    written between the copy and the emptying, a line at most, is lost.
    """
    cut = []
    for path in sorted(folder.glob("*.log")):
        if limit and path.stat().st_size > limit:
            for number in range(KEPT, 1, -1):
                older = path.with_name(f"{path.name}.{number - 1}")
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number}"))
            shutil.copyfile(path, path.with_name(f"{path.name}.1"))
            path.with_name(f"{path.name}.1").chmod(0o600)
            with path.open("r+b") as emptied:
                emptied.truncate(0)
            cut.append(path)
    return cut
