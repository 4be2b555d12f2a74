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


def needs(*, subject_id: UUID, resident_id: UUID) -> int:
    """Two clerks for twins, siblings and namesakes, also where a record was put right, or merged, since the engine saw
    the pair."""
    ids = [identity.survivor(subject_id), identity.survivor(resident_id)]
    found = list(Resident.objects.filter(pk__in=ids))
    return 2 if len(found) == 2 and sameness.apart(*found) else 1


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
    """Take the merge of the two apart; one that somebody else made, or has taken apart meanwhile, is left so."""
    merged = _joining(subject_id, resident_id) if resident_id is not None else None
    if merged is not None and merged.actor == by.staff_id:
        actions.unmerge(by=by, merged_id=merged.merged_id)


def _joining(one: UUID, two: UUID) -> Merge | None:
    """The merge that made two records one person's: of these two, or of those that they were merged into before it."""
    first, second = _upwards(one), _upwards(two)
    if first[-1] != second[-1]:
        return None
    own = ([r for r in first if r not in second], [r for r in second if r not in first])
    last = [records[-1] for records in own if records]
    return Merge.objects.filter(merged_id__in=last, undone_by=None).order_by("-pk").first()


def _upwards(record: UUID) -> list[UUID]:
    """A record, and those that it was merged into, the one that stays last."""
    found = [record]
    while into := Merge.objects.filter(merged_id=found[-1], undone_by=None).values_list("into_id", flat=True).first():
        found.append(into)
    return found


SUBJECTS = (
    Subject(
        KIND, _("Hồ sơ nghi trùng"), residents.sheet, decide, undo, question=_("Có phải một người được ghi hai lần?"),
        permission=Permission.PEOPLE_MERGE, needs=needs,
    ),
)  # fmt: skip
