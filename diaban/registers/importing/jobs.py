"""Reading, writing and undoing a workbook outside the request. A job is told ids only, and acts as who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from diaban.people.importing.jobs import as_posting

if TYPE_CHECKING:
    from uuid import UUID

    from diaban.access.scope import Viewer


@app.task(name="registers.read_import", queue="people")
def read_import(*, import_id: str, posting_id: int) -> None:
    """Read an uploaded workbook, match and judge its rows; what went wrong is kept with the import."""
    from diaban.papers.models import State
    from diaban.people.importing import files
    from diaban.registers.importing import actions

    def work(by: Viewer, key: UUID) -> None:
        actions.process(by=by, import_id=key, path=files.path_of(key))

    as_posting(import_id, posting_id, work, after=State.FAILED, forget=())


@app.task(name="registers.commit_import", queue="people")
def commit_import(*, import_id: str, posting_id: int) -> None:
    """Write a staged workbook; it is kept, to be given back put right. After a failure it is staged as before."""
    from diaban.papers.models import State
    from diaban.registers.importing import commit

    def work(by: Viewer, key: UUID) -> None:
        commit.commit(by=by, import_id=key)

    as_posting(import_id, posting_id, work, after=State.STAGED, forget=())


@app.task(name="registers.undo_import", queue="people")
def undo_import(*, import_id: str, posting_id: int) -> None:
    """Take a written workbook back. After a failure it is written as before."""
    from diaban.papers.models import State
    from diaban.registers.importing import undo

    def work(by: Viewer, key: UUID) -> None:
        undo.undo(by=by, import_id=key)

    as_posting(import_id, posting_id, work, after=State.COMMITTED)
