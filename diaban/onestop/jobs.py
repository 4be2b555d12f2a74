"""What the worker repeats: drafts that nobody touched for a month are removed."""

from __future__ import annotations

from diaban.onestop.actions.drafts import expire_drafts


def run_once() -> int:
    """Remove old drafts; returns how many."""
    return expire_drafts()
