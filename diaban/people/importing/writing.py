"""New rows of a list into the register: households, residents, old numbers, stays and ledger lines, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from diaban.access.scope import Viewer
from diaban.core.ids import uuid7, uuid7s
from diaban.core.sql import rows
from diaban.core.text import sort_key
from diaban.ledger.actions import append_columns
from diaban.papers import bulk
from diaban.people.data import age_step
from diaban.people.importing.rows import Person

_HOUSEHOLD = (
    ("id", "uuid"),
    ("code", "text"),
    ("place", "int4"),
    ("address", "text"),
    ("head_id", "uuid"),
    ("office", "int4"),
)
_RESIDENT = (
    ("id", "uuid"),
    ("full_name", "text"),
    ("fold", "text"),
    ("sort_key", "text"),
    ("sex", "text"),
    ("birth_date", "date"),
    ("birth_precision", "text"),
    ("id_no", "text"),
    ("place", "int4"),
    ("household_id", "uuid"),
    ("relation", "text"),
    ("phone", "text"),
    ("address", "text"),
    ("hometown", "text"),
    ("state", "text"),
    ("office", "int4"),
)
_ALIAS = (("resident_id", "uuid"), ("kind", "text"), ("value", "text"))
_STAY = (
    ("id", "uuid"),
    ("resident_id", "uuid"),
    ("kind", "text"),
    ("place", "int4"),
    ("address", "text"),
    ("starts", "date"),
)

#: What a kind of residence in a list says: the resident's state, and the stays to open.
_STAYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "permanent": ("present", ("permanent",)),
    "temporary": ("present", ("temporary",)),
    "absent": ("absent", ("permanent", "absent")),
    "away": ("away", ("permanent",)),
}


@dataclass(slots=True)
class Entry:
    """A row to be written: its staging id, the person, where counted, and its household in the list."""

    row_id: int
    person: Person
    place: int
    group: int | None
    head: bool
    id: UUID = field(default_factory=uuid7)
    household: UUID | None = None


@dataclass(slots=True)
class Home:
    """A household to be opened."""

    id: UUID
    code: str
    place: int
    address: str
    head: UUID | None


def write(
    entries: Sequence[Entry],
    homes: Mapping[int, UUID],
    *,
    by: Viewer,
    place: int,
    places: Sequence[int],
    day: date,
    action: UUID,
    each: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Write the entries inside the caller's transaction; returns how many of each thing were written.

    `homes` are households already in store by their number in the list; `day` is the day the office came to know,
    which is the first day of the stays and the day of the lines.
    """
    stored = _stored_homes(places)
    opened, crowned = _homes(entries, homes, stored)
    bulk.load(
        "people_household", _HOUSEHOLD, ((h.id, h.code, h.place, h.address, h.head, by.office_id) for h in opened)
    )
    with ThreadPoolExecutor(1) as ahead:  # the database is long at the residents' indexes; meanwhile, what comes next
        coming = ahead.submit(lambda: (list(_stays(entries, day)), _dims(entries, day)))
        bulk.load("people_resident", _RESIDENT, (_resident(e, by.office_id) for e in entries), each)
        stays_to_open, dims = coming.result()
    aliases = [(e.id, "cmnd", e.person.cmnd) for e in entries if e.person.cmnd]
    bulk.load("people_alias", _ALIAS, aliases)
    _crown(crowned)
    stays = bulk.load("people_stay", _STAY, stays_to_open)
    _lines(entries, opened, dims, by, day, action)
    return {"residents": len(entries), "households": len(opened), "aliases": len(aliases), "stays": stays}


@dataclass(slots=True)
class _Stored:
    """Households in store: by number and place, and those without a head."""

    coded: dict[tuple[str, int], UUID]
    headless: set[UUID]


def _stored_homes(places: Sequence[int]) -> _Stored:
    found = rows(
        "select code, place, id, head_id from people_household where place = any(%s) and closed_on is null",
        [list(places)],
    )
    return _Stored({(row[0], row[1]): row[2] for row in found if row[0]}, {row[2] for row in found if row[3] is None})


def _homes(entries: Sequence[Entry], homes: Mapping[int, UUID], stored: _Stored) -> tuple[list[Home], dict[UUID, UUID]]:
    """Give each entry its household: the one in store, else one opened for its group. Also which households in store
    get the head they lacked."""
    opened: dict[int, Home] = {}
    crowned: dict[UUID, UUID] = {}
    ids = iter(uuid7s(len({entry.group for entry in entries})))
    for entry in entries:
        if entry.group is None:
            continue
        known = homes.get(entry.group) or stored.coded.get((entry.person.household, entry.place))
        if known is not None:
            entry.household, entry.head = known, entry.head and known in stored.headless
            if entry.head:
                crowned[known] = entry.id
            continue
        home = opened.get(entry.group)
        if home is None:
            home = opened[entry.group] = Home(
                next(ids), entry.person.household, entry.place, entry.person.address, None
            )
        entry.household = home.id
        if entry.head:
            home.head, home.place, home.address = entry.id, entry.place, entry.person.address or home.address
    return list(opened.values()), crowned


def _crown(crowned: Mapping[UUID, UUID]) -> None:
    if crowned:
        with connection.cursor() as cursor:
            cursor.execute(
                "update people_household h set head_id = c.head, version = version + 1, updated_at = now()"
                " from unnest(%s::uuid[], %s::uuid[]) c(home, head) where h.id = c.home and h.head_id is null",
                [list(crowned), list(crowned.values())],
            )


def _relation(entry: Entry) -> str:
    """A household has one head: a second one written in the list is a member whose relation is not known."""
    if entry.person.relation == "head" and not entry.head:
        return "other"
    return "head" if entry.head else entry.person.relation or "other"


def _resident(entry: Entry, office: int) -> tuple[Any, ...]:
    person = entry.person
    return (
        entry.id,
        person.full_name,
        person.fold,
        sort_key(person.full_name),
        person.sex,
        person.birth,
        person.precision,
        person.id_no or None,
        entry.place,
        entry.household,
        _relation(entry),
        person.phone,
        person.address,
        person.hometown,
        _STAYS[person.stay][0],
        office,
    )


def _stays(entries: Sequence[Entry], day: date) -> Iterator[tuple[Any, ...]]:
    ids = iter(uuid7s(sum(len(_STAYS[entry.person.stay][1]) for entry in entries)))
    for entry in entries:
        for kind in _STAYS[entry.person.stay][1]:
            yield next(ids), entry.id, kind, entry.place, entry.person.address, day


def _dims(entries: Sequence[Entry], day: date) -> list[dict[str, str]]:
    """Sex and age in five-year steps, which is all that the lines say of the residents."""
    step = cache(lambda birth: age_step(birth, day))
    return [{"sex": e.person.sex, "age": step(e.person.birth)} for e in entries]


def _lines(
    entries: Sequence[Entry],
    opened: Sequence[Home],
    dims: Sequence[dict[str, str]],
    by: Viewer,
    day: date,
    action: UUID,
) -> None:
    """One line for each resident and each household."""
    append_columns(
        "people.household_opened",
        records=[h.id for h in opened],
        days=day,
        places=[h.place for h in opened],
        office=by.office_id,
        actor=by.staff_id,
        purpose=by.purpose,
        action=action,
    )
    append_columns(
        "people.opening",
        records=[e.id for e in entries],
        days=day,
        places=[e.place for e in entries],
        office=by.office_id,
        actor=by.staff_id,
        purpose=by.purpose,
        action=action,
        dims=dims,
    )
