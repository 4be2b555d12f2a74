"""Exports that a viewer may read of: their own, and for an auditor those of the offices of their ground."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.papers.models import Export


def exports(*, viewer: Viewer) -> QuerySet[Export]:
    """What the row policy lets this viewer read, own and audited alike."""
    found = Export.objects.all()
    return found if viewer.scope.audit else found.filter(actor=viewer.staff_id)


def one(*, viewer: Viewer, export_id: UUID) -> Export:
    """One of them. Raises NotFound."""
    found = exports(viewer=viewer).filter(pk=export_id).first()
    if found is None:
        raise NotFound(_("Không có lần xuất này, hoặc nó là của người khác."))
    return found
