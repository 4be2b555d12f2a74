"""Residents in store, read once for a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diaban.core.sql import rows, value
from diaban.people.importing.known import Known, Resident

_RESIDENTS = """
select r.id, r.full_name, r.fold, r.sex, r.birth_date, r.birth_precision, coalesce(r.id_no, ''), r.household_id,
       coalesce(h.code, ''), r.relation, r.phone, r.address, r.hometown, r.place, r.state
from people_resident r left join people_household h on h.id = r.household_id
where r.place = any(%s) and r.state <> 'void'
"""
_CMNDS = """
select a.resident_id, array_agg(a.value) from people_alias a join people_resident r on r.id = a.resident_id
where a.kind = 'cmnd' and r.place = any(%s) group by 1
"""


def load(places: Sequence[int], numbers: Iterable[str]) -> Known:
    """The residents of some places, and which of `numbers` belong to people anywhere else."""
    cmnds = dict(rows(_CMNDS, [list(places)]))
    found = [Resident(*(*row, tuple(cmnds.get(row[0], ())))) for row in rows(_RESIDENTS, [list(places)])]
    asked = sorted(set(numbers))
    taken = set(value("select people.numbers_taken(%s)", [asked]) or ()) if asked else set()
    return Known(found, taken - {resident.id_no for resident in found})
