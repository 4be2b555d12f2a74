"""What the centre says of applications that it has: returned and why, approved, printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import ages
from diaban.cards.actions.base import Moments, day_of, each_at, insert, step_all, stepping_all
from diaban.cards.models import Application, Card, CardState
from diaban.core.errors import Invalid
from diaban.core.sql import rows
from diaban.people.identity import keep_reach

_SERIAL = re.compile(r"[A-Z0-9]{6,20}")


def send(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """Sent to the centre by itself; `batches.make_batch` sends many in one file."""
    return send_all(by=by, application_ids=[application_id], at=at)[0]


def send_all(*, by: Viewer, application_ids: Sequence[UUID], at: Moments = None) -> list[Application]:
    """Sent to the centre."""
    with stepping_all(by, application_ids) as found:
        step_all(by, found, "send", at=at)
        return found


def send_back(*, by: Viewer, application_id: UUID, why: str, at: datetime | None = None) -> Application:
    """The centre returned it, and why. Raises Invalid without a reason."""
    return send_back_all(by=by, why={application_id: why}, at=at)[0]


def send_back_all(*, by: Viewer, why: Mapping[UUID, str], at: Moments = None) -> list[Application]:
    """The centre returned these, and why each."""
    if not all(words.strip() for words in why.values()):
        sentence = _("Ghi lý do Trung ương trả lại.")
        raise Invalid(sentence, {"why": sentence})
    with stepping_all(by, list(why)) as found:
        step_all(by, found, "send_back", at=at, columns=[{"returned_why": words.strip()} for words in why.values()])
        return found


def approve(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The centre approved it."""
    return approve_all(by=by, application_ids=[application_id], at=at)[0]


def approve_all(*, by: Viewer, application_ids: Sequence[UUID], at: Moments = None) -> list[Application]:
    """The centre approved these."""
    with stepping_all(by, application_ids) as found:
        step_all(by, found, "approve", at=at)
        return found


@dataclass(frozen=True, slots=True)
class Printed:
    """The number of the card that was printed for an application."""

    application_id: UUID
    serial: str


def print_card(*, by: Viewer, application_id: UUID, serial: str, at: datetime | None = None) -> Card:
    """The centre printed a card with that number. Raises Invalid for a number that is none, or is taken."""
    return print_all(by=by, printed=[Printed(application_id, serial)], at=at)[0]


def print_all(*, by: Viewer, printed: Sequence[Printed], at: Moments = None) -> list[Card]:
    """The centre printed these cards."""
    numbers = [number(each.serial) for each in printed]
    with stepping_all(by, [each.application_id for each in printed]) as found:
        step_all(by, found, "print", at=at)
        births = _births([row.resident_id for row in found])
        cards = []
        for row, serial, moment in zip(found, numbers, each_at(at, len(found)), strict=True):
            day = day_of(moment)
            cards.append(Card(
                serial=serial, application_id=row.pk, resident_id=row.resident_id, place=row.place, office=row.office,
                state=str(CardState.PRINTED), issued_on=day, good_until=ages.good_until(births[row.resident_id], day),
            ))  # fmt: skip
        if cards:
            insert(cards, serial="text", application_id="uuid", resident_id="uuid", place="int", office="int",
                   state="text", issued_on="date", good_until="date")  # fmt: skip
        return cards


def number(serial: str) -> str:
    """A card's number as it is kept. Raises Invalid for what is none."""
    tidied = serial.strip().upper()
    if not _SERIAL.fullmatch(tidied):
        sentence = _("Số thẻ gồm 6 đến 20 chữ cái và chữ số; hãy kiểm tra lại.")
        raise Invalid(sentence, {"serial": sentence})
    return tidied


def _births(ids: Sequence[UUID]) -> dict[UUID, date]:
    """When bearers were born, of those too who have moved away since they applied. Raises Invalid."""
    keep_reach(*ids)
    found = rows("select id, birth_date from people_resident where birth_date is not null and id = any(%s)",
                 [list(ids)])  # fmt: skip
    if len(found) < len(set(ids)):
        raise Invalid(_("Hồ sơ cư trú không còn ngày sinh nên chưa tính được hạn của thẻ; hãy bổ sung rồi ghi lại."))
    return dict(found)
