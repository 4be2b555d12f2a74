"""The ground the population is put on: a province's communes of today with their old province, and hamlets for them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import actions
from diaban.areas import queries as areas
from diaban.areas.models import Level
from diaban.areas.units import Unit
from diaban.core import sql
from diaban.core.errors import NotFound
from diaban.demo.blocks import Commune
from diaban.demo.hamlets import Hamlet

#: Kinds of commune that are towns.
TOWNS = ("phường", "thị trấn")


@dataclass(frozen=True, slots=True)
class Ground:
    """A province and, in the order of their codes, its communes: as units, and as the generator knows them."""

    province: Unit
    units: list[Unit]
    communes: list[Commune]


def ground(province: str, on: date, seed: int) -> Ground:
    """The communes of a province of today, by its two-digit code. Raises NotFound for a code that has none."""
    found = areas.find(province.strip().zfill(2), on, Level.PROVINCE)
    if found is None:
        known = ", ".join(f"{unit.code} {unit.name}" for unit in areas.provinces(on))
        raise NotFound(_("Không có tỉnh, thành phố mang mã này; các mã hiện có: %s.") % known)
    units = sorted(areas.children(found.id, on, Level.COMMUNE), key=lambda unit: unit.code)
    olds = old_provinces([unit.id for unit in units])
    return Ground(found, units, [_commune(unit, olds.get(unit.id, found.code), seed) for unit in units])


def _commune(unit: Unit, old: str, seed: int) -> Commune:
    rng = random.Random(f"{seed}/{unit.code}/size")
    base = 1.4 if unit.kind in TOWNS else 0.35 if unit.kind == "đặc khu" else 1.0
    return Commune(unit.code, old, unit.kind in TOWNS, base * rng.lognormvariate(0.0, 0.3))


_OLD_PROVINCES = """
select e.new_id, u.code from areas_edge e
join areas_within w on w.place_id = e.old_id
join areas_unit u on u.id = w.unit_id and u.level = 1 and u.valid_to is not null
where e.new_id = any(%s) order by 1, 2
"""


def old_provinces(unit_ids: list[int]) -> dict[int, str]:
    """Communes of today to the province of the list of 63 that most of what they were made of lay in."""
    counts: dict[int, Counter[str]] = {}
    for unit_id, code in sql.rows(_OLD_PROVINCES, [unit_ids]):
        counts.setdefault(unit_id, Counter())[code] += 1
    return {unit_id: count.most_common(1)[0][0] for unit_id, count in counts.items()}


def add_hamlets(by: Viewer, units: list[Unit], hamlets: list[list[Hamlet]]) -> list[list[int]]:
    """Write the hamlets of each commune, in force since the commune is; returns their ids, commune by commune."""
    return [
        actions.add_hamlets(
            commune_id=unit.id, by=by, hamlets=[actions.NewHamlet(h.name, h.kind, f"{h.number:02d}") for h in group]
        )
        for unit, group in zip(units, hamlets, strict=True)
    ]
