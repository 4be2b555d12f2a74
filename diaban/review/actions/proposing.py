"""Two records that a clerk found by hand to be one person's: put before the clerks with the finder's own answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.text import tidy
from diaban.people import identity, queries, sameness
from diaban.people.models import Resident
from diaban.people.models import State as Living
from diaban.review import policies
from diaban.review.actions.deciding import Decided, decide
from diaban.review.actions.opening import Likely, Opening, open_many
from diaban.review.models import Candidate, Doubt, State, Verdict

#: The kind of subject that `review.reviewed` declares for residents.
KIND = "resident"
LONGEST = 300  #: characters of a reason


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of the viewer's ground: who would stay, who would be merged, and what tells them apart, by code."""

    stays: Resident
    goes: Resident
    apart: Sequence[str]

    @property
    def needs(self) -> int:
        """How many clerks must agree."""
        return 2 if self.apart else 1


def pair_of(*, viewer: Viewer, one_id: UUID, other_id: UUID) -> Pair:
    """Two records as they stand now. Raises NotFound, Refused, Conflict where one was merged or they are the same."""
    ids = [identity.survivor(one_id), identity.survivor(other_id)]
    found = {one.id: one for one in Resident.objects.filter(pk__in=ids)}
    if len(found) < len({*ids}):
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    if ids[0] == ids[1]:
        raise Conflict(_("Hai hồ sơ này đã là một, hoặc bạn chọn hai lần cùng một hồ sơ; hãy chọn hồ sơ khác."))
    one, two = found[ids[0]], found[ids[1]]
    policies.check_pair(viewer, one, two)
    if Living.VOID in (one.state, two.state):
        raise Conflict(_("Một trong hai hồ sơ đã được đánh dấu ghi nhầm; chưa gộp gì."))
    stays, goes = sameness.staying(one, two)
    return Pair(stays, goes, sameness.apart(one, two))


@transaction.atomic
def propose(*, by: Viewer, one_id: UUID, other_id: UUID, reason: str) -> Decided:
    """A clerk says that two records are one person's, and why. They are merged at once, or, where something tells them
    apart, when a second clerk says the same.

    Raises Invalid without a reason or where one is dead and the other is not, Conflict where somebody is at it.
    """
    said = tidy(reason)[:LONGEST]
    if not said:
        raise Invalid(_("Chưa gộp: một số ô cần sửa lại."), {"reason": _("Ghi vì sao là một người.")})
    pair = pair_of(viewer=by, one_id=one_id, other_id=other_id)
    if "death" in pair.apart:
        raise Invalid(_("Một hồ sơ đã khai tử, hồ sơ kia thì chưa: ghi hoặc hủy khai tử trước khi gộp."))
    doubt, answer = _doubt(by, pair)
    doubt.reason, doubt.needs = said, max(doubt.needs, pair.needs)
    doubt.save(update_fields=["reason", "needs"])
    return decide(doubt_id=doubt.id, resident_id=answer, by=by)


def _doubt(by: Viewer, pair: Pair) -> tuple[Doubt, UUID]:
    """The doubt that asks of the pair, and the answer to it that says they are one: one that is open already, else a
    new one, which keeps the candidates of an open doubt about the same record."""
    for subject, other in ((pair.goes, pair.stays), (pair.stays, pair.goes)):
        standing = Doubt.objects.filter(kind=KIND, subject_id=subject.id, state=State.OPEN).first()
        if standing and Candidate.objects.filter(doubt_id=standing.id, resident_id=other.id).exists():
            return standing, other.id
    standing = Doubt.objects.filter(kind=KIND, subject_id=pair.goes.id, state=State.OPEN).first()
    if standing and Verdict.objects.filter(doubt_id=standing.id, undone_at=None).exists():
        raise Conflict(_("Hồ sơ này đang có việc đối chiếu khác chờ người thứ hai; hãy kết luận việc ấy trước."))
    kept = Candidate.objects.filter(doubt_id=standing.id) if standing else ()
    others: list[Likely] = [(one.resident_id, one.probability, one.evidence) for one in kept]
    share, words = queries.likeness(viewer=by, one=pair.goes, other=pair.stays)
    opening = Opening(KIND, pair.goes.id, _place(by, pair), [*others, (pair.stays.id, share, words)], needs=pair.needs)
    return open_many(openings=[opening], by=by)[0], pair.stays.id


def _place(by: Viewer, pair: Pair) -> int:
    """Whose hands it is in: the commune's where both live in one, else the unit of who found them."""
    communes = {_commune(one.place) for one in (pair.stays, pair.goes)}
    return communes.pop() if len(communes) == 1 or by.scope.unit_id is None else by.scope.unit_id


def _commune(place: int) -> int:
    above = [areas.unit(place), *areas.ancestors(place)]
    return next((unit.id for unit in above if unit.level == areas.Level.COMMUNE), place)
