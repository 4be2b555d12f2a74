"""Papers that hang on a resident. Opening one is logged, as opening the record is."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened
from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.papers.attachments import keeping, store
from diaban.papers.attachments.models import Attachment, Owner
from diaban.people import identity, policies
from diaban.people.models import Resident


def papers(*, viewer: Viewer, resident_id: UUID) -> list[Attachment]:
    """What hangs on a resident's record, oldest first; then what hangs on those merged into it."""
    policies.check_open(viewer)
    return [paper for record in identity.of_one(resident_id) for paper in keeping.hanging(Owner.RESIDENT, record)]


def open_papers(*, viewer: Viewer, resident_id: UUID, channel: str) -> list[Attachment]:
    """The same for who hasn't opened the record: the look-up is written first. Raises NotFound outside the scope."""
    policies.check_open(viewer)
    with transaction.atomic():
        if not Resident.objects.filter(pk=resident_id).exists():
            raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
        log_opened(viewer, resident_id, channel, "papers")
        return papers(viewer=viewer, resident_id=resident_id)


def paper(*, viewer: Viewer, resident_id: UUID, attachment_id: UUID) -> Attachment:
    """One of them. Raises NotFound."""
    found = next((one for one in papers(viewer=viewer, resident_id=resident_id) if one.pk == attachment_id), None)
    if found is None:
        raise NotFound(_("Không có giấy tờ này trong hồ sơ."))
    return found


def open_paper(
    *, viewer: Viewer, resident_id: UUID, attachment_id: UUID, channel: str = "web"
) -> tuple[Attachment, bytes]:
    """A paper with its content, checked against its digest; the look-up is written first. Raises NotFound, and
    Unavailable where the store has lost or damaged it."""
    with transaction.atomic():
        found = paper(viewer=viewer, resident_id=resident_id, attachment_id=attachment_id)
        content = store.read(found.sha256, found.size)
        log_opened(viewer, resident_id, channel, "paper")
    return found, content
