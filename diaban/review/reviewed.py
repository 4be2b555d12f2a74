"""The room's own subject: a resident who may be recorded twice."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.people import actions, identity, sameness
from diaban.people.models import Merge, Resident
from diaban.review import residents
from diaban.review.registry import Subject

KIND = "resident"


def decide(*, subject_id: UUID, resident_id: UUID | None, by: Viewer) -> None:
    """Merge the two records; nothing where they are two people. Clerks saw both, so what tells namesakes apart was
    seen."""
    if resident_id is None:
        return
    one, two = identity.survivor(subject_id), identity.survivor(resident_id)
    if one == two:
        return  # somebody merged them meanwhile
    found = {each.id: each for each in Resident.objects.filter(pk__in=[one, two])}
    if len(found) < 2:
        raise NotFound(_("Một trong hai hồ sơ ở ngoài địa bàn của bạn; hãy chuyển cấp tỉnh đối chiếu."))
    stays, goes = sameness.staying(found[one], found[two])
    actions.merge(by=by, resident_id=stays.id, merged_id=goes.id, despite=True)


def undo(*, subject_id: UUID, resident_id: UUID | None, by: Viewer) -> None:
    """Take the merge of the two apart; one that somebody has taken apart meanwhile is left so."""
    if resident_id is None:
        return
    pair = [subject_id, resident_id]
    merged = Merge.objects.filter(merged_id__in=pair, into_id__in=pair, undone_by=None).first()
    if merged is not None:
        actions.unmerge(by=by, merged_id=merged.merged_id)


SUBJECTS = (
    Subject(
        KIND, _("Hồ sơ nghi trùng"), residents.sheet, decide, undo, question=_("Có phải một người được ghi hai lần?"),
        permission=Permission.PEOPLE_MERGE,
    ),
)  # fmt: skip
