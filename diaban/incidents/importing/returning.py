"""A book given back with a verdict for every row of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.incidents.importing import queries
from diaban.incidents.importing.reasons import sentence
from diaban.papers.models import Row, Verdict
from diaban.people.importing.returning import with_said

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned


def returned(*, viewer: Viewer, import_id: UUID, path: Path | None = None) -> Returned:
    """The clerk's own file with a column of verdicts; `path` where it was not uploaded. Raises NotFound, Conflict."""
    imported = queries.one(viewer=viewer, import_id=import_id)
    return with_said(imported, queries.rows(viewer=viewer, import_id=import_id), _said, path)


def _said(row: Row) -> str:
    label = _("Đã ghi sổ") if row.committed else str(Verdict(row.verdict).label)
    return f"{label}. {' '.join(sentence(stored) for stored in row.reasons)}".strip()
