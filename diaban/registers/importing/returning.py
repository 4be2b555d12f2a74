"""A register workbook given back with a verdict for every row of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, NotFound
from diaban.papers.models import Import, Row, State
from diaban.people.importing.returning import kept, outside
from diaban.registers import policies
from diaban.registers.importing.actions import load
from diaban.registers.importing.reasons import sentence
from diaban.registers.importing.summary import verdict_title

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned

#: States in which every row has its verdict.
JUDGED = (State.STAGED, State.COMMITTING, State.COMMITTED, State.UNDONE)


def can_return(imported: Import) -> bool:
    """Whether there is something to give back."""
    return imported.state in JUDGED and kept(imported) is not None


def returned(*, viewer: Viewer, import_id: UUID, path: Path | None = None) -> Returned:
    """The clerk's own file with a column of verdicts; `path` where it was not uploaded. Raises NotFound, Conflict."""
    from diaban.papers.writing.returned import with_verdicts

    policies.check_import(viewer)
    imported = load(import_id)
    if imported.state not in JUDGED:
        raise Conflict(_("Các dòng của tệp này chưa được xét xong; hãy đợi rồi tải lại."))
    found = path or kept(imported)
    if found is None:
        raise NotFound(_("Tệp gốc không còn giữ; kết quả từng dòng vẫn xem được trên trang của lần nhập."))
    said = outside(imported)
    said |= {(row.sheet, row.row_no): _said(row) for row in Row.objects.filter(import_id=import_id).order_by("seq")}
    headers = {sheet["name"]: sheet["header_row"] for sheet in imported.sheets}
    return with_verdicts(found, imported.file_name, said, title=_("Kết luận"), headers=headers)


def _said(row: Row) -> str:
    return f"{verdict_title(row.verdict)}. {' '.join(sentence(stored) for stored in row.reasons)}".strip()
