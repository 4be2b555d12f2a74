"""Asking for the work of an import, which jobs do: for pages and the API alike."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.papers.models import Import
from diaban.people.importing import actions, files
from diaban.people.importing import undo as undoing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile


def bring_in(
    *, by: Viewer, file: UploadedFile[bytes], place: int | None = None, add_hamlets: bool | None = None
) -> Import:
    """Keep a workbook for an office and have it read. Raises Refused, what the store raises."""
    posting = posting_of(by)
    imported = actions.start(by=by, file_name=file.name or "", place=place, add_hamlets=add_hamlets)
    files.keep(by, imported, file)
    _read(imported.id, posting)
    return imported


def answer(*, by: Viewer, import_id: UUID, answers: Mapping[str, str], place: int | None = None) -> Import:
    """Keep what the office said of a workbook and have it read again."""
    posting = posting_of(by)
    imported = actions.answer(by=by, import_id=import_id, answers=answers, place=place)
    _read(import_id, posting)
    return imported


def again(*, by: Viewer, import_id: UUID) -> Import:
    """Have what was interrupted read once more."""
    posting = posting_of(by)
    imported = actions.begin_again(by=by, import_id=import_id)
    _read(import_id, posting)
    return imported


def commit(*, by: Viewer, import_id: UUID) -> Import:
    """Have the new rows of a staged list written."""
    from diaban.people.importing.jobs import commit_import

    posting = posting_of(by)
    imported = actions.begin_commit(by=by, import_id=import_id)
    commit_import.defer(import_id=str(import_id), posting_id=posting)
    return imported


def undo(*, by: Viewer, import_id: UUID) -> Import:
    """Have what a list wrote taken back."""
    from diaban.people.importing.jobs import undo_import

    posting = posting_of(by)
    imported = undoing.begin(by=by, import_id=import_id)
    undo_import.defer(import_id=str(import_id), posting_id=posting)
    return imported


def _read(import_id: UUID, posting: int) -> None:
    from diaban.people.importing.jobs import read_import

    read_import.defer(import_id=str(import_id), posting_id=posting)


def posting_of(by: Viewer) -> int:
    """The posting that a job acts as. Raises Refused where there is none."""
    if by.posting_id is None:
        raise Refused(_("Chỉ người giữ một vị trí công tác mới nhập danh sách ở đây."))
    return by.posting_id
