"""Whether somebody is at work on an import: a lock that ends with its process, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from django.db import Error, transaction

from diaban.core.sql import value
from diaban.core.time import now
from diaban.papers.models import Import, State

RUNNING = (State.READING, State.COMMITTING, State.UNDOING)
#: How long a job may wait for its turn before the page offers to ask again.
PATIENCE = timedelta(seconds=60)


@contextmanager
def holding(import_id: UUID) -> Iterator[None]:
    """At work on an import until the block, or the process, ends."""
    value("select pg_advisory_lock(hashtext('papers.import'), hashtext(%s))", [str(import_id)])
    try:
        yield
    finally:
        with suppress(Error):  # a lost connection, or a transaction about to be rolled back, ends it otherwise
            value("select pg_advisory_unlock(hashtext('papers.import'), hashtext(%s))", [str(import_id)])


def ask(imported: Import, state: State, step: str = "") -> Import:
    """Say that work was asked for, before a job does it."""
    imported.state, imported.step, imported.error, imported.touched_at = state, step, "", now()
    imported.save(update_fields=["state", "step", "error", "touched_at"])
    return imported


def stalled(imported: Import) -> bool:
    """Whether an import is said to run, but nobody has been at work on it for a while: its process was ended."""
    if imported.state not in RUNNING or timedelta(0) <= now() - imported.touched_at < PATIENCE:
        return False
    with transaction.atomic():
        free = value("select pg_try_advisory_xact_lock(hashtext('papers.import'), hashtext(%s))", [str(imported.id)])
    return bool(free)
