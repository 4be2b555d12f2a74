"""The verbs of an export: ask for one, write it, cancel it, fetch its file, remove it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from diaban.access import limits
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.time import now
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.papers.models import Export, ExportState
from diaban.papers.writing import store
from diaban.papers.writing.book import FORMATS
from diaban.web.exports import AT_ONCE, at_work, policies, queries, reading

if TYPE_CHECKING:
    from diaban.web.lists import ListView

#: Jobs that one person may have waiting or running.
AT_A_TIME = 3
#: Letters and digits that are not taken for one another when a code is read from paper.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def ask(*, by: Viewer, view: ListView, address: str, form: str, channel: str = "web") -> Export:
    """Note that a viewer takes a list out, and see that they may. Nothing is written yet, nor has anything left.

    Raises Refused, TooOften, Invalid where the list is empty or the format unknown, Conflict where too many are under
    way.
    """
    listing = view.listing
    policies.check_export(by, listing.persons is not None)
    limits.count("export", by)
    if form not in FORMATS:
        raise Invalid(_("Chưa xuất: hãy chọn dạng tệp XLSX hoặc CSV."), {"format": _("Chọn dạng tệp.")})
    rows, more = reading.counted(view)
    if rows == 0:
        raise Invalid(_("Danh sách đang trống nên không có gì để xuất."))
    if Export.objects.filter(actor=by.staff_id, state__in=at_work.RUNNING).count() >= AT_A_TIME:
        raise Conflict(_("Bạn đang có %(n)s tệp chờ xuất; hãy đợi xong hoặc hủy bớt rồi xuất tiếp.") % {"n": AT_A_TIME})
    return Export.objects.create(
        code=new_code(), name=listing.name, title=str(listing.title), address=address, format=form,
        about=[f"{tag.label}: {tag.shown}" for tag in view.tags], actor=by.staff_id, office=by.office_id,
        posting=by.posting_id or 0, place=by.scope.unit_id or 0, purpose=by.purpose or "", reference=by.reference,
        language=by.language, channel=channel, ground=list(by.scope.places), personal=listing.persons is not None,
        total=None if more else rows,
    )  # fmt: skip


def new_code() -> str:
    """What is printed in a file and typed to find its log: year and month, then thirty random bits."""
    return f"X{now():%y%m}-{''.join(secrets.choice(_ALPHABET) for _i in range(6))}"


def begin(*, by: Viewer, view: ListView, address: str, form: str, channel: str = "web") -> Export:
    """Take a list out: a short one is written now, a long one is left to a job. Raises TooOften, what `ask` raises."""
    limits.take("export", by.counted_as, times=limits.SHARED if by.is_demo else 1)
    export = ask(by=by, view=view, address=address, form=form, channel=channel)
    if export.total is not None and export.total <= AT_ONCE:
        return write(by=by, export_id=export.pk, view=view)
    defer(export)
    return export


def defer(export: Export) -> None:
    """Give an export to the job queue. A job is told ids only, and acts as the posting that asked."""
    from diaban.web.exports.jobs import run_export

    run_export.defer(export_id=str(export.pk), posting_id=export.posting)


def write(*, by: Viewer, export_id: UUID, view: ListView) -> Export:
    """Write the file, log who was in it, and let it be fetched. A cancelled one leaves nothing behind.

    The rights are asked again: a job may run long after it was asked for. Raises Refused, Invalid, and Conflict where
    the export was written before or cancelled.
    """
    from diaban.web.exports.writing import produce

    with at_work.holding(export_id):
        waiting = Export.objects.filter(pk=export_id, state__in=at_work.RUNNING)
        if not waiting.update(state=ExportState.RUNNING, done=0, touched_at=now(), error=""):
            raise Conflict(_("Lần xuất này đã xong hoặc đã bị hủy."))
        export = queries.one(viewer=by, export_id=export_id)
        try:
            policies.check_same_ground(by, export)
            policies.check_export(by, export.personal)
            made = produce(by, export, view)
        except BaseException:
            store.forget(export_id)
            raise
        kept = Export.objects.filter(pk=export_id, state=ExportState.RUNNING)
        if made is None or not kept.update(**made, state=ExportState.READY, finished_at=now(), expires_at=_until()):
            store.forget(export_id)
    return queries.one(viewer=by, export_id=export_id)


def _until() -> datetime:
    return now() + timedelta(days=settings.EXPORT_DAYS)


def failed(*, export_id: UUID, sentence: str) -> None:
    """Keep why an export came to nothing; as its maker, or as the clock where the maker may do nothing any more."""
    kept = Export.objects.filter(pk=export_id, state__in=at_work.RUNNING)
    kept.update(state=ExportState.FAILED, error=sentence, finished_at=now())


def again(*, by: Viewer, export_id: UUID) -> Export:
    """Ask once more for an export whose process was ended. Raises Conflict where somebody is at work on it."""
    export = queries.one(viewer=by, export_id=export_id)
    policies.check_own(by, export)
    if not at_work.stalled(export):
        raise Conflict(_("Lần xuất này đang được làm hoặc đã xong; hãy tải lại trang."))
    Export.objects.filter(pk=export_id).update(touched_at=now())
    defer(export)
    return export


def cancel(*, by: Viewer, export_id: UUID) -> Export:
    """Stop an export that waits or runs; its job ends at the next batch. Raises Conflict where it is over."""
    export = queries.one(viewer=by, export_id=export_id)
    policies.check_own(by, export)
    waiting = Export.objects.filter(pk=export_id, state__in=at_work.RUNNING)
    if not waiting.update(state=ExportState.CANCELLED, finished_at=now()):
        raise Conflict(_("Lần xuất này đã xong nên không hủy được nữa; có thể xóa tệp."))
    return export


@transaction.atomic
def fetch(*, by: Viewer, export_id: UUID, resumed: bool = False) -> Export:
    """Let the file be sent, with the rights of now; each fetching is a line, going on with an earlier one is not.

    Raises NotFound, Refused.
    """
    export = queries.one(viewer=by, export_id=export_id)
    policies.check_fetch(by, export)
    if not (resumed and export.fetched):
        Export.objects.filter(pk=export_id).update(fetched=F("fetched") + 1)
        append([line("papers.export_fetched", export, by)])
    return export


def remove(*, by: Viewer, export_id: UUID) -> Export:
    """Remove the file before it expires; the log of it stays. Raises Conflict where there is none."""
    export = queries.one(viewer=by, export_id=export_id)
    policies.check_own(by, export)
    if not _removed(by, export, "asked"):
        raise Conflict(_("Lần xuất này không còn tệp để xóa."))
    return export


def expire(*, by: Viewer) -> int:
    """Remove the files whose time is over, and what was left behind; returns how many expired."""
    over = Export.objects.filter(state=ExportState.READY, expires_at__lte=now())
    count = sum(_removed(by, export, "expired") for export in over[:500])
    store.sweep(lambda export_id: Export.objects.filter(pk=export_id, state=ExportState.READY).exists())
    return count


def _removed(by: Viewer, export: Export, why: str) -> bool:
    with transaction.atomic():
        kept = Export.objects.filter(pk=export.pk, state=ExportState.READY)
        if not kept.update(state=ExportState.REMOVED):
            return False
        append([line("papers.export_removed", export, by, why=why)])
    store.forget(export.pk)
    return True


def line(kind: str, export: Export, by: Viewer, quantity: int = 1, **dims: str) -> Line:
    """A line about an export; its place is the unit of the posting that took the list out."""
    return Line(
        kind=kind, record=export.pk, place=export.place, office=export.office, actor=by.staff_id, quantity=quantity,
        dims=dims, purpose=export.purpose or None,
    )  # fmt: skip
