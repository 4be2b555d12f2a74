"""Rows that point into the store: hung on a record, taken off it. Rights and ledger lines are the calling room's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.core.time import now
from diaban.papers.attachments import media, store
from diaban.papers.attachments.models import Attachment, Owner


def hang(*, by: Viewer, owner_kind: Owner, owner: UUID, stored: store.Stored, medium: str, title: str) -> Attachment:
    """Note that a stored file hangs on a record."""
    return Attachment.objects.create(
        owner_kind=owner_kind, owner=owner, sha256=stored.sha256, size=stored.size, medium=medium,
        title=title[:200], office=by.office_id, actor=by.staff_id,
    )  # fmt: skip


def hang_paper(
    *, by: Viewer, owner_kind: Owner, owner: UUID, content: media.Taken, file_name: str, title: str, most: int
) -> Attachment:
    """Store a paper that was taken in and hang it on a record, of which it is no more than `most` and each once.

    Without a title it is called as its file was. Raises Invalid.
    """
    medium, kept = content
    there = hanging(owner_kind, owner)
    if there.count() >= most:
        raise Invalid(_("Hồ sơ đã có %(most)s giấy tờ; gỡ bớt trước khi thêm.") % {"most": most})
    stored = store.put([kept])
    if there.filter(sha256=stored.sha256).exists():
        sentence = _("Giấy tờ này đã có trong hồ sơ; chưa lưu thêm.")
        raise Invalid(sentence, {"file": sentence})
    named = tidy(title) or tidy(file_name.rpartition(".")[0]) or medium.code
    return hang(by=by, owner_kind=owner_kind, owner=owner, stored=stored, medium=medium.code, title=named)


def hanging(owner_kind: Owner, owner: UUID) -> QuerySet[Attachment]:
    """What hangs on a record now, oldest first."""
    found = Attachment.objects.filter(owner_kind=owner_kind, owner=owner, detached_at=None)
    return found.order_by("attached_at", "id")


def take_off(found: QuerySet[Attachment], staff_id: int) -> int:
    """Note that files hang there no more; returns how many did. The sweeper removes them later."""
    return found.filter(detached_at=None).update(detached_at=now(), detached_by=staff_id)
