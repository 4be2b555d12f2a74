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
#: Numbers of records that were merged: a row that bears one is about who stayed.
_MERGED = """
select r.id_no, people.survivor(r.id) from people_merge m join people_resident r on r.id = m.merged_id
where m.undone_by is null and r.id_no is not null and r.place = any(%s)
"""


def load(places: Sequence[int], numbers: Iterable[str]) -> Known:
    """The residents of some places, and which of `numbers` belong to people anywhere else."""
    cmnds = dict(rows(_CMNDS, [list(places)]))
    found = [Resident(*(*row, tuple(cmnds.get(row[0], ())))) for row in rows(_RESIDENTS, [list(places)])]
    asked = sorted(set(numbers))
    taken = set(value("select people.numbers_taken(%s)", [asked]) or ()) if asked else set()
    by_id = {resident.id: resident for resident in found}
    merged = {number: by_id[stays] for number, stays in rows(_MERGED, [list(places)]) if stays in by_id}
    known = Known(found, taken - {resident.id_no for resident in found} - set(merged))
    for number, resident in merged.items():
        known.by_number.setdefault(number, resident)
    return known
