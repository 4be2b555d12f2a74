"""Temporary residence, absence and overnight stays of a resident, beside where they are permanently registered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.text import tidy
from diaban.core.time import today
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.people import policies
from diaban.people.actions.base import action, keep_reach, locked, plain_line, save
from diaban.people.models import COUNTED, Resident, State, Stay, StayKind

#: What an open stay of a kind makes of the resident's state.
_STATE = {StayKind.TEMPORARY: State.AWAY, StayKind.ABSENT: State.ABSENT}


def open_stay(
    *, by: Viewer, resident_id: UUID, version: int, kind: str, starts: date, ends: date | None, reason: str,
    place: int | None = None, address: str = "",
) -> Stay:  # fmt: skip
    """Write a declared stay: temporary or visiting at `place` (one's own area), or absence from where they live."""
    if kind not in (StayKind.TEMPORARY, StayKind.ABSENT, StayKind.VISITING):
        raise Invalid(_("Chọn tạm trú, tạm vắng hoặc lưu trú."), {"kind": _("Chọn một loại.")})
    if ends is not None and ends < starts:
        raise Invalid(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), {"ends": _("Ngày kết thúc sớm quá.")})
    with action() as action_id:
        resident = locked(resident_id, version)
        where = resident.place if kind == StayKind.ABSENT or place is None else place
        _check(by, resident, kind, where)
        stay = Stay.objects.create(
            resident_id=resident.id,
            kind=kind,
            place=where,
            address=tidy(address),
            starts=starts,
            ends=ends,
            reason=tidy(reason),
            begun=starts <= today(),
        )
        if stay.begun and (ends is None or ends >= today()):
            _apply(resident, stay)
        append([plain_line("people.stay_opened", resident.id, where, by, action_id, stay=kind)])
    return stay


def close_stay(*, by: Viewer, stay_id: UUID, version: int, day: date) -> Stay:
    """A temporary stay or absence is over on `day`; `version` is the resident's."""
    with action() as action_id:
        resident, stay = _locked(stay_id, version)
        policies.check_add(by, stay.place)
        if stay.kind == StayKind.PERMANENT:
            raise Invalid(_("Nơi thường trú kết thúc khi chuyển đi hoặc mất."))
        if stay.closed:
            raise Conflict(_("Khai báo cư trú này đã kết thúc trước đó; chưa lưu gì, hãy tải lại trang."))
        _check_not_home(resident, stay)
        keep_reach(resident.id)  # where the stay alone showed the resident here
        if day < stay.starts:
            raise Invalid(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), {"day": _("Ngày kết thúc sớm quá.")})
        stay.ends, stay.closed = day, day <= today()
        stay.save(update_fields=["ends", "closed"])
        if stay.closed:
            _settle_state(resident)
            append([closing_line(resident.id, stay, by, action_id, day)])
    return stay


def cancel_stay(*, by: Viewer, stay_id: UUID, version: int) -> Stay:
    """A stay declared ahead won't take place: taken back before its first day, `version` being the resident's.

    The row stays, closed without ever having begun, and its declaration in the ledger is answered by a line.
    """
    with action() as action_id:
        resident, stay = _locked(stay_id, version)
        policies.check_add(by, stay.place)
        if stay.closed or stay.begun:
            raise Conflict(_("Khai báo này đã bắt đầu hoặc đã kết thúc; hãy dùng kết thúc khai báo."))
        keep_reach(resident.id)
        append([closing_line(resident.id, stay, by, action_id, today())])
        stay.ends, stay.closed = stay.ends or stay.starts, True
        stay.save(update_fields=["ends", "closed"])
    return stay


def closing_line(resident_id: UUID, stay: Stay, by: Viewer, action_id: UUID, day: date) -> Line:
    """The line of a declared stay that is over, or that never began."""
    kind = "people.stay_closed" if stay.begun else "people.stay_cancelled"
    return plain_line(kind, resident_id, stay.place, by, action_id, day=day, stay=stay.kind)


def end_stays(resident: Resident, day: date, by: Viewer, action_id: UUID) -> tuple[dict[str, Any], list[Line]]:
    """End every stay that reaches past `day` on it (a later-starting one on its first day), and close those whose last
    day the clock hasn't crossed yet; returns what they were, and the lines of declared ones that this closes."""
    standing = Q(ends=None) | Q(ends__gt=day) | Q(closed=False)
    ended, lines = [], []
    for stay in Stay.objects.select_for_update().filter(standing, resident_id=resident.id).order_by("starts", "id"):
        ended.append([str(stay.id), stay.ends.isoformat() if stay.ends else None, stay.closed])
        past = stay.ends is not None and stay.ends <= day
        over = min(stay.ends + timedelta(days=1), today()) if past and stay.ends else day
        if not stay.closed and stay.kind != StayKind.PERMANENT:
            lines.append(closing_line(resident.id, stay, by, action_id, over))
        if not past:
            stay.ends = max(day, stay.starts)
        stay.closed = True
        stay.save(update_fields=["ends", "closed"])
    return {"stays_ended": ended}, lines


def cross_first_day(*, by: Viewer, stay_id: UUID) -> None:
    """By the clock: a stay declared ahead begins; its line was written when it was declared."""
    with action():
        resident, stay = _locked(stay_id)
        if stay.begun or stay.closed or stay.starts > today():
            return
        stay.begun = True
        stay.save(update_fields=["begun"])
        if stay.ends is None or stay.ends >= today():
            _apply(resident, stay)


def cross_last_day(*, by: Viewer, stay_id: UUID) -> None:
    """By the clock: the last day of a stay is over. The line is dated the day after, when it was crossed."""
    with action() as action_id:
        resident, stay = _locked(stay_id)
        if stay.closed or stay.ends is None or stay.ends >= today():
            return
        stay.closed = True
        stay.save(update_fields=["closed"])
        _settle_state(resident)
        crossed = stay.ends + timedelta(days=1)
        append([closing_line(resident.id, stay, by, action_id, crossed)])


def _locked(stay_id: UUID, version: int | None = None) -> tuple[Resident, Stay]:
    """A stay and its resident, both locked; the resident first, as every verb does."""
    resident_id = Stay.objects.filter(pk=stay_id).values_list("resident_id", flat=True).first()
    if resident_id is None:
        raise NotFound(_("Không có khai báo cư trú này trong phạm vi của bạn."))
    resident = locked(resident_id, version)
    return resident, Stay.objects.select_for_update().get(pk=stay_id)


def _check(by: Viewer, resident: Resident, kind: str, where: int) -> None:
    if kind == StayKind.ABSENT:
        policies.check_live(by, resident)
        return
    policies.check_add(by, where)
    if resident.state in (State.DEAD, State.VOID):
        raise Invalid(_("Bản ghi này đã kết thúc (đã mất hoặc ghi nhầm)."))


def _check_not_home(resident: Resident, stay: Stay) -> None:
    """Who was registered as staying for a time is counted by that stay: it ends with a move or a death alone."""
    if stay.kind != StayKind.TEMPORARY or stay.place != resident.place or resident.state not in COUNTED:
        return
    home = Stay.objects.filter(
        resident_id=resident.id, kind__in=(StayKind.PERMANENT, StayKind.TEMPORARY), place=resident.place,
        ends=None, closed=False,
    )  # fmt: skip
    if stay.ends is None and not home.exclude(pk=stay.id).exists():
        raise Invalid(_("Người này được tính cư trú theo khai báo này; hãy ghi chuyển đi khi họ rời đi."))


def _apply(resident: Resident, stay: Stay) -> None:
    state = _STATE.get(StayKind(stay.kind))
    if state is None or resident.state not in (State.PRESENT, State.ABSENT, State.AWAY):
        return
    elsewhere = stay.place if state == State.AWAY and stay.place != resident.place else None
    if state == State.AWAY and elsewhere is None:  # registered here for a time: they are here
        state = State.PRESENT
    save(resident, state=state, present_place=elsewhere)


def _settle_state(resident: Resident) -> None:
    """The state that the stays still going on leave a resident in."""
    if resident.state not in (State.PRESENT, State.ABSENT, State.AWAY):
        return
    if follow_stays(resident):
        return
    if resident.state != State.PRESENT or resident.present_place is not None:
        save(resident, state=State.PRESENT, present_place=None)


def follow_stays(resident: Resident) -> bool:
    """Take the state of the latest declared stay that goes on today; False where there is none."""
    running = Stay.objects.filter(resident_id=resident.id, kind__in=list(_STATE), begun=True, closed=False)
    latest = running.exclude(ends__lt=today()).order_by("-starts", "-id").first()
    if latest is not None:
        _apply(resident, latest)
    return latest is not None
