"""A book given back with a verdict for every row of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.incidents.importing import policies
from diaban.incidents.importing.actions import load
from diaban.incidents.importing.reasons import sentence
from diaban.papers.lists.told import row_titles
from diaban.papers.models import Row, Verdict

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned

#: Rows outside the list that stay as they are.
_SILENT = {"blank", "title", "header", "numbers"}


def returned(*, viewer: Viewer, import_id: UUID, path: Path) -> Returned:
    """The clerk's own file at `path` with a column of verdicts."""
    from diaban.papers.writing.returned import with_verdicts

    policies.check_import(viewer)
    imported = load(import_id)
    titles = row_titles()
    said = {
        (entry["sheet"], entry["row"]): _("Ngoài danh sách: %(what)s")
        % {"what": titles.get(entry["kind"], entry["kind"])}
        for entry in imported.left_out
        if entry["kind"] not in _SILENT
    }
    said |= {(row.sheet, row.row_no): _said(row) for row in Row.objects.filter(import_id=import_id).order_by("seq")}
    headers = {sheet["name"]: sheet["header_row"] for sheet in imported.sheets}
    return with_verdicts(path, imported.file_name, said, title=_("Kết luận"), headers=headers)


def _said(row: Row) -> str:
    label = _("Đã ghi sổ") if row.committed else str(Verdict(row.verdict).label)
    return f"{label}. {' '.join(sentence(stored) for stored in row.reasons)}".strip()
