"""Reads of staging: an office's own imports of registers and their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from diaban.access.scope import Viewer
from diaban.papers.models import Import, Row
from diaban.registers import policies
from diaban.registers.importing.actions import KIND, load


def imports(*, viewer: Viewer) -> QuerySet[Import]:
    """The imports of the viewer's office."""
    policies.check_import(viewer)
    return Import.objects.filter(kind=KIND, office=viewer.office_id)


def one(*, viewer: Viewer, import_id: UUID) -> Import:
    """One import of the viewer's office. Raises NotFound."""
    policies.check_import(viewer)
    return load(import_id)


def rows(*, viewer: Viewer, import_id: UUID) -> QuerySet[Row]:
    """Its rows, in the workbook's order."""
    return Row.objects.filter(import_id=one(viewer=viewer, import_id=import_id).id)
