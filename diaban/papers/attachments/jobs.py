"""What the worker repeats: files that nothing points to any more are removed from the store."""

from __future__ import annotations

import time

from diaban.core.sql import rows
from diaban.papers.attachments import store

#: A file younger than this may belong to a row that isn't committed yet. Rows keep theirs for longer (`papers.held`).
GRACE = 24 * 3600.0


def run_once() -> int:
    """Remove what nothing points to and nobody stored anew for a day; returns how many files."""
    before = time.time() - GRACE
    old = [path for path in store.stored() if path.stat().st_mtime < before]
    removed = 0
    if old:
        held = {row[0] for row in rows("select sha256 from papers.held()")}
        removed = sum(store.remove(path, before) for path in old if path.name not in held)
    for part in store.parts():
        if part.stat().st_mtime < before:
            part.unlink(missing_ok=True)
    return removed
