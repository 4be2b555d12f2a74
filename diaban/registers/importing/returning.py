"""A register workbook given back with a verdict for every row of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.papers.models import Row
from diaban.people.importing.returning import with_said
from diaban.registers.importing import queries
from diaban.registers.importing.reasons import sentence
from diaban.registers.importing.summary import verdict_title

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned


def returned(*, viewer: Viewer, import_id: UUID, path: Path | None = None) -> Returned:
    """The clerk's own file with a column of verdicts; `path` where it was not uploaded. Raises NotFound, Conflict."""
    imported = queries.one(viewer=viewer, import_id=import_id)
    return with_said(imported, queries.rows(viewer=viewer, import_id=import_id), _said, path)


def _said(row: Row) -> str:
    return f"{verdict_title(row.verdict)}. {' '.join(sentence(stored) for stored in row.reasons)}".strip()
