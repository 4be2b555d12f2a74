"""Clerks decide: one answer each, carried out when as many agree as the doubt needs; the last one is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.time import now
from diaban.ledger.actions import append, void
from diaban.review import policies
from diaban.review.actions.opening import line, locked
from diaban.review.models import Candidate, Doubt, State, Verdict
from diaban.review.registry import subjects


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a verdict: `done` where it decided; else as many clerks more must say the same."""

    doubt: Doubt
    done: bool
    missing: int = 0


@transaction.atomic
def decide(*, doubt_id: UUID, resident_id: UUID | None, by: Viewer) -> Decided:
    """A clerk's answer: one of the candidates, or None for none of them.

    Where two clerks must agree the second decides without being told what the first said; where they don't agree, a
    third's answer does. Raises Conflict where it was decided meanwhile, Invalid for someone who isn't a candidate.
    """
    doubt = locked(doubt_id)
    policies.check_decide(by, doubt)
    if resident_id is not None and not Candidate.objects.filter(doubt_id=doubt.id, resident_id=resident_id).exists():
        raise Invalid(_("Người được chọn không nằm trong số đã nêu; chưa ghi gì, hãy tải lại trang."))
    if Verdict.objects.filter(doubt_id=doubt.id, clerk=by.staff_id, undone_at=None).exists():
        raise Conflict(_("Bạn đã cho ý kiến về việc này; cần một người khác."))
    said = Verdict.objects.filter(doubt_id=doubt.id, resident_id=resident_id, undone_at=None).count() + 1
    verdict = Verdict(doubt_id=doubt.id, resident_id=resident_id, clerk=by.staff_id, at=now())
    answer = "none" if resident_id is None else "same"
    lines = [line("review.judged", doubt, by, answer=answer)]
    _note_needs(doubt, resident_id)
    verdict.deciding = said >= doubt.needs
    if verdict.deciding:
        lines.append(line("review.decided", doubt, by, answer=answer))
    verdict.lines = append(lines)
    verdict.save(force_insert=True)
    if verdict.deciding:
        _close(doubt, resident_id)
        subjects()[doubt.kind].decide(subject_id=doubt.subject_id, resident_id=resident_id, by=by)
    return Decided(doubt, verdict.deciding, doubt.needs - said)


def _note_needs(doubt: Doubt, resident_id: UUID | None) -> None:
    """More clerks must agree where something tells the two apart by now that didn't when they were first compared."""
    if resident_id is None:
        return
    needs = subjects()[doubt.kind].needs(subject_id=doubt.subject_id, resident_id=resident_id)
    if needs > doubt.needs:
        doubt.needs, doubt.version = needs, doubt.version + 1
        doubt.save(update_fields=["needs", "version"])


def _close(doubt: Doubt, answer: UUID | None) -> None:
    doubt.state, doubt.answer, doubt.decided_at, doubt.version = State.DECIDED, answer, now(), doubt.version + 1
    doubt.save(update_fields=["state", "answer", "decided_at", "version"])


@transaction.atomic
def undo_last(*, by: Viewer) -> Doubt:
    """Take back the viewer's last answer; what it decided is undone and the doubt is open again.

    Raises NotFound where there is none, Conflict where somebody else's answer decided after it.
    """
    policies.check_read(by)
    last = Verdict.objects.filter(clerk=by.staff_id, undone_at=None).order_by("-id").first()
    if last is None:
        raise NotFound(_("Bạn chưa có kết luận nào để hoàn tác."))
    doubt = locked(last.doubt_id)
    if doubt.state == State.DECIDED and not last.deciding:
        raise Conflict(_("Việc này đã được người khác kết luận sau ý kiến của bạn; người đó mới hoàn tác được."))
    if Doubt.objects.filter(kind=doubt.kind, subject_id=doubt.subject_id, state=State.OPEN).exclude(pk=doubt.pk):
        raise Conflict(_("Đã có việc đối chiếu mới về hồ sơ này; hãy kết luận ở đó."))
    for number in reversed(last.lines):
        void(number, actor=by.staff_id, office=by.office_id, purpose=by.purpose)
    last.undone_at = now()
    last.save(update_fields=["undone_at"])
    if last.deciding and doubt.state == State.DECIDED:
        doubt.state, doubt.answer, doubt.decided_at, doubt.version = State.OPEN, None, None, doubt.version + 1
        doubt.save(update_fields=["state", "answer", "decided_at", "version"])
        subjects()[doubt.kind].undo(subject_id=doubt.subject_id, resident_id=last.resident_id, by=by)
    return doubt
