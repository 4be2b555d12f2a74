"""Units as values: what the queries hand out, and the one statement that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from diaban.areas.models import Level
from diaban.core import sql
from diaban.core.time import today

#: The first list there is. What was before that day is answered "by that list".
FIRST_LIST = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with the kind and name it has on the day asked for."""

    id: int
    level: Level
    code: str
    kind: str
    name: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    snapshot: bool
    lat: float | None
    lon: float | None
    area_km2: float | None

    @property
    def full_name(self) -> str:
        """Kind and name as in running text: xã Kỳ Văn; tổ dân phố 7."""
        return f"{self.kind} {self.name}"

    @property
    def title(self) -> str:
        """Kind and name as at the start of a line: Xã Kỳ Văn."""
        return self.full_name[:1].upper() + self.full_name[1:]

    def last_day(self) -> date:
        """The last day it was in force; today if it still is."""
        return today() if self.valid_to is None else self.valid_to - timedelta(days=1)

    def in_force(self, on: date) -> bool:
        """Whether it stood on a day; days before the first list are answered by that list."""
        day = listed(on)
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def listed(on: date) -> date:
    """The day whose list answers for `on`."""
    return max(on, FIRST_LIST)


#: Columns of a `Unit`. The name is the one in force on the day, else the nearest that the unit had.
SELECT = """
select u.id, u.level, u.code, n.kind, n.name, u.parent_id, u.valid_from, u.valid_to, u.snapshot, u.lat, u.lon,
       u.area_km2
from areas_unit u cross join lateral (
  select kind, name from areas_name where unit_id = u.id
  order by valid_from <= %(on)s desc, abs(valid_from - %(on)s::date) limit 1
) n
"""
#: In force on the day asked for.
IN_FORCE = "u.valid_from <= %(on)s and (u.valid_to is null or u.valid_to > %(on)s)"


def select(where: str, on: date | None = None, order: str = "u.level, n.name, u.id", **params: Any) -> list[Unit]:
    """Units that satisfy an SQL condition on `u`, named as on a day (today by default)."""
    values = {"on": listed(on or today()), **params}
    found = sql.rows(f"{SELECT} where {where} order by {order}", values)
    return [Unit(row[0], Level(row[1]), *row[2:]) for row in found]


def by_id(ids: Iterable[int], on: date | None = None) -> dict[int, Unit]:
    """Units by id; unknown ids are left out."""
    wanted: Sequence[int] = sorted(set(ids))
    return {unit.id: unit for unit in select("u.id = any(%(ids)s)", on, ids=list(wanted))} if wanted else {}
