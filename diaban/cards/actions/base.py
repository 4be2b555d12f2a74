"""What every verb of the room shares: the application locked, its case moved, its columns written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import policies
from diaban.cards.models import Application, Card
from diaban.casework import actions as corridor
from diaban.core.errors import Conflict, Invalid, NotFound


@contextmanager
def stepping(by: Viewer, application_id: UUID) -> Iterator[Application]:
    """One verb on one application, locked for its transaction. Raises NotFound, Conflict with nothing written."""
    policies.check_write(by)
    with told(), transaction.atomic():
        found = Application.objects.select_for_update().filter(pk=application_id).first()
        if found is None:
            raise NotFound(_("Không có hồ sơ căn cước này trong phạm vi của bạn."))
        yield found


def step(
    by: Viewer, application: Application, code: str, *, at: datetime | None = None, delivery: str = "", **columns: Any
) -> Application:
    """Move the case by one step, then write what changed of the record with it."""
    dims: dict[str, str | int] = {"reason": application.reason}
    if delivery:
        dims["delivery"] = delivery
    case = corridor.move(by=by, case_id=application.id, step=code, at=at, dims=dims)
    columns["open"] = case.open
    Application.objects.filter(pk=application.pk).update(version=F("version") + 1, **columns)
    application.refresh_from_db()
    return application


def change_card(card: Card, **columns: Any) -> Card:
    """Write what changed of a card."""
    Card.objects.filter(pk=card.pk).update(version=F("version") + 1, **columns)
    card.refresh_from_db()
    return card


def card_on_its_way(application: Application) -> Card:
    """The card that was printed for an application and hasn't reached anyone. Raises Conflict."""
    card = Card.objects.select_for_update().filter(
        application_id=application.pk, state__in=["printed", "arrived"]
    ).first()  # fmt: skip
    if card is None:
        raise Conflict(_("Hồ sơ này chưa có thẻ nào đang chờ trả; chưa lưu gì, hãy tải lại trang."))
    return card


_SAID = {
    "card_application_one_open": _("Người này đã có một hồ sơ căn cước đang giải quyết; chưa lưu gì."),
    "cards_card_pkey": _("Số thẻ này đã có trong sổ; chưa lưu gì, hãy kiểm tra lại số in trên thẻ."),
    "card_one_on_its_way": _("Hồ sơ này đã có một thẻ đang chờ trả; chưa lưu gì."),
}


@contextmanager
def told() -> Iterator[None]:
    """Says in a sentence what the tables refuse."""
    try:
        yield
    except IntegrityError as error:
        for name, sentence in _SAID.items():
            if name in str(error):
                raise (Invalid(sentence, {"serial": sentence}) if "pkey" in name else Conflict(sentence)) from error
        raise
