"""Which units have entered nothing: no line of a domain about a period, other than what the clock wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.figures.measures import measures
from diaban.figures.periods import Period
from diaban.figures.queries import check_read
from diaban.ledger.lines import CLOCK


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit without a line in the period; `last` is the latest day any line of the domain tells of, None for never."""

    unit_id: int
    last: date | None

    def days(self, on: date | None = None) -> int | None:
        """How long since, in days."""
        return None if self.last is None else ((on or today()) - self.last).days


def domains() -> tuple[str, ...]:
    """The domains whose work is counted, in the order of rooms."""
    return tuple(dict.fromkeys(kind.partition(".")[0] for one in measures().values() for kind in one.kinds))


#: One probe of the index (kind, place, day) tells of a place that isn't silent; only the silent are asked for all.
_SILENT = """
with kinds as materialized (select id from ledger_kind where domain = any(%(domains)s)),
asked as materialized (select unnest(%(units)s::int[]) as unit_id)
select a.unit_id, (
    select max(l.day) from areas_within w cross join kinds k cross join lateral (
        select day from ledger_line where kind_id = k.id and place = w.place_id and day <= %(today)s
            and actor <> %(clock)s order by day desc limit 1) l
    where w.unit_id = a.unit_id)
from asked a where not exists (
    select from areas_within w cross join kinds k cross join lateral (
        select 1 from ledger_line where kind_id = k.id and place = w.place_id and day between %(since)s and %(until)s
            and actor <> %(clock)s limit 1) l
    where w.unit_id = a.unit_id)
"""


#: What was found to have spoken, by domain, days and version of the map: the ledger forgets nothing, so it stays so.
_spoken: dict[tuple[str, Period, int], set[int]] = {}
#: Of how many domains and periods it is remembered.
_REMEMBERED = 32


def silent(unit_ids: Sequence[int], period: Period, *, viewer: Viewer, domain: str = "") -> list[Silent]:
    """The units of the viewer's ground with nothing entered about a period (in one domain, or any), those that have
    been silent longest first. Raises Refused for a role that sees no figures.
    """
    check_read(viewer)
    inside = frozenset(viewer.scope.places)
    ours = [unit for unit in unit_ids if viewer.scope.everywhere or unit in inside]
    key = domain, period, areas.version()
    heard = _spoken.get(key, frozenset[int]()) if not connection.in_atomic_block else frozenset[int]()
    ours = [unit for unit in ours if unit not in heard]
    if not ours:
        return []
    asked = {
        "units": ours, "domains": [domain] if domain else list(domains()), "since": period.since,
        "until": min(period.until, today()), "today": today(), "clock": CLOCK,
    }  # fmt: skip
    found = [Silent(unit, last) for unit, last in rows(_SILENT, asked)]
    if not connection.in_atomic_block:  # what a transaction sees may yet be undone
        _remember(key, set(ours) - {one.unit_id for one in found})
    return sorted(found, key=lambda one: (one.last or date.min, one.unit_id))


def _remember(key: tuple[str, Period, int], spoken: set[int]) -> None:
    if key not in _spoken and len(_spoken) >= _REMEMBERED:
        _spoken.pop(next(iter(_spoken)), None)
    _spoken[key] = _spoken.get(key, set()) | spoken
