"""What the worker clears away by itself."""

from __future__ import annotations

BATCH = 10_000


def run_once() -> int:
    """Remove sessions that have ended, a batch at a time; returns how many. They let nobody in, but they pile up."""
    from diaban.core import sql

    return sql.execute(
        "delete from django_session where session_key in"
        " (select session_key from django_session where expire_date < now() limit %s)",
        [BATCH],
    )
