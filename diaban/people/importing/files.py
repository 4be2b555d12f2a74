"""Uploaded workbooks: in the store of files while an import needs them, then taken off it like any paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from diaban.papers.attachments import keeping, store
from diaban.papers.attachments.models import Owner
from diaban.papers.models import Import

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from diaban.access.scope import Viewer

#: What a workbook is to the store; its reader looks closer.
MEDIUM = "workbook"


def path_of(import_id: UUID) -> Path:
    """Where the workbook of an import is kept; a place where nothing is once it was taken off."""
    kept = keeping.hanging(Owner.IMPORT, import_id).last()
    return store.path_of(kept.sha256) if kept is not None else _earlier(import_id)


def _earlier(import_id: UUID) -> Path:
    """Where earlier versions kept workbooks: by the import's id."""
    return Path(settings.DATA_DIR) / "papers" / str(import_id)


def keep(by: Viewer, imported: Import, upload: UploadedFile[bytes]) -> None:
    """Keep an upload for its import. Whole or not at all."""
    stored = store.put(upload.chunks())
    keeping.hang(
        by=by, owner_kind=Owner.IMPORT, owner=imported.id, stored=stored, medium=MEDIUM, title=imported.file_name
    )


def forget(by: Viewer, import_id: UUID) -> None:
    """Take the workbook off its import; its rows stay in staging, and the sweeper removes the file a day later."""
    keeping.take_off(keeping.hanging(Owner.IMPORT, import_id), by.staff_id)
    _earlier(import_id).unlink(missing_ok=True)
