"""The verbs of identity cards. Each takes `by=` a viewer, is atomic, and moves case, record and card together."""

from diaban.cards.actions.applying import apply, capture, declare, mend, mended, refuse, withdraw
from diaban.cards.actions.centre import approve, print_card, send, send_back
from diaban.cards.actions.handing import arrive, hand_over, lose, not_collected

__all__ = [
    "apply", "approve", "arrive", "capture", "declare", "hand_over", "lose", "mend", "mended", "not_collected",
    "print_card", "refuse", "send", "send_back", "withdraw",
]  # fmt: skip
