"""At the counter: an application is taken in, its bearer captured, the sheet signed, a day named."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import policies
from diaban.cards.actions.base import step, stepping, told
from diaban.cards.models import Application, Card, CardState, Quality, Reason
from diaban.cards.states import KIND
from diaban.casework import actions as corridor
from diaban.core.errors import Invalid
from diaban.core.sql import value
from diaban.core.time import ZONE, now
from diaban.people import queries as people

#: Numbers of one office on one day are drawn one after the other, whoever asks at once.
_SERIAL = """
insert into cards_slip (office, day, last) values (%s, %s, 1)
on conflict (office, day) do update set last = cards_slip.last + 1 returning last
"""


def apply(*, by: Viewer, resident_id: UUID, reason: str, received_at: datetime | None = None) -> Application:
    """Take in an application for a resident whose record the viewer has open.

    Raises Refused for one who isn't entitled, Invalid where the register must be mended first or the reason doesn't
    fit, Conflict where one is open already.
    """
    policies.check_write(by)
    if reason not in Reason.values:
        raise Invalid(_("Hãy chọn lý do cấp thẻ."), {"reason": _("Hãy chọn lý do cấp thẻ.")})
    resident = people.resident(viewer=by, resident_id=resident_id).resident
    moment = received_at or now()
    day = moment.astimezone(ZONE).date()
    policies.check_apply(by, resident, day)
    held = Card.objects.filter(resident_id=resident_id, state=CardState.HANDED).values_list("issued_on", flat=True)
    policies.check_reason(reason, held.first())
    with told(), transaction.atomic():
        made = Application.objects.create(
            resident_id=resident_id, place=resident.place, office=by.office_id, reason=reason, received_on=day
        )
        corridor.open(
            by=by, kind=KIND, case_id=made.id, place=made.place, received_at=moment, title_code=reason,
            dims={"reason": reason},
        )  # fmt: skip
    return made


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
    _check_quality({"face": face, "fingers": fingers, "iris": iris})
    if not reference.strip():
        sentence = _("Ghi mã tham chiếu của máy thu nhận.")
        raise Invalid(sentence, {"reference": sentence})
    with stepping(by, application_id) as application:
        return step(
            by, application, "capture", at=at, face=face, fingers=fingers, iris=iris, reference=reference.strip(),
            returned_why="",
        )  # fmt: skip


def _check_quality(parts: dict[str, str]) -> None:
    faults = {name: _("Chọn kết quả thu nhận.") for name, told_as in parts.items() if told_as not in Quality.values}
    if parts["face"] in (Quality.POOR, Quality.NONE):
        faults["face"] = _("Ảnh khuôn mặt phải đạt thì mới truyền được; hãy chụp lại.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)


def declare(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The bearer checked and signed the sheet; the appointment slip gets its number `{office}-{yymmdd}-{serial}`."""
    with stepping(by, application_id) as application:
        day = (at or now()).astimezone(ZONE).date()
        serial = value(_SERIAL, [by.office_id, day])
        code = value("select code from access_office where id = %s", [by.office_id])
        slip = application.slip_no or f"{code}-{day:%y%m%d}-{serial:04d}"
        return step(by, application, "declare", at=at, slip_no=slip)


def refuse(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """Refuse an application that isn't at the centre yet."""
    with stepping(by, application_id) as application:
        return step(by, application, "refuse", at=at)


def withdraw(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The applicant takes it back."""
    with stepping(by, application_id) as application:
        return step(by, application, "withdraw", at=at)
