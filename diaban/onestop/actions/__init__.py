"""The verbs of one-stop. Each takes `by=` a viewer, is atomic, and moves case, dossier and register together."""

from diaban.onestop.actions.catalogued import NewVersion, add_version, mark_checked
from diaban.onestop.actions.course import (
    answer_supplement,
    ask_supplement,
    charge,
    extend,
    forward,
    go_on,
    pay,
    process,
    stop,
    waive,
)
from diaban.onestop.actions.deciding import approve, deliver, refuse, reopen, withdraw
from diaban.onestop.actions.drafts import expire_drafts, keep_draft
from diaban.onestop.actions.intake import Applicant, Intake, take_in
from diaban.onestop.actions.papers import attach, detach

__all__ = [
    "Applicant", "Intake", "NewVersion", "add_version", "answer_supplement", "approve", "ask_supplement", "attach",
    "charge", "deliver", "detach", "expire_drafts", "extend", "forward", "go_on", "keep_draft", "mark_checked", "pay",
    "process", "refuse", "reopen", "stop", "take_in", "waive", "withdraw",
]  # fmt: skip
