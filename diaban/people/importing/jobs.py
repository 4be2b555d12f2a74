"""Reading and committing a workbook outside the request. A job is told ids only, and acts as the posting that asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from diaban.core.errors import DiabanError

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.papers.models import State

PURPOSE = "residence"


@app.task(name="people.read_import", queue="people")
def read_import(*, import_id: str, posting_id: int) -> None:
    """Read an uploaded workbook and judge its rows; what went wrong is kept with the import."""
    from diaban.papers.models import State
    from diaban.people.importing import actions, files

    as_posting(
        import_id,
        posting_id,
        lambda by, key: actions.process(by=by, import_id=key, path=files.path_of(key)),
        after=State.FAILED,
    )


@app.task(name="people.commit_import", queue="people")
def commit_import(*, import_id: str, posting_id: int) -> None:
    """Commit a staged workbook. After a failure it is staged as before, with the reason."""
    from diaban.papers.models import State
    from diaban.people.importing import commit

    as_posting(import_id, posting_id, lambda by, key: commit.commit(by=by, import_id=key), after=State.STAGED)


@app.task(name="people.undo_import", queue="people")
def undo_import(*, import_id: str, posting_id: int) -> None:
    """Undo a committed workbook. After a failure it is committed as before, with the reason."""
    from diaban.papers.models import State
    from diaban.people.importing import undo

    as_posting(import_id, posting_id, lambda by, key: undo.undo(by=by, import_id=key), after=State.COMMITTED)


#: By the state after a failure: the one that an import is in while the work goes on.
DURING = {"failed": "reading", "staged": "committing", "committed": "undoing"}
#: States after which a workbook isn't needed any more.
ENDED = ("committed", "undone", "failed")


def as_posting(
    import_id: str, posting_id: int, work: Callable[[Viewer, UUID], object], *, after: State,
    forget: Sequence[str] = ENDED,
) -> None:  # fmt: skip
    """Do an import's work as the posting that asked for it. Where it fails, and also where that posting has ended
    meanwhile, the import is `after` again and says why. In the states `forget` its workbook is taken off."""
    from diaban.access.session import acting
    from diaban.access.viewers import viewer_of_posting

    key = UUID(import_id)
    try:
        viewer = viewer_of_posting(posting_id, PURPOSE)
    except DiabanError as error:
        _end(key, posting_id, after, str(error))
        return
    with acting(viewer) as by, override(by.language):
        _work(key, by, work, after, forget)


def _work(key: UUID, by: Viewer, work: Callable[[Viewer, UUID], object], after: State, forget: Sequence[str]) -> None:
    from diaban.papers.models import Import
    from diaban.people.importing import files

    kept = Import.objects.filter(pk=key)
    under_way = kept.filter(state=DURING[after])  # asked for twice, the first may have done it: what is done stays so
    try:
        work(by, key)
    except DiabanError as error:
        under_way.update(state=after, error=str(error))
    except Exception:
        under_way.update(
            state=after,
            error=_("Có lỗi trong chương trình nên chưa ghi gì; hãy thử lại hoặc báo quản trị hệ thống."),
        )
        raise
    if kept.filter(state__in=forget).exists():
        files.forget(by, key)


def _end(key: UUID, posting_id: int, after: State, sentence: str) -> None:
    """Say on the import's page why nobody works on it. The office's rows are its own, so it is told as the clock
    in that office's name."""
    from diaban.access.models import Posting
    from diaban.access.session import acting
    from diaban.access.viewers import clock
    from diaban.papers.models import Import

    office = Posting.objects.filter(pk=posting_id).values_list("office_id", flat=True).first()
    if office is not None:
        with acting(replace(clock(), office_id=office)):
            Import.objects.filter(pk=key, state=DURING[after]).update(state=after, error=sentence)
