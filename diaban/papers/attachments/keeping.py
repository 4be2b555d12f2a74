"""Rows that point into the store: hung on a record, taken off it. Rights and ledger lines are the calling room's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from diaban.access.scope import Viewer
from diaban.core.time import now
from diaban.papers.attachments import store
from diaban.papers.attachments.models import Attachment, Owner


def hang(*, by: Viewer, owner_kind: Owner, owner: UUID, stored: store.Stored, medium: str, title: str) -> Attachment:
    """Note that a stored file hangs on a record."""
    return Attachment.objects.create(
        owner_kind=owner_kind, owner=owner, sha256=stored.sha256, size=stored.size, medium=medium,
        title=title[:200], office=by.office_id, actor=by.staff_id,
    )  # fmt: skip


def hanging(owner_kind: Owner, owner: UUID) -> QuerySet[Attachment]:
    """What hangs on a record now, oldest first."""
    found = Attachment.objects.filter(owner_kind=owner_kind, owner=owner, detached_at=None)
    return found.order_by("attached_at", "id")


def take_off(found: QuerySet[Attachment], staff_id: int) -> int:
    """Note that files hang there no more; returns how many did. The sweeper removes them later."""
    return found.filter(detached_at=None).update(detached_at=now(), detached_by=staff_id)
