"""Reads of the map, handed out by `queries`. Nothing here is personal, so nothing takes a viewer.

Days before the first list are answered by that list; `by_list` tells a page to say so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from diaban.areas.models import Level, Share
from diaban.areas.units import FIRST_LIST, IN_FORCE, Unit, by_id, listed, select
from diaban.core import sql
from diaban.core.errors import NotFound
from diaban.core.text import words_key


@dataclass(frozen=True, slots=True)
class Lineage:
    """One step of a unit's history: the other unit, what share of land and people, by which document."""

    unit: Unit
    land: Share
    people: Share
    day: date
    resolution: str
    citation: str
    fragment_id: int | None

    @property
    def source(self) -> str:
        """The document with its clause: Nghị quyết số 1665/NQ-UBTVQH15 ngày 16/06/2025, khoản 62 Điều 1."""
        parts = [_("Nghị quyết số %s") % self.resolution if self.resolution else "", self.citation]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DatedName:
    """A kind and name that a unit had from a day; `checked` is False where that day isn't certain."""

    kind: str
    name: str
    valid_from: date
    valid_to: date | None
    citation: str
    checked: bool


@dataclass(frozen=True, slots=True)
class HamletRow:
    """A hamlet with what only hamlets have."""

    unit: Unit
    local_code: str
    head_title: str
    origin_id: int | None


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Places sorted into the units of a map: each in one unit, or listed as unresolved. The two add up to all."""

    unit_of: dict[int, int] = field(default_factory=dict)
    unresolved: list[int] = field(default_factory=list)


def by_list(on: date) -> bool:
    """Whether a day lies before the first list, so that an answer holds "by that list" only."""
    return on < FIRST_LIST


def unit(unit_id: int, on: date | None = None) -> Unit:
    """One unit, named as on a day (today, or its last day, by default). Raises NotFound."""
    found = by_id([unit_id], on).get(unit_id)
    if found is None:
        raise NotFound(_("Không có đơn vị hành chính này trong danh mục."))
    return found


def units(ids: Iterable[int], on: date | None = None) -> dict[int, Unit]:
    """Several units by id; unknown ids are left out."""
    return by_id(ids, on)


def find(code: str, on: date | None = None, level: Level | None = None) -> Unit | None:
    """The unit that carried a code on a day. Codes are reused after reforms, so the day matters."""
    where = f"u.code = %(code)s and {IN_FORCE} and (%(level)s::int is null or u.level = %(level)s)"
    found = select(where, on, code=code.strip(), level=None if level is None else int(level))
    return found[0] if found else None


def provinces(on: date | None = None) -> list[Unit]:
    """The provinces of a day in the order of the alphabet."""
    return _by_name(select(f"u.level = 1 and {IN_FORCE}", on))


def children(unit_id: int, on: date | None = None, level: Level | None = None) -> list[Unit]:
    """The units of a day that lie wholly inside another and stand next below it (or on the level asked for).

    The unit may belong to another list than the day: the communes of today inside the former province of Kon Tum.
    """
    where = f"u.id in (select place_id from areas_within where unit_id = %(unit)s) and u.id <> %(unit)s and {IN_FORCE}"
    if level is None:
        where += " and u.level between (select level + 1 from areas_unit where id = %(unit)s) and 4"
    else:
        where += " and u.level = %(level)s"
    found = select(where, on, unit=unit_id, level=None if level is None else int(level))
    nearest = min((u.level for u in found), default=None)
    return _by_name([u for u in found if u.level == nearest])


def overlapping(unit_id: int, on: date | None, level: Level) -> list[Unit]:
    """The units of a level on a day that share any ground with another: those inside it, and those partly inside."""
    where = f"""u.level = %(level)s and {IN_FORCE} and exists (
        select from areas_within o join areas_within i on i.place_id = o.place_id
        where o.unit_id = %(unit)s and i.unit_id = u.id)"""
    return _by_name(select(where, on, unit=unit_id, level=int(level)))


def ancestors(unit_id: int, on: date | None = None) -> list[Unit]:
    """The units above one on a day, highest first. By default today, or its last day if it has ended."""
    own = unit(unit_id)
    day = on or own.last_day()
    where = (
        "u.id in (select unit_id from areas_within where place_id = %(unit)s) and u.id <> %(unit)s "
        f"and u.level < least((select level from areas_unit where id = %(unit)s), 4) and {IN_FORCE}"
    )
    return select(where, day, unit=unit_id)


def full_address(unit_id: int, on: date | None = None) -> str:
    """Its name and those above it but the nation: xã Kỳ Tiến, huyện Kỳ Anh, tỉnh Hà Tĩnh."""
    above = [u.full_name for u in reversed(ancestors(unit_id, on)) if u.level > Level.NATION]
    return ", ".join([unit(unit_id, on).full_name, *above])


def places_within(unit_id: int) -> list[int]:
    """Ids of every place that lies wholly inside a unit, itself included, in order. This is the scope of a unit."""
    return [row[0] for row in sql.rows("select place_id from areas_within where unit_id = %s order by 1", [unit_id])]


def within(place_id: int, on: date | None = None) -> list[Unit]:
    """Every unit, then and now, that a place lies wholly inside, itself included, highest first."""
    return select("u.id in (select unit_id from areas_within where place_id = %(place)s)", on, place=place_id)


def hamlets(unit_id: int, on: date | None = None) -> list[HamletRow]:
    """The hamlets inside a unit on a day, by local number."""
    where = f"u.level = 4 and {IN_FORCE} and u.id in (select place_id from areas_within where unit_id = %(unit)s)"
    found = {u.id: u for u in select(where, on, unit=unit_id)}
    extra = sql.rows(
        "select unit_id, local_code, head_title, origin_id from areas_hamlet where unit_id = any(%s) "
        "order by local_code, unit_id",
        [list(found)],
    )
    return [HamletRow(found[row[0]], row[1], row[2], row[3]) for row in extra]


_EDGES = "select {other}, land, people, day, resolution, citation, fragment_id from areas_edge where {own} = %s"


def successors(unit_id: int) -> list[Lineage]:
    """What became of a unit; empty while it stands. More than one where it was split."""
    return _lineage(_EDGES.format(other="new_id", own="old_id"), unit_id)


def predecessors(unit_id: int) -> list[Lineage]:
    """What a unit was made of; empty for the units of the first list."""
    return _lineage(_EDGES.format(other="old_id", own="new_id"), unit_id)


def _lineage(statement: str, unit_id: int) -> list[Lineage]:
    rows = sql.rows(statement, [unit_id])
    found = by_id(row[0] for row in rows)
    steps = [Lineage(found[r[0]], Share(r[1]), Share(r[2]), r[3], r[4], r[5], r[6]) for r in rows]
    return sorted(steps, key=lambda step: (words_key(step.unit.name), step.unit.id))


def fragments(unit_id: int) -> list[Unit]:
    """The parts that a split unit, or one made of parts, has: places a record may hold until its hamlet is known."""
    where = "u.id in (select fragment_id from areas_edge where old_id = %(unit)s or new_id = %(unit)s)"
    return select(where, unit=unit_id)


def name_history(unit_id: int) -> list[DatedName]:
    """Kinds and names of a unit, oldest first."""
    rows = sql.rows(
        "select kind, name, valid_from, valid_to, citation, checked from areas_name where unit_id = %s order by 3",
        [unit_id],
    )
    return [DatedName(*row) for row in rows]


def partly_inside(unit_id: int, on: date | None = None) -> list[Lineage]:
    """Split units of which a part, not all, went to this one (or came from it): what a total here may be missing."""
    steps = [*predecessors(unit_id), *successors(unit_id)]
    return [step for step in steps if Share.PART in (step.land, step.people) or step.fragment_id]


def sort_places(places: Iterable[int], level: Level, on: date) -> PlaceMap:
    """Sort places into the units of a level on a day. Every place is counted once, or listed as unresolved."""
    wanted = sorted(set(places))
    rows = sql.rows(
        "select w.place_id, w.unit_id from areas_within w join areas_unit u on u.id = w.unit_id "
        "where w.place_id = any(%(places)s) and u.level = %(level)s and " + IN_FORCE,
        {"places": wanted, "level": int(level), "on": listed(on)},
    )
    unit_of = dict(rows)
    return PlaceMap(unit_of, [place for place in wanted if place not in unit_of])


_version = (0.0, 0)
_labels: dict[int, str] = {}


def version() -> int:
    """Grows with every change of the map; for caches. Asked of the database at most once a second in a process."""
    global _version
    moment = time.monotonic()
    if moment - _version[0] > 1:
        found = int(sql.value("select version from areas_state"))
        if found != _version[1]:
            _labels.clear()
        _version = (moment, found)
    return _version[1]


def forget() -> None:
    """Drop what this process remembers of the map: called by the verbs that change it."""
    global _version
    _version = (0.0, 0)
    _labels.clear()


def label(place_id: int | None) -> str:
    """A place as a list shows it: its name, and its commune's where it is a hamlet. Empty for None."""
    if place_id is None:
        return ""
    version()
    if place_id not in _labels:
        labels([place_id])
    return _labels.get(place_id, "")


def labels(ids: Iterable[int], ahead: Sequence[int] = ()) -> dict[int, str]:
    """Labels of several places with one or two statements; if any has to be read, those `ahead` are read with it."""
    version()
    ids = list(ids)
    missing = [i for i in ids if i not in _labels]
    if missing:
        missing = list({*missing, *(i for i in ahead if i not in _labels)})
    found = by_id(missing)
    above = by_id(u.parent_id for u in found.values() if u.level == Level.HAMLET and u.parent_id)
    for u in found.values():
        commune = above.get(u.parent_id or 0)
        _labels[u.id] = f"{u.title}, {commune.full_name}" if commune else u.title
    return {i: _labels[i] for i in ids if i in _labels}


def _by_name(found: list[Unit]) -> list[Unit]:
    return sorted(found, key=lambda u: (words_key(u.name), u.id))
