"""The verbs of identity cards. Each takes `by=` a viewer, is atomic, and moves case, record and card together."""

from diaban.cards.actions.applying import (
    Asked,
    Captured,
    apply,
    apply_all,
    capture,
    capture_all,
    declare,
    declare_all,
    mend,
    mended,
    refuse,
    withdraw,
)
from diaban.cards.actions.batches import Taken, export, make_batch, province_of, take_in
from diaban.cards.actions.centre import (
    Printed,
    approve,
    approve_all,
    print_all,
    print_card,
    send,
    send_all,
    send_back,
    send_back_all,
)
from diaban.cards.actions.drives import begin
from diaban.cards.actions.exchanging import Came, collect, deliver, exchange, make_batches
from diaban.cards.actions.handing import (
    Receiver,
    arrive,
    arrive_all,
    hand_all,
    hand_over,
    lose,
    not_collected,
    not_collected_all,
    spoil,
)
from diaban.cards.actions.noting import note_card, note_cards
from diaban.cards.follow import Opened, Step

__all__ = [
    "Asked", "Came", "Captured", "Opened", "Printed", "Receiver", "Step", "Taken", "apply", "apply_all", "approve",
    "approve_all", "arrive", "arrive_all", "begin", "capture", "capture_all", "collect", "declare", "declare_all",
    "deliver", "exchange", "export", "hand_all", "hand_over", "lose", "make_batch", "make_batches", "mend", "mended",
    "not_collected", "not_collected_all", "note_card", "note_cards", "print_all", "print_card", "province_of",
    "refuse", "send", "send_all", "send_back", "send_back_all", "spoil", "take_in", "withdraw",
]  # fmt: skip
