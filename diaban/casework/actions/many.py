"""The same verb on many cases: each is done or says why not, and none holds up the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from diaban.access.scope import Viewer
from diaban.casework.actions.giving import assign, escalate, hand_over, return_
from diaban.casework.actions.moving import move, pause, resume
from diaban.core.errors import DiabanError

#: The verbs that take many cases.
VERBS: dict[str, Callable[..., Any]] = {
    "assign": assign, "return": return_, "escalate": escalate, "hand_over": hand_over, "pause": pause,
    "resume": resume, "move": move,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: done, or the sentence that says why it stayed as it was."""

    case_id: UUID
    done: bool
    sentence: str = ""


def batch(*, by: Viewer, verb: str, case_ids: Sequence[UUID], **given: Any) -> list[Verdict]:
    """Do one verb to many cases, in the order given, and say what became of each. Raises KeyError: no such verb."""
    act = VERBS[verb]
    return [_one(act, by, case_id, given) for case_id in dict.fromkeys(case_ids)]


def _one(act: Callable[..., Any], by: Viewer, case_id: UUID, given: dict[str, Any]) -> Verdict:
    try:
        with transaction.atomic():
            act(by=by, case_id=case_id, **given)
    except DiabanError as error:
        return Verdict(case_id, False, str(error))
    return Verdict(case_id, True)
