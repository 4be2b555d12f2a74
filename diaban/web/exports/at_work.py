"""Whether somebody is at work on an export, what it tells while it runs, and one state of the data for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from django.db import Error, connection, connections, transaction

from diaban.access.scope import Viewer
from diaban.access.session import settings_on
from diaban.core.sql import value
from diaban.core.time import now
from diaban.papers.models import Export, ExportState

#: How long a job may wait for its turn, or say nothing, before the page offers to ask again.
PATIENCE = timedelta(seconds=60)
RUNNING = (ExportState.QUEUED, ExportState.RUNNING)
_LOCK = "hashtext('papers.export'), hashtext(%s)"

#: Told how many rows are written; answers whether to go on.
Tick = Callable[[int], bool]


@contextmanager
def holding(export_id: UUID) -> Iterator[None]:
    """At work on an export until the block, or the process, ends."""
    value(f"select pg_advisory_lock({_LOCK})", [str(export_id)])
    try:
        yield
    finally:
        with suppress(Error):  # a lost connection, or a transaction about to be rolled back, ends it otherwise
            value(f"select pg_advisory_unlock({_LOCK})", [str(export_id)])


def stalled(export: Export) -> bool:
    """Whether an export is said to run, but nobody has been at work on it for a while: its process was ended."""
    if export.state not in RUNNING or now() - export.touched_at < PATIENCE:
        return False
    with transaction.atomic():
        return bool(value(f"select pg_try_advisory_xact_lock({_LOCK})", [str(export.pk)]))


@contextmanager
def one_state() -> Iterator[None]:
    """All reads of the block see the same committed data, and what it writes is written together or not at all.

    A row whose name changes while thousands are read would otherwise be found twice or not at all.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield


@contextmanager
def telling(by: Viewer, export_id: UUID) -> Iterator[Tick]:
    """A way to tell the page how far the export is, and to hear that it was cancelled, from inside `one_state`.

    It has a connection of its own: what a transaction writes is seen by others only when it ends. Inside a caller's
    transaction the export itself isn't seen by others yet, so nobody is told anything.
    """
    if connection.in_atomic_block:
        yield lambda _done: True
        return
    beside = connections.create_connection("default")
    said = "update papers_export set done = %s, touched_at = now() where id = %s returning state"

    def tick(done: int) -> bool:
        with beside.cursor() as cursor:
            cursor.execute(said, [done, export_id])
            row = cursor.fetchone()
        return row is not None and row[0] == ExportState.RUNNING

    try:
        settings_on(beside, by)
        yield tick
    finally:
        beside.close()
