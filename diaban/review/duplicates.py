"""Residents who may be recorded twice: the engine compares a ground with itself, and the pairs become doubts.

The engine runs as a program of its own (`python -m diaban.match dedupe`): it has no database, and its memory goes
when it ends. What clerks decided before is told to it, and is not asked again.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_shown
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Refused, Unavailable
from diaban.core.ids import uuid7
from diaban.core.sql import rows
from diaban.core.text import fmt_date
from diaban.ledger.actions import log_export
from diaban.people import sameness
from diaban.people.models import Resident
from diaban.review import actions, policies, queries
from diaban.review.reviewed import KIND

if TYPE_CHECKING:
    import polars as pl

_LOGGED = 10_000  #: residents in one line of the log of look-ups
FROM = 0.1  #: pairs that are likelier than this are asked about
_COLUMNS = ("full_name", "sex", "dob", "id_no", "cmnd", "commune_code", "village", "head_name", "relation", "hh_id")
_READ = """
with here as (
    select w.place_id, max(u.code) filter (where u.level = 3) as commune,
           max(u.id) filter (where u.level = 4) as village, max(u.id) filter (where u.level = 3) as unit
    from areas_within m join areas_within w on w.place_id = m.place_id join areas_unit u on u.id = w.unit_id
    where m.unit_id = %s and u.valid_to is null group by 1
), cmnd as (
    select a.resident_id, min(a.value) as value from people_alias a where a.kind = 'cmnd' group by 1
)
select r.id, coalesce(here.unit, r.place), r.full_name, r.sex, r.birth_date, r.birth_precision, r.id_no, cmnd.value,
       here.commune, here.village::text, head.full_name, r.relation, r.household_id::text
from people_resident r join here on here.place_id = r.place left join cmnd on cmnd.resident_id = r.id
     left join people_household h on h.id = r.household_id left join people_resident head on head.id = h.head_id
where r.state not in ('void', 'dead') order by r.created_at, r.id
"""


@dataclass(frozen=True)
class Ground:
    """Residents of a ground in the order of their records, as the engine reads them; `units` are their communes."""

    ids: list[UUID]
    units: list[int]
    cells: list[tuple[Any, ...]]

    def table(self) -> pl.DataFrame:
        import polars as pl

        return pl.DataFrame(self.cells, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")

    def verdicts(self, decided: Sequence[tuple[UUID, UUID, bool]]) -> pl.DataFrame:
        """What clerks decided about pairs of these residents, by position: `l`, `r`, `same`."""
        import polars as pl

        place = {key: n for n, key in enumerate(self.ids)}
        found = [(*sorted((place[a], place[b])), same) for a, b, same in decided if a in place and b in place]
        return pl.DataFrame(found, schema={"l": pl.Int64, "r": pl.Int64, "same": pl.Boolean}, orient="row")


@dataclass(frozen=True)
class Found:
    """What a run found: residents compared, likely pairs, and subjects that were put before the clerks."""

    residents: int
    pairs: int
    opened: int


def read(unit_id: int) -> Ground:
    """The residents of a unit that the session sees, without those who died."""
    found = rows(_READ, [unit_id])
    cells = [(name, sex, fmt_date(birth, precision), *rest)
             for _id, _unit, name, sex, birth, precision, *rest in found]  # fmt: skip
    return Ground([row[0] for row in found], [row[1] for row in found], cells)


def find(*, by: Viewer, unit_id: int) -> Found:
    """Look for residents of a unit who are recorded twice, and open a doubt for each who may be.

    Raises Refused for a unit outside the viewer's ground, Unavailable where the engine failed (nothing is opened).
    """
    policies.check_find(by)
    if unit_id not in by.scope.person_places:
        raise Refused(_("Địa bàn này nằm ngoài phạm vi của bạn."))
    ground = read(unit_id)
    decided = queries.verdicts(viewer=by, kind=KIND)
    pairs = _compared(ground, decided)
    openings = _openings(ground, pairs, {frozenset((a, b)) for a, b, _same in decided}, unit_id)
    made = actions.open_many(openings=openings, by=by)
    log_shown(by, "duplicates", [], "job")
    return Found(len(ground.ids), len(pairs), len(made))


def write_verdicts(*, by: Viewer, unit_id: int, folder: Path) -> int:
    """Write the residents of a unit and what was decided about pairs of them, as `diaban.match dedupe --verdicts` reads
    them; returns how many. Everyone in the file is written to the log of look-ups, as in an export."""
    policies.check_find(by)
    ground = read(unit_id)
    told = ground.verdicts(queries.verdicts(viewer=by, kind=KIND))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    export = uuid7()
    for at in range(0, len(ground.ids), _LOGGED):
        log_export(actor=by.staff_id, office=by.office_id, purpose=by.purpose, reference=by.reference, export=export,
                   shown=ground.ids[at : at + _LOGGED], channel="cli")  # fmt: skip
    ground.table().write_parquet(folder / "residents.parquet")
    told.write_parquet(folder / "verdicts.parquet")
    return len(told)


def _compared(ground: Ground, decided: Sequence[tuple[UUID, UUID, bool]]) -> list[tuple[int, int, float, str]]:
    """Likely pairs of rows with their probability and the evidence in words."""
    import polars as pl

    if len(ground.ids) < 2:
        return []
    with tempfile.TemporaryDirectory(prefix="diaban-review-") as name:
        folder = Path(name)
        ground.table().write_parquet(folder / "residents.parquet")
        told = ground.verdicts(decided)
        more = ["--verdicts", str(folder / "verdicts.parquet")] if len(told) else []
        told.write_parquet(folder / "verdicts.parquet")
        out = folder / "pairs.parquet"
        command = [sys.executable, "-m", "diaban.match", "dedupe", str(folder / "residents.parquet"), "--out", str(out),
                   "--explain", "--quiet", *more]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(_("Chương trình so trùng không chạy được; chưa mở việc nào, hãy báo quản trị hệ thống."))
        found = pl.read_parquet(out).filter(pl.col("probability") >= FROM)
    return [(left, right, share, said or "") for left, right, share, said in found.iter_rows()]


def _openings(
    ground: Ground, pairs: Sequence[tuple[int, int, float, str]], decided: set[frozenset[UUID]], unit_id: int
) -> list[actions.Opening]:
    """For each later record those earlier ones that it may be; what was decided isn't asked again."""
    of: Mapping[int, list[tuple[int, float, str]]] = defaultdict(list)
    for left, right, share, said in pairs:
        if frozenset((ground.ids[left], ground.ids[right])) not in decided:
            of[right].append((left, share, said))
    residents = _records({ground.ids[n] for right, others in of.items() for n in (right, *(o[0] for o in others))})
    openings = []
    for right, others in of.items():
        units = {ground.units[n] for n in (right, *(one[0] for one in others))}
        likely = [(ground.ids[left], share, said.split("; ")) for left, share, said in others]
        own = residents[ground.ids[right]]
        apart = any(sameness.apart(own, residents[key]) for key, _share, _said in likely)
        best = max(share for _key, share, _said in likely)
        openings.append(actions.Opening(KIND, ground.ids[right], units.pop() if len(units) == 1 else _above(unit_id),
                                        likely, value=1 + 4 * best, needs=2 if apart else 1))  # fmt: skip
    return openings


def _records(ids: set[UUID]) -> dict[UUID, Resident]:
    return {one.id: one for one in Resident.objects.filter(pk__in=ids)}


def _above(unit_id: int) -> int:
    """The unit whose ground both communes are in: pairs of two communes are its own to decide."""
    unit = areas.unit(unit_id)
    return unit_id if unit.level < areas.Level.COMMUNE else next(
        (one.id for one in areas.ancestors(unit_id) if one.level == areas.Level.PROVINCE), unit_id)  # fmt: skip
