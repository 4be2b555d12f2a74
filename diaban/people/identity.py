"""The identity map: which records are one person's. Applied when records are read; no row is moved for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from diaban.core.sql import prepared_rows, rows, value

_FAMILY = """
with recursive down(id) as (
  select %s::uuid
  union select m.merged_id from down join people_merge m on m.into_id = down.id and m.undone_by is null
) select id from down where id <> %s::uuid
"""


def survivor(record_id: UUID) -> UUID:
    """Whose record a record is now: its own where it wasn't merged."""
    found: UUID = value("select people.survivor(%s)", [record_id])
    return found


def merged_into(resident_id: UUID) -> list[UUID]:
    """The records merged into a resident, those merged into them included."""
    return [row[0] for row in rows(_FAMILY, [resident_id, resident_id])]


def of_one(resident_id: UUID) -> list[UUID]:
    """Every record of a person, the one that stays first: what hangs on any of them is theirs."""
    return [resident_id, *merged_into(resident_id)]


def merged_of(resident_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """For many at once, the records merged into each; who has none isn't named."""
    found: dict[UUID, list[UUID]] = {}
    for root, member in prepared_rows("select root, member from people.merged_of(%s::uuid[])", [list(resident_ids)]):
        found.setdefault(root, []).append(member)
    return found


def remap(record_ids: Sequence[UUID]) -> None:
    """Tell the figures, whose distinct counts take records of one person for one, as what some records count now."""
    ids = list(record_ids)
    rows("delete from figures_merged where record_id = any(%s) returning 1", [ids])
    rows(
        """insert into figures_merged (record_id, into_id)
           select id, people.survivor(id) from unnest(%s::uuid[]) as i(id) where people.survivor(id) <> id
           returning 1""",
        [ids],
    )


def keep_reach(*resident_ids: UUID) -> None:
    """Let this transaction go on seeing residents, with their households, whose place it takes out of the viewer's own
    or brings into it, or of whom the viewer's office has something under way."""
    value("select set_config('diaban.reach', (access.reach() || %s::uuid[])::text, true)", [list(resident_ids)])
