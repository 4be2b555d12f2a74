"""At the counter: applications are taken in, their bearers captured, the sheet signed, a day named.

Each verb does one application; `…_all` does many in one transaction, all or none, for lists and drives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import follow, policies
from diaban.cards.actions.base import (
    ONE_OPEN,
    Moments,
    day_of,
    each_at,
    insert,
    step,
    step_all,
    stepping,
    stepping_all,
    told,
)
from diaban.cards.models import Application, Card, CardState, Earlier, Quality
from diaban.cards.persons import last_of_merged
from diaban.cards.states import KIND
from diaban.casework import actions as corridor
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.sql import value
from diaban.core.time import now
from diaban.people import queries as people
from diaban.people.identity import merged_of
from diaban.people.models import Resident

#: Numbers of one office on one day are drawn one after the other, whoever asks at once.
_SERIAL = """
insert into cards_slip (office, day, last) values (%s, %s, %s)
on conflict (office, day) do update set last = cards_slip.last + excluded.last returning last
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone who asks for a card, why, and when; now unless said."""

    resident_id: UUID
    reason: str
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """How well each part of someone was captured, and the capture station's own reference."""

    application_id: UUID
    face: str
    fingers: str
    iris: str
    reference: str


def apply(*, by: Viewer, resident_id: UUID, reason: str, received_at: datetime | None = None) -> Application:
    """Take in an application for a resident whose record the viewer has open.

    Raises Refused for one who isn't entitled, Invalid where the register must be mended first or the reason doesn't
    fit, Conflict where one is open already.
    """
    subject = people.resident(viewer=by, resident_id=resident_id).resident  # who may not open it is told so
    moment = received_at or now()
    with transaction.atomic():
        made = apply_all(by=by, asked=[Asked(subject.pk, reason, moment)])[0]
        follow.opened(by, follow.Opened(made.pk, made.resident_id, made.place, reason, moment))
    return made


def apply_all(*, by: Viewer, asked: Sequence[Asked]) -> list[Application]:
    """Take in many applications, of residents that the viewer sees."""
    policies.check_write(by)
    ids = [each.resident_id for each in asked]
    residents = {row.pk: row for row in Resident.objects.filter(pk__in=ids)}
    if len(residents) < len(set(ids)):
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    held, made, moment = _held(ids), [], now()
    for each in asked:
        resident, day = residents[each.resident_id], day_of(each.received_at or moment)
        policies.check_apply(by, resident, day)
        policies.check_reason(each.reason, held.get(resident.pk))
        made.append(Application(resident_id=resident.pk, place=resident.place, office=by.office_id,
                                reason=each.reason, received_on=day))  # fmt: skip
    openings = [
        corridor.Opening(row.pk, row.place, each.received_at or moment, row.reason, {"reason": row.reason})
        for row, each in zip(made, asked, strict=True)
    ]
    with told(), transaction.atomic():
        if made:
            insert(made, id="uuid", resident_id="uuid", place="int", office="int", reason="text", received_on="date")
        corridor.open_all(by=by, kind=KIND, openings=openings)
    return made


def _held(ids: Sequence[UUID]) -> dict[UUID, date]:
    """The day on which each one's last card was issued, of those who have one.

    Raises Conflict where an application is open on another record of the same person.
    """
    earlier = Earlier.objects.filter(pk__in=ids).values_list("pk", "issued_on")
    own = Card.objects.filter(resident_id__in=ids, state=CardState.HANDED).values_list("resident_id", "issued_on")
    merged = merged_of(ids)
    others = [pk for members in merged.values() for pk in members]
    if others and Application.objects.filter(resident_id__in=others, open=True).exists():
        raise Conflict(ONE_OPEN)
    theirs = {root: issued for root, (issued, _since) in last_of_merged(merged).items()}
    return theirs | dict([*earlier, *own])


def mend(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The register differs from what the bearer shows: the clock stands still until it is put right."""
    with stepping(by, application_id) as application:
        return step(by, application, "mend", at=at)


def mended(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The register agrees now; the clock goes on."""
    with stepping(by, application_id) as application:
        return step(by, application, "mended", at=at)


def capture(
    *, by: Viewer, application_id: UUID, face: str, fingers: str, iris: str, reference: str, at: datetime | None = None
) -> Application:
    """How well each part was captured, and the capture station's own reference. A poor face is taken again first."""
    captured = Captured(application_id, face, fingers, iris, reference)
    return capture_all(by=by, captured=[captured], at=at)[0]


def capture_all(*, by: Viewer, captured: Sequence[Captured], at: Moments = None) -> list[Application]:
    """The same for many, as a capture station's list says."""
    columns = []
    for each in captured:
        _check_captured(each)
        parts = asdict(each) | {"reference": each.reference.strip(), "returned_why": ""}
        columns.append({name: text for name, text in parts.items() if name != "application_id"})
    with stepping_all(by, [each.application_id for each in captured]) as found:
        step_all(by, found, "capture", at=at, columns=columns)
        return found


def _check_captured(each: Captured) -> None:
    if not each.reference.strip():
        sentence = _("Ghi mã tham chiếu của máy thu nhận.")
        raise Invalid(sentence, {"reference": sentence})
    parts = {"face": each.face, "fingers": each.fingers, "iris": each.iris}
    faults = {name: _("Chọn kết quả thu nhận.") for name, told_as in parts.items() if told_as not in Quality.values}
    if each.face in (Quality.POOR, Quality.NONE):
        faults["face"] = _("Ảnh khuôn mặt phải đạt thì mới truyền được; hãy chụp lại.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)


def declare(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The bearer checked and signed the sheet; the appointment slip gets its number `{office}-{yymmdd}-{serial}`."""
    return declare_all(by=by, application_ids=[application_id], at=at)[0]


def declare_all(*, by: Viewer, application_ids: Sequence[UUID], at: Moments = None) -> list[Application]:
    """The same for many. An application that comes again keeps its number."""
    with stepping_all(by, application_ids) as found:
        code = value("select code from access_office where id = %s", [by.office_id])
        slips: list[str] = []
        fresh: dict[date, list[int]] = {}
        for row, moment in zip(found, each_at(at, len(found)), strict=True):
            slips.append(row.slip_no or "")
            if not row.slip_no:
                fresh.setdefault(day_of(moment), []).append(len(slips) - 1)
        for day, ats in fresh.items():
            last = int(value(_SERIAL, [by.office_id, day, len(ats)]))
            for serial, position in enumerate(ats, last - len(ats) + 1):
                slips[position] = f"{code}-{day:%y%m%d}-{serial:04d}"
        step_all(by, found, "declare", at=at, columns=[{"slip_no": slip} for slip in slips])
        return found


def refuse(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """Refuse an application that isn't at the centre yet."""
    with stepping(by, application_id) as application:
        return step(by, application, "refuse", at=at)


def withdraw(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The applicant takes it back."""
    with stepping(by, application_id) as application:
        return step(by, application, "withdraw", at=at)
