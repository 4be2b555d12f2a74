"""A card comes to the office and goes to its bearer, or is lost on the way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards.actions.base import card_on_its_way, change_card, step, stepping
from diaban.cards.models import Application, Card, CardState, Delivery
from diaban.core.errors import Invalid
from diaban.core.time import ZONE, now


def arrive(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The printed card has come to the office."""
    with stepping(by, application_id) as application:
        card = card_on_its_way(application)
        done = step(by, application, "arrive", at=at)
        change_card(card, state=CardState.ARRIVED)
        return done


def not_collected(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The bearer was told and hasn't come; the office's clock stands still."""
    with stepping(by, application_id) as application:
        return step(by, application, "not_collected", at=at)


def hand_over(
    *, by: Viewer, application_id: UUID, delivery: str, checked: bool, at: datetime | None = None
) -> Application:
    """Hand the card over. `checked`: the receiver's identity was looked at. The bearer's card until now ends."""
    if delivery not in Delivery.values:
        sentence = _("Chọn cách trả thẻ.")
        raise Invalid(sentence, {"delivery": sentence})
    if not checked:
        sentence = _("Phải đối chiếu người nhận trước khi trả thẻ.")
        raise Invalid(sentence, {"checked": sentence})
    with stepping(by, application_id) as application:
        card = card_on_its_way(application)
        done = step(by, application, "hand", at=at, delivery=delivery)
        for before in Card.objects.filter(resident_id=card.resident_id, state=CardState.HANDED):
            change_card(before, state=CardState.ENDED)
        day = (at or now()).astimezone(ZONE).date()
        change_card(card, state=CardState.HANDED, delivery=delivery, handed_on=day)
        return done


def lose(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The card was lost or spoiled before anyone had it: the centre prints another."""
    with stepping(by, application_id) as application:
        card: Card = card_on_its_way(application)
        done = step(by, application, "lose", at=at)
        change_card(card, state=CardState.LOST)
        return done
