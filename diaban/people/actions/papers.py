"""Scans and papers of a resident: hung on the record, taken off it again."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.ledger.actions import append
from diaban.papers.attachments import keeping, media
from diaban.papers.attachments.models import Attachment, Owner
from diaban.people import policies
from diaban.people.actions.base import action, locked, plain_line
from diaban.people.identity import of_one

#: Papers that may hang on one resident at a time.
MOST = 100


def attach_paper(*, by: Viewer, resident_id: UUID, content: bytes, file_name: str, title: str = "") -> Attachment:
    """Hang a paper on a resident's record. What it is is decided by its content; the place where a photograph was
    taken is not kept. Without a title it is called as its file was. Raises Invalid for what isn't taken."""
    taken = media.taken(content, file_name)
    with action() as action_id:
        resident = locked(resident_id)
        policies.check_edit(by, resident)
        paper = keeping.hang_paper(by=by, owner_kind=Owner.RESIDENT, owner=resident_id, content=taken,
                                   file_name=file_name, title=title, most=MOST)  # fmt: skip
        append([plain_line("people.paper_attached", resident_id, resident.place, by, action_id, medium=paper.medium)])
    return paper


def detach_paper(*, by: Viewer, resident_id: UUID, attachment_id: UUID) -> None:
    """Take a paper off a resident's record; the file itself goes a month later. Raises NotFound."""
    with action() as action_id:
        resident = locked(resident_id)
        policies.check_edit(by, resident)
        every = [keeping.hanging(Owner.RESIDENT, record) for record in of_one(resident_id)]
        found = next((some for hung in every if (some := hung.filter(pk=attachment_id)).exists()), every[0].none())
        paper = found.first()
        if paper is None:
            raise NotFound(_("Không có giấy tờ này trong hồ sơ."))
        keeping.take_off(found, by.staff_id)
        append([plain_line("people.paper_detached", resident_id, resident.place, by, action_id, medium=paper.medium)])
