"""Whether somebody is at work on an import: a lock that ends with its process, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from django.db import Error, transaction
from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Conflict, DiabanError
from diaban.core.sql import value
from diaban.core.time import now
from diaban.papers.imports import Imports
from diaban.papers.models import Import, State

RUNNING = (State.READING, State.COMMITTING, State.UNDOING)
#: How long a job may wait for its turn before the page offers to ask again.
PATIENCE = timedelta(seconds=60)
_UNSTAGED = _("Chưa ghi: lần nhập này chưa xét xong hoặc đã ghi sổ rồi.")


@contextmanager
def holding(import_id: UUID) -> Iterator[None]:
    """At work on an import until the block, or the process, ends."""
    value("select pg_advisory_lock(hashtext('papers.import'), hashtext(%s))", [str(import_id)])
    try:
        yield
    finally:
        with suppress(Error):  # a lost connection, or a transaction about to be rolled back, ends it otherwise
            value("select pg_advisory_unlock(hashtext('papers.import'), hashtext(%s))", [str(import_id)])


@contextmanager
def reading(imports: Imports, import_id: UUID) -> Iterator[Import]:
    """At work on reading an import; where that fails its state says so, with the reason.

    Raises: NotFound, Conflict where it is written already.
    """
    with holding(import_id):
        imported = imports.load(import_id)
        check_unwritten(imported)
        try:
            yield imported
        except DiabanError as error:
            Import.objects.filter(pk=imported.pk).update(state=State.FAILED, error=str(error))
            raise


def check_unwritten(imported: Import) -> None:
    """Raise Conflict for an import that was written, even if it was taken back since."""
    if imported.state not in (State.READING, State.MAPPING, State.STAGED, State.FAILED):
        raise Conflict(_("Lần nhập này đã ghi sổ; hãy nhập lại tệp như một lần mới."))


def check_staged(imported: Import) -> int:
    """The place that a staged import is to be written for. Raises Conflict where it can't be written (any more)."""
    if imported.place is None or imported.state not in (State.STAGED, State.COMMITTING):
        raise Conflict(_UNSTAGED)
    return imported.place


def check_to_write(imported: Import) -> int:
    """The same, where nobody is at writing it."""
    if imported.state == State.COMMITTING and not stalled(imported):
        raise Conflict(_UNSTAGED)
    return check_staged(imported)


def check_interrupted(imported: Import) -> None:
    """Raise Conflict but where a reading was begun and its process has ended."""
    if imported.state != State.READING or not stalled(imported):
        raise Conflict(_("Lần nhập này đang được đọc hoặc đã đọc xong; hãy tải lại trang."))


def check_to_undo(imported: Import) -> None:
    """Raise Conflict where somebody is taking an import back already."""
    if imported.state == State.UNDOING and not stalled(imported):
        raise Conflict(_("Lần nhập này đang được hoàn tác; hãy tải lại trang."))


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
