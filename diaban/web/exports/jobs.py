"""Long exports outside the request, and the removal of files whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.papers.models import Export


@app.task(name="web.run_export", queue="exports")
def run_export(*, export_id: str, posting_id: int) -> None:
    """Write an export as the posting that asked for it, with the rights it has now; what went wrong is kept with it."""
    from diaban.access.session import acting
    from diaban.access.viewers import clock, viewer_of_posting
    from diaban.core.errors import DiabanError
    from diaban.papers.models import Export
    from diaban.web.exports import actions

    key = UUID(export_id)
    try:
        by = viewer_of_posting(posting_id)
    except DiabanError as error:  # whoever asked works there no longer
        with acting(clock()):
            actions.failed(export_id=key, sentence=str(error))
        return
    with acting(by):
        export = Export.objects.filter(pk=key).first()
    if export is not None:
        _run(by, export)


def _run(by: Viewer, export: Export) -> None:
    from dataclasses import replace

    from django.utils.translation import override

    from diaban.access.session import acting
    from diaban.core.errors import Conflict, DiabanError
    from diaban.web.exports import actions, reading

    by = replace(by, purpose=export.purpose or None, reference=export.reference, language=export.language)
    with acting(by), override(export.language):
        try:
            actions.write(by=by, export_id=export.pk, view=reading.asked_at(export.address, by))
        except Conflict:  # cancelled, or written by an earlier run
            return
        except DiabanError as error:
            actions.failed(export_id=export.pk, sentence=str(error))
        except Exception:
            sentence = _("Có lỗi trong chương trình nên chưa xuất được tệp; hãy xuất lại hoặc báo quản trị hệ thống.")
            actions.failed(export_id=export.pk, sentence=sentence)
            raise


def run_once() -> int:
    """Remove the files whose time is over; returns how many. The worker asks every minute."""
    from diaban.access.session import acting
    from diaban.access.viewers import clock
    from diaban.web.exports import actions

    by = clock()
    with acting(by):
        return actions.expire(by=by)
