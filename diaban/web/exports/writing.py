"""One export written: every row of the list into the file, every resident into the log of look-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas.queries import label as place_label
from diaban.core.errors import Invalid
from diaban.core.text import fmt_moment
from diaban.core.time import now
from diaban.ledger.actions import append, log_export
from diaban.papers.models import Export
from diaban.papers.writing import store
from diaban.papers.writing.book import FORMATS, Head, Writer
from diaban.papers.writing.cells import Values
from diaban.web.exports import at_work, reading
from diaban.web.exports.actions import line

if TYPE_CHECKING:
    from diaban.web.lists import ListView


def head_of(by: Viewer, export: Export, view: ListView) -> Head:
    """What the file says of itself."""
    about = []
    if by.scope.unit_id is not None:
        about.append(_("Phạm vi: %(place)s") % {"place": place_label(by.scope.unit_id)})
    about.append(_("Bộ lọc: %(filters)s") % {"filters": "; ".join(export.about) or _("không")})
    return Head(
        title=export.title,
        columns=[str(column.title) for column in view.listing.columns],
        about=about,
        mark=f"{by.staff_name} · {by.office_name} · {fmt_moment(now())}",
        code=export.code,
        code_title=_("Mã xuất"),
        page=_("Trang %(page)s / %(pages)s") % {"page": "&P", "pages": "&N"},
        record=[(str(label), Values().cell(value)) for label, value in view.listing.record if value != ""],
        record_title=_("Phiếu số liệu"),
    )


def produce(by: Viewer, export: Export, view: ListView) -> dict[str, Any] | None:
    """Write the file; what is to be kept with the export, or None where it was cancelled.

    The log of look-ups and the ledger's line are written with it or not at all.
    """
    with at_work.telling(by, export.pk) as tick:
        with at_work.one_state():
            writer = FORMATS[export.format](store.begin(export.pk), head_of(by, export, view))
            written = _rows(by, export, view, writer, tick)
            if written is None:
                return None
            rows, persons = written
            writer.close()
            if not rows:
                raise Invalid(_("Danh sách đang trống nên không có gì để xuất."))
            append([line("papers.exported", export, by, rows, list=export.name[:24], format=export.format)])
        size, digest = store.finish(export.pk)
    return {"done": rows, "total": rows, "persons": persons, "size": size, "sha256": digest}


def _rows(
    by: Viewer, export: Export, view: ListView, writer: Writer, tick: at_work.Tick
) -> tuple[int, int | None] | None:
    listing = view.listing
    cell = Values().cell
    getters = [reading.getter(column) for column in listing.columns]
    done, persons = 0, 0 if export.personal else None
    for rows in reading.walk(listing, view.ask, export.pk):
        writer.rows([[cell(get(row)) for get in getters] for row in rows])
        done += len(rows)
        if listing.persons is not None:
            persons = (persons or 0) + _logged(by, export, listing.persons, rows)
        if not tick(done):
            return None
    return done, persons


def _logged(by: Viewer, export: Export, person: Any, rows: Any) -> int:
    """Log the residents of a batch; how many they are. A row that is no resident yet counts as none."""
    shown = [found for row in rows if (found := person(row)) is not None]
    log_export(
        actor=by.staff_id, office=by.office_id, purpose=export.purpose, reference=export.reference or None,
        export=export.pk, shown=shown, channel=export.channel,
    )  # fmt: skip
    return len(shown)
