"""Reads of staging: an office's own imports and their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.papers import memory
from diaban.papers.models import Import, LayoutMemory, Row
from diaban.people.importing import policies
from diaban.people.importing.actions import KIND, load


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


def layouts(*, viewer: Viewer) -> QuerySet[LayoutMemory]:
    """Headers whose meaning the viewer's office confirmed."""
    policies.check_import(viewer)
    return memory.layouts(memory.Memory(viewer.office_id, KIND))


def layout(*, viewer: Viewer, layout_id: int) -> LayoutMemory:
    """One of them. Raises NotFound."""
    found = layouts(viewer=viewer).filter(pk=layout_id).first()
    if found is None:
        raise NotFound(_("Cơ quan của bạn không nhớ cách đọc này (nữa)."))
    return found
