"""The workbook of an import given back with a verdict for every row of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, NotFound
from diaban.papers.attachments import store
from diaban.papers.lists.told import row_titles
from diaban.papers.models import Decision, Import, Row, State, Verdict
from diaban.people.importing import files, queries, reasons

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned

#: States in which every row has its verdict.
JUDGED = (State.STAGED, State.COMMITTING, State.COMMITTED, State.UNDOING, State.UNDONE)


def kept(imported: Import) -> Path | None:
    """Where the workbook lies: as long as the import needs it, and then until the store is next swept."""
    found = files.path_of(imported.id)
    if not found.exists() and imported.sha256:
        found = store.path_of(imported.sha256)
    return found if found.exists() else None


def can_return(imported: Import) -> bool:
    """Whether there is something to give back."""
    return imported.state in JUDGED and kept(imported) is not None


def judged(imported: Import, path: Path | None = None) -> Path:
    """The workbook to be given back: the clerk's own at `path`, else the one that is kept.

    Raises: NotFound where it isn't kept any more, Conflict where rows have no verdict yet.
    """
    if imported.state not in JUDGED:
        raise Conflict(_("Các dòng của tệp này chưa được xét xong; hãy đợi rồi tải lại."))
    return workbook(imported, path)


def workbook(imported: Import, path: Path | None = None) -> Path:
    """The same whether or not rows have verdicts. Raises NotFound."""
    found = path or kept(imported)
    if found is None:
        raise NotFound(_("Tệp gốc không còn giữ; kết quả từng dòng vẫn xem được trên trang của lần nhập."))
    return found


def returned(*, viewer: Viewer, import_id: UUID, path: Path | None = None) -> Returned:
    """The workbook with its verdicts. `path` is the clerk's own file where it was not uploaded.

    Raises: NotFound where the workbook isn't kept any more, Conflict where rows have no verdict yet.
    """
    imported = queries.one(viewer=viewer, import_id=import_id)
    return with_said(imported, queries.rows(viewer=viewer, import_id=import_id), _said, path)


def with_said(imported: Import, rows: QuerySet[Row], said: Callable[[Row], str], path: Path | None = None) -> Returned:
    """An import's workbook with what is said of each of its rows, and of those outside its lists. Raises as `judged`
    does."""
    from diaban.papers.writing.returned import with_verdicts

    found = judged(imported, path)
    told = outside(imported) | {(row.sheet, row.row_no): said(row) for row in rows.order_by("seq").iterator()}
    headers = {sheet["name"]: sheet["header_row"] for sheet in imported.sheets}
    return with_verdicts(found, imported.file_name, told, title=_("Kết luận"), headers=headers)


def _said(row: Row) -> str:
    sentences = " ".join(reasons.sentence(stored) for stored in row.reasons)
    label = _("Đã ghi sổ") if row.committed else str(Verdict(row.verdict).label)
    label = str(Decision(row.decision).label) if row.decision else label
    return f"{label}. {sentences}".strip() if sentences else label


def outside(imported: Import) -> dict[tuple[str, int], str]:
    """Rows that are no data, each with what it was taken for; empty ones and titles stay as they are."""
    titles, silent = row_titles(), {"blank", "title", "header", "numbers"}
    return {
        (entry["sheet"], entry["row"]): _("Ngoài danh sách: %(what)s")
        % {"what": titles.get(entry["kind"], entry["kind"])}
        for entry in imported.left_out
        if entry["kind"] not in silent
    }
