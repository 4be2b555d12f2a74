"""What is done with doubts: opened, decided by clerks, taken back, withdrawn, handed up."""

from diaban.review.actions.deciding import decide, undo_last
from diaban.review.actions.opening import Opening, escalate, open_many, withdraw
from diaban.review.actions.opening import open_one as open

__all__ = ["Opening", "decide", "escalate", "open", "open_many", "undo_last", "withdraw"]
