"""Cards come to the office and go to their bearers, or are lost or spoiled on the way.

A card's number is in exactly one state: each verb here moves application, card and stock together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import due
from diaban.cards.actions.base import (
    Moments,
    cards_on_their_way,
    change_card,
    day_of,
    each_at,
    step,
    step_all,
    stepping,
    stepping_all,
    tell_stock,
)
from diaban.cards.actions.ending import end_cards
from diaban.cards.models import Application, CardState, Delivery, Ended
from diaban.core.errors import Invalid
from diaban.core.sql import Columns, bound, update_rows
from diaban.core.text import tidy
from diaban.people.identity import keep_reach


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who took a card in its bearer's stead (name, and number or letter of authority), or how a parcel is followed."""

    name: str = ""
    ref: str = ""


NOBODY = Receiver()


def arrive(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The printed card has come to the office."""
    return arrive_all(by=by, application_ids=[application_id], at=at)[0]


def arrive_all(*, by: Viewer, application_ids: Sequence[UUID], at: Moments = None) -> list[Application]:
    """A parcel of printed cards has come to the office."""
    with stepping_all(by, application_ids) as found:
        cards = cards_on_their_way(found)
        moments = each_at(at, len(found))
        step_all(by, found, "arrive", at=moments)
        arrived: Columns = {"state": ("text", [str(CardState.ARRIVED)] * len(cards))}
        update_rows("cards_card", "serial text", [card.pk for card in cards], arrived, "version = t.version + 1")
        tell_stock(by, cards, 1, [day_of(moment) for moment in moments])
        return found


def not_collected(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The bearer was told and hasn't come; the office's clock stands still."""
    return not_collected_all(by=by, application_ids=[application_id], at=at)[0]


def not_collected_all(*, by: Viewer, application_ids: Sequence[UUID], at: Moments = None) -> list[Application]:
    """The same for a list of who was told."""
    with stepping_all(by, application_ids) as found:
        step_all(by, found, "not_collected", at=at)
        return found


def hand_over(
    *, by: Viewer, application_id: UUID, delivery: str, checked: bool, receiver: str = "", receiver_ref: str = "",
    at: datetime | None = None,
) -> Application:  # fmt: skip
    """Hand the card over. `checked`: the receiver's identity was looked at. The bearer's card until now ends.

    By proxy, who takes it and by what number or letter is kept; by post, the number the parcel is followed by.
    """
    given = Receiver(tidy(receiver), tidy(receiver_ref))
    return hand_all(by=by, application_ids=[application_id], delivery=delivery, checked=checked, to=given, at=at)[0]


def hand_all(
    *, by: Viewer, application_ids: Sequence[UUID], delivery: str, checked: bool, to: Receiver = NOBODY,
    at: Moments = None,
) -> list[Application]:  # fmt: skip
    """Hand many cards over in one go, each to its own bearer or all to the one who takes them."""
    _check_delivery(delivery, checked, to)
    with stepping_all(by, application_ids) as found:
        cards, moments = cards_on_their_way(found), each_at(at, len(found))
        days = [day_of(moment) for moment in moments]
        step_all(by, found, "hand", at=moments, delivery=delivery, receiver=to.name)
        bearers = [card.resident_id for card in cards]
        keep_reach(*bearers)  # who moved away while it was made holds it now, and is due no more
        day_by = dict(zip(bearers, days, strict=True))
        end_cards(by, bearers, Ended.REPLACED, day_by)
        tell_stock(by, cards, -1, days)
        handed: dict[str, str] = {"state": CardState.HANDED, "delivery": delivery, "receiver": to.name,
                                  "receiver_ref": to.ref}  # fmt: skip
        columns: Columns = {name: ("text", [str(said)] * len(cards)) for name, said in handed.items()}
        update_rows("cards_card", "serial text", [card.pk for card in cards], {**columns, "handed_on": ("date", days)},
                    "version = t.version + 1")  # fmt: skip
        bound("delete from cards_earlier where resident_id = any(%b::uuid[])", [bearers])
        due.settle(by, day_by)
        return found


def _check_delivery(delivery: str, checked: bool, to: Receiver) -> None:
    faults = {}
    if delivery not in Delivery.values:
        faults["delivery"] = _("Chọn cách trả thẻ.")
    if delivery == Delivery.PROXY and not (to.name and to.ref):
        faults["receiver"] = _("Ghi họ tên và giấy tờ, giấy ủy quyền của người nhận thay.")
    if delivery == Delivery.POST and not to.ref:
        faults["receiver_ref"] = _("Ghi số vận đơn của bưu chính.")
    if not checked:
        faults["checked"] = _("Phải đối chiếu người nhận trước khi trả thẻ.")
    if faults:
        raise Invalid(next(iter(faults.values())), faults)


def lose(*, by: Viewer, application_id: UUID, at: datetime | None = None) -> Application:
    """The card was lost before anyone had it: the centre prints another."""
    return _gone(by, application_id, "lose", CardState.LOST, "", at)


def spoil(*, by: Viewer, application_id: UUID, why: str, at: datetime | None = None) -> Application:
    """The card is misprinted or broken: it is kept apart to be destroyed, and the centre prints another."""
    if not why.strip():
        sentence = _("Ghi thẻ hỏng thế nào.")
        raise Invalid(sentence, {"why": sentence})
    return _gone(by, application_id, "spoil", CardState.SPOILED, tidy(why), at)


def _gone(by: Viewer, application_id: UUID, code: str, state: CardState, why: str, at: datetime | None) -> Application:
    with stepping(by, application_id) as application:
        (card,) = cards_on_their_way([application])
        lay_here = card.state == CardState.ARRIVED
        done = step(by, application, code, at=at)
        change_card(card, state=state, why=why)
        if lay_here:
            tell_stock(by, [card], -1, [day_of(each_at(at, 1)[0])])
        return done
