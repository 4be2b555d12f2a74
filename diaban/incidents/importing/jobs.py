"""Reading, writing and taking back a book outside the request, as the posting that asked."""

from __future__ import annotations

from procrastinate.contrib.django import app

from diaban.people.importing.jobs import as_posting


@app.task(name="incidents.read_book", queue="people")
def read_book(*, import_id: str, posting_id: int) -> None:
    """Read an uploaded book and judge its rows; what went wrong is kept with the import."""
    from diaban.incidents.importing import actions
    from diaban.papers.models import State
    from diaban.people.importing import files

    as_posting(
        import_id,
        posting_id,
        lambda by, key: actions.process(by=by, import_id=key, path=files.path_of(key)),
        after=State.FAILED,
    )


@app.task(name="incidents.write_book", queue="people")
def write_book(*, import_id: str, posting_id: int) -> None:
    """Write a staged book. After a failure it is staged as before, with the reason."""
    from diaban.incidents.importing import commit
    from diaban.papers.models import State

    as_posting(import_id, posting_id, lambda by, key: commit.commit(by=by, import_id=key), after=State.STAGED)


@app.task(name="incidents.undo_book", queue="people")
def undo_book(*, import_id: str, posting_id: int) -> None:
    """Take a written book back. After a failure it is written as before, with the reason."""
    from diaban.incidents.importing import undo
    from diaban.papers.models import State

    as_posting(import_id, posting_id, lambda by, key: undo.undo(by=by, import_id=key), after=State.COMMITTED)
