"""Reading and committing a workbook outside the request. A job is told ids only, and acts as the posting that asked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from diaban.core.errors import DiabanError

PURPOSE = "residence"


@app.task(name="people.read_import", queue="people")
def read_import(*, import_id: str, posting_id: int) -> None:
    """Read an uploaded workbook and judge its rows; what went wrong is kept with the import."""
    from diaban.people.importing import actions, files

    _as_posting(
        import_id,
        posting_id,
        lambda by, key: actions.process(by=by, import_id=key, path=files.path_of(key)),
        failed=True,
    )


@app.task(name="people.commit_import", queue="people")
def commit_import(*, import_id: str, posting_id: int) -> None:
    """Commit a staged workbook. After a failure it is staged as before, with the reason."""
    from diaban.people.importing import commit

    _as_posting(import_id, posting_id, lambda by, key: commit.commit(by=by, import_id=key), failed=False)


def _as_posting(import_id: str, posting_id: int, work: Callable[..., object], *, failed: bool) -> None:
    from django.utils.translation import override

    from diaban.access.session import acting
    from diaban.access.viewers import viewer_of_posting
    from diaban.papers.models import Import, State
    from diaban.people.importing import files

    key, after = UUID(import_id), State.FAILED if failed else State.STAGED
    with acting(viewer_of_posting(posting_id, PURPOSE)) as by, override(by.language):
        kept = Import.objects.filter(pk=key)
        try:
            work(by, key)
        except DiabanError as error:
            kept.update(state=after, error=str(error))
        except Exception:
            kept.update(
                state=after,
                error=_("Có lỗi trong chương trình nên chưa ghi gì; hãy thử lại hoặc báo quản trị hệ thống."),
            )
            raise
        if kept.filter(state__in=(State.COMMITTED, State.FAILED)).exists():
            files.forget(key)
