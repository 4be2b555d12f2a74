"""Following a dossier without signing in: by its number and the last four digits of its applicant's.

Both go into one digest, which is looked for in an index: a number that isn't there and a wrong ending are the same
miss, in the same time and words. Nothing is said of whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from diaban.core.sql import one
from diaban.onestop.actions.intake import key_of

_FOLLOW = """
select number, title, title_en, state, received_at, promised_at, decided_at, delivered_at, result_state, fee_state,
    fee, intake, asked ->> 'what' from onestop.follow(%s)
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds number and digits may know. `asked` is what has to be brought, if something has."""

    number: str
    title: str
    title_en: str
    state: str
    received_at: datetime
    promised_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None
    result_state: str
    fee_state: str
    fee: int
    intake: str
    asked: str | None


def follow(number: str, ends: str) -> Followed | None:
    """The dossier of that number whose applicant's number or phone ends so, or None, which says no more."""
    found = one(_FOLLOW, [key_of(number[:80], ends[-4:])])
    return None if found is None else Followed(*found)
