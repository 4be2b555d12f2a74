"""A dossier is decided, its result handed over; a result given by mistake is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import actions as corridor
from diaban.casework import policies as corridor_policies
from diaban.casework.cases import Case, locked
from diaban.core.errors import Conflict, Invalid
from diaban.core.text import tidy
from diaban.core.time import ZONE, now
from diaban.ledger.actions import void
from diaban.onestop import certificates, outcomes, policies
from diaban.onestop.actions.base import issue, needed, step, stepping
from diaban.onestop.actions.moving import standing_line
from diaban.onestop.ledger_kinds import SETTLED
from diaban.onestop.models import DeliveryState, Dossier, FeeState, ResultState, SlipKind, Way


def timing(case: Case, at: datetime) -> str:
    """Whether what is settled at a moment is early, on its day, or late. One that waits is as late as it was."""
    if case.late or (not case.paused and case.due_at is not None and case.due_at < at):
        return "late"
    due = case.due_on
    return "early" if due is None or at.astimezone(ZONE).date() < due else "on_time"


#: Columns of a dossier whose result was taken back.
OPEN_AGAIN: dict[str, Any] = {
    "result_state": ResultState.NONE, "result_no": "", "decided_at": None, "outcome": {},
    "delivery_state": DeliveryState.NONE,
}  # fmt: skip


def unsettle(by: Viewer, dossier: Dossier) -> None:
    """Take back the line that settled a dossier: it counts as open, as it did."""
    settled = standing_line(dossier, *SETTLED)
    if settled is not None:
        void(settled, actor=by.staff_id, office=by.office_id, purpose=by.purpose)


def approve(*, by: Viewer, dossier_id: UUID, result_no: str = "", at: datetime | None = None) -> Dossier:
    """Grant what a dossier asks for: the register is written, the dossier settled and its result waits, all or nothing.

    Raises what the people room raises (someone died meanwhile, a number that is taken), with nothing written.
    """
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        policies.check_by_hand(dossier, "approve")
        moment, case = at or now(), locked(dossier_id)
        corridor_policies.check_step(by, case, "approve")
        if dossier.fee_state == FeeState.DUE:
            raise Conflict(_("Hồ sơ này chưa nộp phí, lệ phí; hãy ghi đã nộp hoặc được miễn trước."))
        written = outcomes.give(by, dossier)
        step(by, dossier, "approve", at=at, quantity=-1, dims={"when": timing(case, moment)},
             result_state=ResultState.GRANTED, result_no=tidy(result_no)[:60], decided_at=moment, outcome=written,
             delivery_state=DeliveryState.AWAITED)  # fmt: skip
        if dossier.procedure.code == "certificate":
            issue(by, dossier, SlipKind.CERTIFICATE, moment, **certificates.body(dossier))
        _back_to_the_counter(by, dossier)
    return dossier


def refuse(*, by: Viewer, dossier_id: UUID, why: str, at: datetime | None = None) -> Dossier:
    """Refuse a dossier: the slip that says why waits to be handed over. Nothing is written to the register."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        reason = needed(why, "why", _("Ghi lý do từ chối."))
        moment, case = at or now(), locked(dossier_id)
        step(by, dossier, "refuse", at=at, quantity=-1, dims={"when": timing(case, moment)},
             result_state=ResultState.REFUSED, decided_at=moment, delivery_state=DeliveryState.AWAITED)  # fmt: skip
        dossier.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).update(answered_at=moment)
        issue(by, dossier, SlipKind.REFUSAL, moment, why=reason)
        _back_to_the_counter(by, dossier)
    return dossier


def _back_to_the_counter(by: Viewer, dossier: Dossier) -> None:
    """A result is collected where the dossier was handed in: the case lies there from now on."""
    if dossier.intake_office != locked(dossier.id).office_id:
        corridor.hand_over(by=by, case_id=dossier.id, office_id=dossier.intake_office)


def withdraw(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """The applicant takes a dossier back before it is settled."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        moment, case = at or now(), locked(dossier_id)
        step(by, dossier, "withdraw", at=at, quantity=-1, dims={"when": timing(case, moment)}, decided_at=moment)
        dossier.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).update(answered_at=moment)
    return dossier


def deliver(*, by: Viewer, dossier_id: UUID, way: str, receiver: str = "", at: datetime | None = None) -> Dossier:
    """Hand the result over. Someone who collects it for another is named."""
    if way not in Way.values:
        sentence = _("Chọn cách trả kết quả.")
        raise Invalid(sentence, {"way": sentence})
    named = tidy(receiver)
    if way == Way.PROXY and not named:
        sentence = _("Ghi họ và tên người nhận thay.")
        raise Invalid(sentence, {"receiver": sentence})
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        step(by, dossier, "deliver", at=at, dims={"way": way}, delivery_state=DeliveryState.DELIVERED, way=way,
             receiver=named[:120], delivered_at=at or now())  # fmt: skip
    return dossier


def reopen(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """Take back a result given by mistake and not handed over yet: register and counts are as they were before."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        policies.check_by_hand(dossier, "reopen")
        corridor_policies.check_step(by, locked(dossier_id), "reopen")
        outcomes.undo(by, dossier)
        unsettle(by, dossier)
        step(by, dossier, "reopen", at=at, **OPEN_AGAIN)
        if locked(dossier_id).office_id != dossier.office:
            corridor.hand_over(by=by, case_id=dossier_id, office_id=dossier.office)
    return dossier
