"""What is done with doubts: opened, decided by clerks, taken back, withdrawn, handed up."""

from diaban.review.actions.deciding import decide, undo_last
from diaban.review.actions.opening import Opening, escalate, hand_to, open_many, withdraw
from diaban.review.actions.opening import open_one as open
from diaban.review.actions.proposing import Pair, pair_of, propose

__all__ = [
    "Opening", "Pair", "decide", "escalate", "hand_to", "open", "open_many", "pair_of", "propose", "undo_last",
    "withdraw",
]  # fmt: skip
