"""Dossiers about identity cards: the work is done on the application, and the dossier follows it step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from diaban.access.models import Office
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.cards.actions import Opened, Step
from diaban.casework.cases import locked
from diaban.core.time import ZONE, now
from diaban.onestop import catalogue
from diaban.onestop.actions.base import issue, step_case, told, write
from diaban.onestop.actions.deciding import OPEN_AGAIN, timing, unsettle
from diaban.onestop.actions.intake import Intake, dossier, enter
from diaban.onestop.models import DeliveryState, Dossier, Field, ResultState, SlipKind, Way
from diaban.people.models import Resident

#: What slips say, in the language of the state whatever the clerk's.
_MEND, _REFUSED = "Sửa dữ liệu cư trú cho khớp với giấy tờ trước khi thu nhận.", "Hồ sơ căn cước bị từ chối."
#: How the cards room calls the ways to hand over, as one-stop does.
_WAYS = {"self": Way.COUNTER, "proxy": Way.PROXY, "post": Way.POST}


@dataclass(frozen=True, slots=True)
class Followed:
    """A dossier, locked, and what the application's step says of it."""

    by: Viewer
    dossier: Dossier
    step: Step
    at: datetime


def opened(by: Viewer, asked: Opened) -> None:
    """The dossier that was taken in for this application follows it; where there is none, one is taken in with it."""
    law = _for_the_law(by)
    waiting = Dossier.objects.select_for_update(of=("self",)).filter(
        subject_id=asked.resident_id, work_id=None, state="accepted", procedure__field=Field.CARD
    )
    made = waiting.first() or _taken_in(law, asked)
    if made is not None:
        write(made, work_id=asked.application_id)


def _taken_in(by: Viewer, asked: Opened) -> Dossier | None:
    """A dossier with what the application says; None where no procedure is in force for it."""
    row = catalogue.of_card(asked.reason, asked.received_at.astimezone(ZONE).date())
    if row is None:
        return None
    subject, office = Resident.objects.get(pk=asked.resident_id), Office.objects.get(pk=by.office_id)
    answers = {"reason": asked.reason} if row.questions else {}
    made = dossier(by, row, office, Intake(row.code, subject.pk), subject, answers, asked.received_at)
    made.place = asked.place
    with told():
        enter(by, made, office, asked.received_at)
    return made


def stepped(by: Viewer, step: Step) -> None:
    """Move the dossiers of applications that took a step; those that have none are left alone."""
    follow = _FOLLOW.get("revive" if step.code.startswith("revive_") else step.code)
    if follow is None:
        return
    found = Dossier.objects.select_for_update(of=("self",)).select_related("procedure")
    for row in found.filter(work_id__in=list(step.moments)).order_by("pk"):
        assert row.work_id is not None
        follow(Followed(_for_the_law(by), row, step, step.moments[row.work_id]))


def _for_the_law(by: Viewer) -> Viewer:
    """Who moves an application needs no right over its dossier: that follows by law."""
    rights = {Permission.ONESTOP_READ, Permission.ONESTOP_WRITE, Permission.ONESTOP_DECIDE}
    return replace(by, role=replace(by.role, permissions=by.role.permissions | rights))


def _mend(it: Followed) -> None:
    step_case(it.by, it.dossier, "ask", at=it.at)
    issue(it.by, it.dossier, SlipKind.SUPPLEMENT, it.at, why="",
          what=_MEND)  # fmt: skip


def _mended(it: Followed) -> None:
    if it.dossier.state == "supplement":
        case = step_case(it.by, it.dossier, "answer", at=it.at)
        _answered(it)
        write(it.dossier, promised_at=case.due_at)


def _answered(it: Followed) -> None:
    it.dossier.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).update(answered_at=it.at)


def _begun(it: Followed) -> None:
    if it.dossier.state == "accepted":
        step_case(it.by, it.dossier, "process", at=it.at)


def _come(it: Followed) -> None:
    """The card lies at the office: the dossier is settled, its result waits."""
    if it.dossier.state == "accepted" or it.dossier.state == "processing":
        when = timing(locked(it.dossier.id), it.at)
        step_case(it.by, it.dossier, "approve", at=it.at, quantity=-1, dims={"when": when}, decided_at=it.at,
                  result_state=ResultState.GRANTED, delivery_state=DeliveryState.AWAITED)  # fmt: skip


def _gone(it: Followed) -> None:
    """The card was lost or spoiled at the office, and another is printed: there is no result any more."""
    if it.dossier.state == "done":
        unsettle(it.by, it.dossier)
        case = step_case(it.by, it.dossier, "reopen", at=it.at, **OPEN_AGAIN)
        write(it.dossier, promised_at=case.due_at)


def _handed(it: Followed) -> None:
    if it.dossier.state == "done":
        way = _WAYS.get(it.step.delivery, Way.COUNTER)
        step_case(it.by, it.dossier, "deliver", at=it.at, dims={"way": way}, delivery_state=DeliveryState.DELIVERED,
                  way=way, receiver=it.step.receiver[:120], delivered_at=it.at)  # fmt: skip


def _refused(it: Followed) -> None:
    when = timing(locked(it.dossier.id), it.at)
    step_case(it.by, it.dossier, "refuse", at=it.at, quantity=-1, dims={"when": when}, decided_at=it.at,
              result_state=ResultState.REFUSED, delivery_state=DeliveryState.AWAITED)  # fmt: skip
    _answered(it)
    issue(it.by, it.dossier, SlipKind.REFUSAL, it.at, why=_REFUSED)


def _withdrawn(it: Followed) -> None:
    when = timing(locked(it.dossier.id), it.at)
    step_case(it.by, it.dossier, "withdraw", at=it.at, quantity=-1, dims={"when": when}, decided_at=it.at)
    _answered(it)


def _died(it: Followed) -> None:
    """What was under way ends; what waited to be fetched is settled already, and nobody will come for it."""
    if it.dossier.state == "done":
        step_case(it.by, it.dossier, "lapse", at=it.at, delivery_state=DeliveryState.NONE)
    elif it.dossier.state != "withdrawn":
        _withdrawn(it)


def _revived(it: Followed) -> None:
    if it.dossier.state != "withdrawn":
        return
    if it.dossier.result_state == ResultState.GRANTED:
        step_case(it.by, it.dossier, "unlapse", at=it.at, delivery_state=DeliveryState.AWAITED)
        return
    unsettle(it.by, it.dossier)
    case = step_case(it.by, it.dossier, "revive", at=it.at, decided_at=None)
    write(it.dossier, promised_at=case.due_at)
    if it.step.code == "revive_mending":
        _mend(replace(it, at=max(it.at, now())))


_FOLLOW: dict[str, Callable[[Followed], None]] = {
    "mend": _mend, "mended": _mended, "capture": _begun, "arrive": _come, "lose": _gone, "spoil": _gone,
    "hand": _handed, "refuse": _refused, "withdraw": _withdrawn, "die": _died, "revive": _revived,
}  # fmt: skip
