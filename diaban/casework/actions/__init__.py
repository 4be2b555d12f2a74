"""The verbs of the corridor. Each takes `by=` a viewer, is atomic and writes at least one line for each case."""

from diaban.casework.actions.booking import Booked, open_many, take_back
from diaban.casework.actions.calendar import (
    DayChange,
    HoursChange,
    RuleChange,
    add_rule,
    change_days,
    change_hours,
    change_rule,
    swap_days,
)
from diaban.casework.actions.giving import assign, escalate, hand_over, return_
from diaban.casework.actions.many import VERBS, Verdict, batch
from diaban.casework.actions.moving import move, pause, rerule, resume
from diaban.casework.actions.opening import open, relocate
from diaban.casework.actions.sets import Move, Opening, move_all, open_all

__all__ = [
    "VERBS", "Booked", "DayChange", "HoursChange", "Move", "Opening", "RuleChange", "Verdict", "add_rule", "assign",
    "batch", "change_days", "change_hours", "change_rule", "escalate", "hand_over", "move", "move_all", "open",
    "open_all", "open_many", "pause", "relocate", "rerule", "resume", "return_", "swap_days", "take_back",
]  # fmt: skip
