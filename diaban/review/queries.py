"""The queue, and a doubt with its sides. What shows residents is written to the log of look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_shown
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.areas import queries as areas
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.review import policies, residents
from diaban.review.models import Candidate, Doubt, State, Verdict
from diaban.review.registry import Sheet, Subject, subjects

COUNTED = 100  #: so many are counted for the left bar

__all__ = [
    "Side", "View", "count_waiting", "doubt", "following", "handed", "last_of", "of_subject", "open_view", "queue",
    "verdicts", "view",
]  # fmt: skip


@dataclass(frozen=True)
class Side:
    """A candidate with its key, as this viewer may see it. `sheet` is None where they are out of the viewer's ground:
    then `where` says whose it is in."""

    candidate: Candidate
    sheet: Sheet | None
    where: str = ""


@dataclass(frozen=True)
class View:
    """A doubt laid out. `said`: how many clerks have given an answer; `mine`: whether the viewer has; `above`: it was
    handed up, out of the viewer's hands."""

    doubt: Doubt
    subject: Subject
    sheet: Sheet | None
    sides: list[Side]
    said: int
    mine: bool
    above: bool = False

    @property
    def open(self) -> bool:
        """Whether the viewer may answer it now."""
        return self.doubt.state == State.OPEN and not self.mine and not self.above


def _own(viewer: Viewer) -> QuerySet[Doubt]:
    """Doubts that lie in the viewer's hands, without those that they handed up; whoever's ground is large hands to
    nobody."""
    places = viewer.scope.person_places
    return Doubt.objects.filter(place__in=places) if len(places) <= FEW_PLACES else Doubt.objects.all()


def queue(*, viewer: Viewer) -> QuerySet[Doubt]:
    """Open doubts that the viewer may decide and hasn't given an answer to, the weightiest first."""
    policies.check_queue(viewer)
    mine = Verdict.objects.filter(doubt_id=OuterRef("pk"), clerk=viewer.staff_id, undone_at=None)
    said = Verdict.objects.filter(doubt_id=OuterRef("pk"), undone_at=None)
    first = Candidate.objects.filter(doubt_id=OuterRef("pk"), n=1)
    open_ = _own(viewer).filter(state=State.OPEN, kind__in=policies.kinds_of(viewer)).exclude(Exists(mine))
    return open_.annotate(
        best=Subquery(first.values("probability")[:1]), second=Exists(said), heavy=-F("weight"),
    )  # fmt: skip


def following(*, viewer: Viewer, after: UUID | None = None, kind: str = "") -> UUID | None:
    """The doubt to decide next; `after`: one that was just shown and put off, whose followers are meant."""
    found = queue(viewer=viewer).order_by("-weight", "pk")
    found = found.filter(kind=kind) if kind else found
    put_off = Doubt.objects.filter(pk=after).first() if after else None
    if put_off is not None:
        later = found.filter(weight__lt=put_off.weight) | found.filter(weight=put_off.weight, pk__gt=put_off.pk)
        return later.values_list("pk", flat=True).first()
    return found.values_list("pk", flat=True).first()


def count_waiting(viewer: Viewer) -> int | None:
    """How many wait for this viewer, for the left bar; None for none, and no more than `COUNTED`."""
    return queue(viewer=viewer).order_by()[:COUNTED].count() or None


def doubt(*, viewer: Viewer, doubt_id: UUID) -> Doubt:
    """A doubt within reach, its sides unread. Raises NotFound."""
    policies.check_read(viewer)
    found = Doubt.objects.filter(pk=doubt_id, kind__in=policies.kinds_of(viewer)).first()
    if found is None:
        raise NotFound(_("Không có việc đối chiếu này trong phạm vi của bạn."))
    return found


def view(*, viewer: Viewer, doubt_id: UUID) -> View:
    """A doubt with its sides, without logging. Raises NotFound."""
    found = doubt(viewer=viewer, doubt_id=doubt_id)
    subject = subjects()[found.kind]
    candidates = list(Candidate.objects.filter(doubt_id=found.id).order_by("n"))
    sheets = residents.sheets([one.resident_id for one in candidates])
    where = _where(found) if len(sheets) < len(candidates) else {}
    sides = [Side(one, sheets.get(one.resident_id), where.get(one.resident_id, "")) for one in candidates]
    clerks = list(Verdict.objects.filter(doubt_id=found.id, undone_at=None).values_list("clerk", flat=True))
    sheet = subject.sheet(viewer=viewer, subject_id=found.subject_id)
    above = found.place not in viewer.scope.person_places
    return View(found, subject, sheet, sides, len(clerks), viewer.staff_id in clerks, above)


def _where(of: Doubt) -> dict[UUID, str]:
    """The communes of a doubt's candidates, those out of reach too: all that is told of them."""
    found = dict(rows("select resident_id, unit_id from review.communes(%s)", [of.id]))
    names = areas.labels(set(found.values()))
    return {resident: names.get(unit, "") for resident, unit in found.items()}


def handed(*, viewer: Viewer) -> QuerySet[Doubt]:
    """What the viewer's own ground handed up, waiting or decided."""
    policies.check_queue(viewer)
    places = viewer.scope.person_places
    return Doubt.objects.filter(handed_from__in=places, kind__in=policies.kinds_of(viewer))


def of_subject(*, viewer: Viewer, kind: str, subject_id: UUID) -> tuple[Doubt, list[str]] | None:
    """The open doubt about a subject with the communes of its candidates, whoever's hands it is in; None for none.
    For the subject's own page."""
    if kind not in policies.kinds_of(viewer):
        return None
    found = Doubt.objects.filter(kind=kind, subject_id=subject_id, state=State.OPEN).first()
    return (found, sorted({*_where(found).values()} - {""})) if found is not None else None


def open_view(*, viewer: Viewer, doubt_id: UUID, channel: str = "web") -> View:
    """The same, with everyone whom it shows written to the log of look-ups in the same transaction."""
    with transaction.atomic():
        found = view(viewer=viewer, doubt_id=doubt_id)
        shown = [side.candidate.resident_id for side in found.sides if side.sheet is not None]
        log_shown(viewer, "review", [*(found.sheet.persons if found.sheet else ()), *shown], channel)
    return found


def last_of(*, viewer: Viewer) -> Verdict | None:
    """The viewer's last answer that can still be taken back."""
    return Verdict.objects.filter(clerk=viewer.staff_id, undone_at=None).order_by("-id").first()


def verdicts(*, viewer: Viewer, kind: str) -> list[tuple[UUID, UUID, bool]]:
    """What was decided: (subject, resident, whether they are one), every candidate of a decided doubt, for the engine
    to learn from. Candidates that nobody chose are not the person."""
    policies.check_queue(viewer)
    found: list[tuple[Any, ...]] = rows(
        """select d.subject_id, c.resident_id, c.resident_id is not distinct from d.answer
           from review_doubt d join review_candidate c on c.doubt_id = d.id
           where d.kind = %s and d.state = 'decided' order by d.id, c.n""",
        [kind],
    )
    return [(subject, resident, same) for subject, resident, same in found]
