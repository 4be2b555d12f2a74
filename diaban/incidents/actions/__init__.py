"""The verbs of the room. Each takes `by=` a viewer, is atomic and writes at least one line for what it changes."""

from diaban.incidents.actions.catalogue import add_kind, change_kind, end_kind
from diaban.incidents.actions.correct import correct, put_involved, take_off
from diaban.incidents.actions.course import add_step, check, close, hand_over, notify, remote, reopen, void
from diaban.incidents.actions.intake import take_in

__all__ = [
    "add_kind", "add_step", "change_kind", "check", "close", "correct", "end_kind", "hand_over", "notify",
    "put_involved", "remote", "reopen", "take_in", "take_off", "void",
]  # fmt: skip
