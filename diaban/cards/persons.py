"""Cards of one person, whichever of their merged records they hang on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from diaban.core.sql import rows

#: The day on which a card was issued, and since when it states otherwise than the register.
Held = tuple[date, date | None]

_OF_MERGED = """
select x.root, c.issued_on, c.outdated_on from unnest(%s::uuid[], %s::uuid[]) as x (root, member)
cross join lateral (
    select issued_on, outdated_on from cards_card where resident_id = x.member and state = 'handed'
    union all select issued_on, outdated_on from cards_earlier where resident_id = x.member
) c order by c.issued_on
"""


def last_of_merged(merged: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Held]:
    """Of each one the last card that was issued to a record merged into theirs (`people.identity.merged_of`)."""
    pairs = [(root, member) for root, members in merged.items() for member in members]
    if not pairs:
        return {}
    found = rows(_OF_MERGED, [[root for root, _member in pairs], [member for _root, member in pairs]])
    return {root: (issued, outdated) for root, issued, outdated in found}
