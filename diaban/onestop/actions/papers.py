"""Scans that hang on a dossier."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.onestop import policies
from diaban.onestop.actions.base import stepping
from diaban.papers.attachments import keeping, media
from diaban.papers.attachments.models import Attachment, Owner

#: Papers that may hang on one dossier at a time.
MOST = 60


def attach(*, by: Viewer, dossier_id: UUID, content: bytes, file_name: str, title: str = "") -> Attachment:
    """Hang a paper on a dossier. What it is is decided by its content. Raises Invalid for what isn't taken."""
    taken = media.taken(content, file_name)
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        paper = keeping.hang_paper(by=by, owner_kind=Owner.DOSSIER, owner=dossier_id, content=taken,
                                   file_name=file_name, title=title, most=MOST)  # fmt: skip
        append([Line("onestop.paper_attached", dossier_id, dossier.place, by.office_id, by.staff_id, None, 1,
                     {"procedure": dossier.procedure.code}, by.purpose)])  # fmt: skip
    return paper


def detach(*, by: Viewer, dossier_id: UUID, attachment_id: UUID) -> None:
    """Take a paper off a dossier. Raises NotFound."""
    with stepping(by, dossier_id):
        policies.check_write(by)
        if not keeping.take_off(keeping.hanging(Owner.DOSSIER, dossier_id).filter(pk=attachment_id), by.staff_id):
            raise NotFound(_("Không có giấy tờ này trong hồ sơ."))
