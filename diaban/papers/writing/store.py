"""Where exported files lie until they expire: in the install's own folder, readable by this program's account alone."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings

#: Seconds after which the unfinished file of a writer that was ended is rubbish.
LEFT_BEHIND = 24 * 3600


def folder() -> Path:
    """The folder of exported files; made, and closed to others, when first asked for."""
    found = Path(settings.DATA_DIR) / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(export_id: UUID) -> Path:
    """Where an export's finished file is kept."""
    return folder() / str(export_id)


def begin(export_id: UUID) -> Path:
    """An empty file to write to, before it is whole. What an earlier attempt left is written over."""
    part = path_of(export_id).with_suffix(".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    part.chmod(0o600)
    return part


def finish(export_id: UUID) -> tuple[int, str]:
    """Make a written file the export's own, on disk for good; its bytes and SHA-256."""
    part = path_of(export_id).with_suffix(".part")
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    part.rename(path_of(export_id))
    return path_of(export_id).stat().st_size, digest


def forget(export_id: UUID) -> None:
    """Remove an export's file, whole or not."""
    for path in (path_of(export_id), path_of(export_id).with_suffix(".part")):
        path.unlink(missing_ok=True)


def sweep(kept: Callable[[UUID], bool]) -> None:
    """Remove what nobody has written to for a day and no export keeps: unfinished files, a writer's scratch files."""
    for path in folder().iterdir():
        try:
            old = time.time() - path.stat().st_mtime > LEFT_BEHIND
        except FileNotFoundError:
            continue
        if old and not (_is_id(path.name) and kept(UUID(path.name))):
            path.unlink(missing_ok=True)


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
