"""Uploaded workbooks, kept under the import's id until they are committed or can't be read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def path_of(import_id: UUID) -> Path:
    """Where the workbook of an import is kept."""
    return Path(settings.DATA_DIR) / "papers" / str(import_id)


def keep(import_id: UUID, upload: UploadedFile[bytes]) -> Path:
    """Write an upload where only this program's account can read it. Whole or not at all."""
    path = path_of(import_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    part.rename(path)
    return path


def forget(import_id: UUID) -> None:
    """Remove the workbook; its rows stay in staging."""
    path_of(import_id).unlink(missing_ok=True)
