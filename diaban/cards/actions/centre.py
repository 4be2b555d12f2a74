"""What goes to the centre and what comes back."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import ages
from diaban.cards.actions.base import step, stepping
from diaban.cards.models import Application, Card
from diaban.core.errors import Invalid
from diaban.core.sql import value
from diaban.core.time import ZONE, now

_SERIAL = re.compile(r"[A-Z0-9]{6,20}")


def send(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """Sent to the centre."""
    with stepping(by, application_id) as application:
        return step(by, application, "send", at=at)


def send_back(*, by: Viewer, application_id: UUID, why: str, at: datetime | None = None) -> Application:
    """The centre returned it, and why. Raises Invalid without a reason."""
    if not why.strip():
        sentence = _("Ghi lý do Trung ương trả lại.")
        raise Invalid(sentence, {"why": sentence})
    with stepping(by, application_id) as application:
        return step(by, application, "send_back", at=at, returned_why=why.strip())


def approve(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The centre approved it."""
    with stepping(by, application_id) as application:
        return step(by, application, "approve", at=at)


def print_card(*, by: Viewer, application_id: UUID, serial: str, at: datetime | None = None) -> Card:
    """The centre printed a card with that number. Raises Invalid for a number that is none, or is taken."""
    number = serial.strip().upper()
    if not _SERIAL.fullmatch(number):
        sentence = _("Số thẻ gồm 6 đến 20 chữ cái và chữ số; hãy kiểm tra lại.")
        raise Invalid(sentence, {"serial": sentence})
    with stepping(by, application_id) as application:
        day = (at or now()).astimezone(ZONE).date()
        step(by, application, "print", at=at)
        return Card.objects.create(
            serial=number, application_id=application.pk, resident_id=application.resident_id,
            place=application.place, office=application.office, issued_on=day,
            good_until=ages.good_until(_birth(application.resident_id), day),
        )  # fmt: skip


def _birth(resident_id: UUID) -> date:
    born: date = value("select birth_date from people_resident where id = %s", [resident_id])
    return born
