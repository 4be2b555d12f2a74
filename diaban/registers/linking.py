"""Rows of registers and residents, by the engine of `match`: who each row may be, how likely, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from diaban.areas import queries as areas
from diaban.core.sql import rows
from diaban.registers.importing.entries import Entry

if TYPE_CHECKING:
    import polars as pl

#: A row is the resident that it is likelier than not; residents less likely than `SHOWN` aren't offered.
ACCEPT, SHOWN, MOST = 0.5, 0.02, 3
_RELATIONS = {
    "head": "Chủ hộ", "spouse": "Vợ", "child": "Con", "parent": "Bố", "grandchild": "Cháu", "grandparent": "Ông",
    "sibling": "Anh", "in_law": "Con dâu",
}  # fmt: skip
_RESIDENTS = """
select r.id::text, r.full_name, r.sex, r.birth_date, r.birth_precision, coalesce(r.id_no, ''), r.place, r.relation,
  coalesce(r.household_id::text, ''), coalesce(p.full_name, ''),
  coalesce((select min(a.value) from people_alias a where a.resident_id = r.id and a.kind = 'cmnd'), '')
from people_resident r left join people_household h on h.id = r.household_id
  left join people_resident p on p.id = h.head_id
where r.state <> 'void' and (r.place = any(%s) or r.id_no = any(%s)) order by r.id
"""


def link(entries: Sequence[Entry], communes: Iterable[int]) -> None:
    """Give every entry its candidates among the residents of some communes, and of those who have its number anywhere
    in the session's reach; the first is accepted from `ACCEPT` on. All of a workbook at once: rows compete."""
    named = [entry for entry in entries if entry.full_name]
    place_of = {place: commune for commune in set(communes) for place in areas.places_within(commune)}
    numbers = sorted({entry.id_no for entry in named if entry.id_no})
    found = rows(_RESIDENTS, [list(place_of), numbers])
    if not named or not found:
        return
    from diaban.match import linking, places, sides

    _beyond(place_of, {row[6] for row in found})
    meant = {*place_of.values(), *(entry.commune for entry in named if entry.commune is not None)}
    codes = {unit.id: unit.code for unit in areas.units(meant).values()}
    left = _left(named, codes)
    right = _right(found, place_of, codes)
    pairs, engine = linking.run(sides.build(left, right, places.Units()))
    words = engine.explained(pairs) if engine is not None else []
    offered: dict[int, list[tuple[str, float, str]]] = {}
    for row, other, belief, said in zip(pairs.left, pairs.right, pairs.probability, words, strict=True):
        if belief >= SHOWN:
            offered.setdefault(int(row), []).append((found[int(other)][0], round(float(belief), 4), said))
    for index, entry in enumerate(named):
        likely = sorted(offered.get(index, []), key=lambda one: (-one[1], one[0]))
        entry.candidates = likely[:MOST]
        entry.linked = bool(likely) and likely[0][1] >= ACCEPT


def _beyond(place_of: dict[int, int], places: set[int]) -> None:
    """The communes of residents who were found elsewhere by their number."""
    for place in places - set(place_of):
        above = [areas.unit(place), *areas.ancestors(place)]
        place_of[place] = next((unit.id for unit in above if unit.level == areas.Level.COMMUNE), place)


def _day(day: date | None, precision: str) -> str | None:
    if day is None or precision == "u":
        return None
    return {"y": f"{day.year}", "m": f"{day:%m/%Y}"}.get(precision, f"{day:%d/%m/%Y}")


def _left(entries: Sequence[Entry], codes: dict[int, str]) -> pl.DataFrame:
    return _frame(
        {
            "full_name": e.full_name, "sex": e.sex, "dob": _day(e.birth, e.precision), "id_no": e.number or None,
            "cmnd": e.cmnd or None, "commune_code": codes.get(e.commune or 0), "village": e.hamlet or None,
            "head_name": e.head_name or None, "relation": _RELATIONS.get(e.relation),
        }
        for e in entries
    )  # fmt: skip


def _right(found: Sequence[Sequence[Any]], place_of: dict[int, int], codes: dict[int, str]) -> pl.DataFrame:
    hamlets = {u.id: u.full_name for u in areas.units({row[6] for row in found}).values() if u.level > 3}
    return _frame(
        {
            "full_name": name, "sex": sex, "dob": _day(birth, precision), "id_no": number or None,
            "cmnd": cmnd or None, "commune_code": codes.get(place_of.get(place, 0)), "village": hamlets.get(place),
            "head_name": head or None, "relation": _RELATIONS.get(relation), "hh_id": household or None,
        }
        for _id, name, sex, birth, precision, number, place, relation, household, head, cmnd in found
    )  # fmt: skip


def _frame(records: Iterable[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    names = ("full_name", "sex", "dob", "id_no", "cmnd", "commune_code", "village", "head_name", "relation", "hh_id")
    return pl.DataFrame(list(records), schema=dict.fromkeys(names, pl.String))
