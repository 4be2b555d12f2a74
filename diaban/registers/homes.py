"""Which rows of a register of households are one household.

Rows matched to residents say it by the residents' household; the others by the head's name that stands beside them,
where the matched rows of that head agree on a household.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from diaban.core.sql import rows
from diaban.core.text import fold
from diaban.registers.models import Home, Row, State


def key_of(row: Row) -> str:
    """The head of a row's household by name, as rows of one household share it; empty where the paper names none."""
    name = row.head_name or (row.full_name if row.relation == "head" else "")
    return fold(name)


def households(residents: Iterable[UUID]) -> dict[UUID, UUID]:
    """The household of each resident that has one; of a merged record that of the one that stays."""
    found = rows(
        "select i.id, r.household_id from unnest(%s::uuid[]) as i(id) join people_resident r"
        " on r.id = people.survivor(i.id) where r.household_id is not null", [[*residents]],
    )  # fmt: skip
    return dict(found)


def gather(made: Sequence[Row]) -> list[Home]:
    """Give every row its home; returns the homes that are new. Homes of the same household and round are used again."""
    known = households(row.resident_id for row in made if row.resident_id)
    of_key: dict[str, set[UUID]] = defaultdict(set)
    for row in made:
        household = known.get(row.resident_id) if row.resident_id else None
        if household is not None and key_of(row):
            of_key[key_of(row)].add(household)
    book = _Homes(made)
    for row in made:
        household = known.get(row.resident_id) if row.resident_id else None
        named = of_key.get(key_of(row), set())
        if household is None and len(named) == 1:
            household = next(iter(named))
        home = book.home(row, household)
        row.home_id = home.id
        home.group = home.group or row.group
    return book.new


class _Homes:
    """Homes of the rows' register and rounds, those in store and those to be."""

    def __init__(self, made: Sequence[Row]) -> None:
        self.new: list[Home] = []
        self._known: dict[tuple[str, str, object], Home] = {}
        if made:
            found = Home.objects.filter(
                register=made[0].register, state=State.ACTIVE, place__in={row.place for row in made},
            )  # fmt: skip
            for home in found:
                self._known[home.register, home.round, home.household_id or home.key] = home

    def home(self, row: Row, household: UUID | None) -> Home:
        told: object = household or key_of(row) or row.id
        at = (row.register, row.round, told)
        if at not in self._known:
            key = "" if household else str(told)
            made = Home(
                register=row.register, round=row.round, group=row.group, place=row.place, key=key,
                household_id=household, since=row.since, import_id=row.import_id, office=row.office,
            )  # fmt: skip
            self._known[at] = made
            self.new.append(made)
        return self._known[at]
