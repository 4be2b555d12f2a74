"""Reads of staged books: an office's own imports and their rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from diaban.access.scope import Viewer
from diaban.incidents.importing import policies
from diaban.incidents.importing.actions import KIND, load
from diaban.papers.models import Import, Row


def imports(*, viewer: Viewer) -> QuerySet[Import]:
    """The books that the viewer's office brought in."""
    policies.check_import(viewer)
    return Import.objects.filter(kind=KIND, office=viewer.office_id)


def one(*, viewer: Viewer, import_id: UUID) -> Import:
    """One book of the viewer's office. Raises NotFound."""
    policies.check_import(viewer)
    return load(import_id)


def rows(*, viewer: Viewer, import_id: UUID) -> QuerySet[Any]:
    """Its rows, in the book's order."""
    return Row.objects.filter(import_id=one(viewer=viewer, import_id=import_id).id)


#: How filters of the list of rows narrow it.
LOOKUPS: dict[str, Any] = {
    "ket_qua": "verdict",
    "ly_do": lambda found, code: found.filter(reasons__contains=[{"code": code}]),
}
