"""What an office does with residents: each verb is atomic and writes its ledger lines."""

from diaban.people.actions.households import (
    Home,
    change_head,
    close_household,
    home_of,
    join_household,
    open_household,
    undo_split,
)
from diaban.people.actions.mend import add_alias, correct, remove_alias
from diaban.people.actions.merging import merge, unmerge
from diaban.people.actions.moves import at_home, make_permanent, move_in, move_out, record_death
from diaban.people.actions.papers import attach_paper, detach_paper
from diaban.people.actions.register import record_birth, register
from diaban.people.actions.stays import cancel_stay, close_stay, open_stay
from diaban.people.actions.undo import void_event

__all__ = [
    "Home",
    "add_alias",
    "at_home",
    "attach_paper",
    "cancel_stay",
    "change_head",
    "close_household",
    "close_stay",
    "correct",
    "detach_paper",
    "home_of",
    "join_household",
    "make_permanent",
    "merge",
    "move_in",
    "move_out",
    "open_household",
    "open_stay",
    "record_birth",
    "record_death",
    "register",
    "remove_alias",
    "undo_split",
    "unmerge",
    "void_event",
]
