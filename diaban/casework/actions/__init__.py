"""The verbs of the corridor. Each takes `by=` a viewer, is atomic and writes at least one line for each case."""

from diaban.casework.actions.giving import assign, escalate, hand_over, return_
from diaban.casework.actions.many import Verdict, batch
from diaban.casework.actions.moving import move, pause, rerule, resume
from diaban.casework.actions.opening import open, relocate

__all__ = [
    "Verdict", "assign", "batch", "escalate", "hand_over", "move", "open", "pause", "relocate", "rerule", "resume",
    "return_",
]  # fmt: skip
