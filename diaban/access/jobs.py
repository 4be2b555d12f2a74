"""Work of this room that the supervisor's worker repeats."""

from __future__ import annotations

from diaban.core import sql


def run_once() -> int:
    """Forget answers kept for calls sent twice after a day, and rates that are full again; returns how many."""
    return int(sql.value("select access.forget_old()") or 0)
