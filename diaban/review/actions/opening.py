"""Doubts are opened, one or very many at a time, withdrawn where they are settled otherwise, and handed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.ids import uuid7
from diaban.core.sql import value
from diaban.core.time import now
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.review import policies
from diaban.review.models import Candidate, Doubt, State, Verdict
from diaban.review.registry import subjects

MOST = 9  #: candidates that are laid beside a subject: one key each
_LEAST = 0.1
_BATCH = 2_000

#: (resident, probability, codes of the evidence)
Likely = tuple[UUID, float, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Opening:
    """A subject in doubt. `value` is what a right answer is worth beside others; `needs` how many clerks must agree."""

    subject_kind: str
    subject_id: UUID
    place: int
    candidates: Sequence[Likely]
    value: float = 1.0
    needs: int = 1

    @property
    def likeliest(self) -> list[Likely]:
        """The candidates that are shown, the likeliest first."""
        return sorted(self.candidates, key=lambda one: (-one[1], one[0]))[:MOST]

    @property
    def weight(self) -> float:
        """What is most unsure and most valuable comes first: the value times the probability that the likeliest
        answer, one of the candidates or none, is wrong; what is nearly sure isn't forgotten."""
        shares = [probability for _id, probability, _codes in self.likeliest]
        return self.value * max(1 - max([*shares, 1 - sum(shares)]), _LEAST)


def open_one(
    *, subject_kind: str, subject_id: UUID, place: int, candidates: Sequence[Likely], by: Viewer, value: float = 1.0,
    needs: int = 1,
) -> Doubt:  # fmt: skip
    """Put a subject before the clerks. One that is open already gets the new candidates, unless somebody has judged it
    since: then it stays as it was shown. Raises Invalid for a kind that no room declares."""
    opening = Opening(subject_kind, subject_id, place, candidates, value, needs)
    return open_many(openings=[opening], by=by)[0]


@transaction.atomic
def open_many(*, openings: Sequence[Opening], by: Viewer) -> list[Doubt]:
    """The same for many subjects, in their order."""
    for place in {opening.place for opening in openings}:
        policies.check_open(by, place)
    unknown = {opening.subject_kind for opening in openings} - set(subjects())
    if unknown or any(not opening.candidates for opening in openings):
        raise Invalid(_("Việc đối chiếu cần loại đã khai báo và ít nhất một người để chọn; chưa mở việc nào."))
    made: list[Doubt] = []
    for at in range(0, len(openings), _BATCH):
        made += _opened(openings[at : at + _BATCH], by)
    return made


def _opened(openings: Sequence[Opening], by: Viewer) -> list[Doubt]:
    ids = [opening.subject_id for opening in openings]
    standing = {
        (doubt.kind, doubt.subject_id): doubt
        for doubt in Doubt.objects.select_for_update().filter(subject_id__in=ids, state=State.OPEN)
    }
    fresh: list[Doubt] = []
    found: list[Doubt] = []
    for opening in openings:
        key = (opening.subject_kind, opening.subject_id)
        if key not in standing:
            standing[key] = _row(opening, by)
            fresh.append(standing[key])
        found.append(standing[key])
    _write(fresh, by)
    judged = set(_judged([doubt.id for doubt in found]))
    _replace(openings, found, judged, {doubt.id for doubt in fresh})
    return found


def _row(opening: Opening, by: Viewer) -> Doubt:
    return Doubt(
        id=uuid7(), kind=opening.subject_kind, subject_id=opening.subject_id, place=opening.place,
        office=by.office_id, weight=opening.weight, needs=opening.needs, opened_at=now(),
    )  # fmt: skip


def _write(fresh: Sequence[Doubt], by: Viewer) -> None:
    lines = append([line("review.opened", doubt, by) for doubt in fresh])
    for doubt, number in zip(fresh, lines, strict=True):
        doubt.lines = [number]
    Doubt.objects.bulk_create(fresh)


def _judged(ids: Sequence[UUID]) -> list[UUID]:
    return list(Verdict.objects.filter(doubt_id__in=ids, undone_at=None).values_list("doubt_id", flat=True))


def _replace(openings: Sequence[Opening], found: Sequence[Doubt], judged: set[UUID], fresh: set[UUID]) -> None:
    """The candidates as they are now; those of a doubt that somebody has judged stay."""
    latest = {doubt.id: (opening, doubt) for opening, doubt in zip(openings, found, strict=True)}
    again = [key for key in latest if key not in fresh and key not in judged]
    Candidate.objects.filter(doubt_id__in=again).delete()
    rows = []
    for key in [*fresh, *again]:
        opening, doubt = latest[key]
        if key not in fresh:
            doubt.weight, doubt.needs, doubt.version = opening.weight, opening.needs, doubt.version + 1
        for n, (resident_id, probability, codes) in enumerate(opening.likeliest, 1):
            rows.append(Candidate(doubt_id=key, n=n, resident_id=resident_id, probability=min(max(probability, 0), 1),
                                  evidence=list(codes)))  # fmt: skip
    Doubt.objects.bulk_update([latest[key][1] for key in again], ["weight", "needs", "version"])
    Candidate.objects.bulk_create(rows)


def line(kind: str, doubt: Doubt, by: Viewer, **dims: str) -> Line:
    """A line of the ledger about a doubt."""
    return Line(
        kind=kind, record=doubt.id, place=doubt.place, office=by.office_id, actor=by.staff_id, purpose=by.purpose,
        dims={"subject": doubt.kind, **dims},
    )  # fmt: skip


def locked(doubt_id: UUID) -> Doubt:
    """A doubt, locked for this transaction. Raises NotFound."""
    found = Doubt.objects.select_for_update().filter(pk=doubt_id).first()
    if found is None:
        raise NotFound(_("Không có việc đối chiếu này trong phạm vi của bạn."))
    return found


@transaction.atomic
def withdraw(*, subject_kind: str, subject_id: UUID, by: Viewer) -> bool:
    """The subject needs no decision any more (its row was mended, or taken back); False where none was open."""
    found = Doubt.objects.select_for_update().filter(kind=subject_kind, subject_id=subject_id, state=State.OPEN)
    doubt = found.first()
    if doubt is None:
        return False
    doubt.lines = [*doubt.lines, *append([line("review.withdrawn", doubt, by)])]
    doubt.state, doubt.decided_at, doubt.version = State.WITHDRAWN, now(), doubt.version + 1
    doubt.save(update_fields=["state", "decided_at", "lines", "version"])
    return True


@transaction.atomic
def escalate(*, doubt_id: UUID, by: Viewer) -> Doubt:
    """Hand a doubt to the unit above, who sees candidates that lie beyond one's own ground."""
    doubt = locked(doubt_id)
    policies.check_decide(by, doubt)
    above = next((unit for unit in areas.ancestors(doubt.place) if unit.level == areas.Level.PROVINCE), None)
    if above is None or above.id == doubt.place:
        raise Conflict(_("Việc này đã ở cấp tỉnh; không còn cấp nào trên để chuyển."))
    append([line("review.escalated", doubt, by)])
    value("select review.hand_up(%s, %s)", [doubt.id, above.id])
    return doubt


@transaction.atomic
def hand_to(*, subject_kind: str, subject_id: UUID, unit_id: int, by: Viewer) -> None:
    """The subject is kept by another commune from now on: its open doubt, if there is one, is that commune's."""
    doubt = Doubt.objects.filter(kind=subject_kind, subject_id=subject_id, state=State.OPEN).first()
    if doubt is not None and doubt.place in by.scope.person_places:
        append([line("review.escalated", doubt, by)])
        value("select review.hand_to(%s, %s)", [doubt.id, unit_id])
