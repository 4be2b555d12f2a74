"""What happens to a dossier under way: it is asked for more, paid for, stopped, promised anew, passed on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.casework import calendar
from diaban.core.errors import Conflict, Invalid
from diaban.core.time import ZONE, now, today
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.onestop import catalogue, policies
from diaban.onestop.actions.base import issue, needed, step, stepping, write
from diaban.onestop.actions.moving import send_to
from diaban.onestop.models import Dossier, FeeState, SlipKind
from diaban.onestop.states import UNDER_WAY


def process(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """Whoever decides begins to work on it."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        step(by, dossier, "process", at=at)
    return dossier


def ask_supplement(*, by: Viewer, dossier_id: UUID, what: str, why: str = "", at: datetime | None = None) -> Dossier:
    """Ask the applicant for more: the slip says what and why, and the clock stands still until it comes."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        wanted = needed(what, "what", _("Ghi giấy tờ, nội dung cần bổ sung."))
        step(by, dossier, "ask", at=at)
        issue(by, dossier, SlipKind.SUPPLEMENT, at, what=wanted, why=why.strip()[:2000])
    return dossier


def answer_supplement(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """What was asked for has come: the clock goes on, and the day of return with it."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        case = step(by, dossier, "answer", at=at)
        dossier.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).update(answered_at=at or now())
        write(dossier, promised_at=case.due_at)
    return dossier


def charge(*, by: Viewer, dossier_id: UUID, fee: int, at: datetime | None = None) -> Dossier:
    """Ask for a fee (đồng) before work goes on; the clock stands still until it is paid."""
    if not 0 < fee <= 1_000_000_000:
        sentence = _("Ghi số tiền phải nộp, đồng.")
        raise Invalid(sentence, {"fee": sentence})
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        if dossier.fee_state == FeeState.PAID:
            raise Conflict(_("Hồ sơ này đã nộp phí, lệ phí rồi; chưa lưu gì."))
        step(by, dossier, "charge", at=at, fee=fee, fee_state=FeeState.DUE)
    return dossier


def pay(*, by: Viewer, dossier_id: UUID, receipt: str = "", at: datetime | None = None) -> Dossier:
    """The fee was paid; a dossier that waited for it goes on."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        if dossier.fee_state != FeeState.DUE:
            raise Conflict(_("Hồ sơ này không có khoản phí, lệ phí nào phải nộp; hãy tải lại trang."))
        if dossier.state == "payment":
            case = step(by, dossier, "pay", at=at, fee_state=FeeState.PAID)
            write(dossier, promised_at=case.due_at)
        else:
            _check_payable(dossier)
            write(dossier, fee_state=FeeState.PAID)
        append([_line(by, dossier, "onestop.fees", dossier.fee)])
    return dossier


def waive(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """The applicant needn't pay; a dossier that waited for it goes on."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        if dossier.fee_state != FeeState.DUE:
            raise Conflict(_("Hồ sơ này không có khoản phí, lệ phí nào phải nộp; hãy tải lại trang."))
        if dossier.state == "payment":
            case = step(by, dossier, "pay", at=at, fee_state=FeeState.WAIVED)
            write(dossier, promised_at=case.due_at)
        else:
            _check_payable(dossier)
            write(dossier, fee_state=FeeState.WAIVED)
            append([_line(by, dossier, "onestop.paid")])
    return dossier


def stop(*, by: Viewer, dossier_id: UUID, why: str, at: datetime | None = None) -> Dossier:
    """Stop work on a dossier (a dispute, an investigation); the notice says why, the clock stands still."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        reason = needed(why, "why", _("Ghi lý do dừng giải quyết."))
        step(by, dossier, "stop", at=at)
        dossier.slips.filter(kind=SlipKind.SUPPLEMENT, answered_at=None).update(answered_at=at or now())
        issue(by, dossier, SlipKind.STOP, at, why=reason)
    return dossier


def go_on(*, by: Viewer, dossier_id: UUID, at: datetime | None = None) -> Dossier:
    """What it was stopped for is over."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        case = step(by, dossier, "go_on", at=at)
        write(dossier, promised_at=case.due_at)
    return dossier


def extend(*, by: Viewer, dossier_id: UUID, day: date, why: str, at: datetime | None = None) -> Dossier:
    """Apologise and name another day of return, once. The legal term stays as it is: a late dossier counts as late."""
    with stepping(by, dossier_id) as dossier:
        policies.check_decide(by, dossier)
        _check_under_way(dossier)
        policies.check_extendable(dossier)
        reason = needed(why, "why", _("Ghi lý do phải hẹn lại."))
        before = dossier.promised_at
        if day <= max(today(), before.astimezone(ZONE).date() if before else today()):
            sentence = _("Ngày hẹn lại phải sau hôm nay và sau ngày đã hẹn.")
            raise Invalid(sentence, {"day": sentence})
        days = calendar.current().days
        promised = days.closing(days.from_day(day))
        write(dossier, promised_at=promised, extended=True)
        told = {"why": reason, "promised": promised.isoformat(), "before": before.isoformat() if before else ""}
        issue(by, dossier, SlipKind.APOLOGY, at, **told)
        append([_line(by, dossier, "onestop.extended")])
    return dossier


def forward(*, by: Viewer, dossier_id: UUID, office_id: int) -> Dossier:
    """Pass a dossier that isn't settled on to the office of another ground that has to decide it."""
    with stepping(by, dossier_id) as dossier:
        policies.check_write(by)
        policies.check_by_hand(dossier, "forward")
        _check_under_way(dossier)
        office = catalogue.decider(by, dossier.procedure, office_id)
        if office.pk == dossier.office:
            raise Conflict(_("Hồ sơ này đang ở chính cơ quan đó; chưa lưu gì."))
        send_to(by, dossier, Office.objects.get(pk=office.pk))
    return dossier


def _check_payable(dossier: Dossier) -> None:
    """A fee is settled before the result is given; that of a card, which the centre decides, before it is fetched."""
    if dossier.work_id is None or dossier.state != "done":
        _check_under_way(dossier)


def _check_under_way(dossier: Dossier) -> None:
    if dossier.state not in UNDER_WAY:
        raise Conflict(_("Hồ sơ này đã kết thúc giải quyết; chưa lưu gì, hãy tải lại trang."))


def _line(by: Viewer, dossier: Dossier, kind: str, quantity: int = 1) -> Line:
    return Line(kind, dossier.id, dossier.place, by.office_id, by.staff_id, None, quantity,
                {"procedure": dossier.procedure.code}, by.purpose)  # fmt: skip
