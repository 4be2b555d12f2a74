"""Lists of residents: filtered, in name order, paged by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from diaban.access.looks import log_shown
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.areas import queries as areas
from diaban.core.sql import one, rows, value
from diaban.core.text import fmt_date, fold, mask_id, tidy
from diaban.core.time import today
from diaban.people import policies
from diaban.people.models import COUNTED

PAGE = 50
#: What a list can be ordered by; unknown birth dates come last.
SORTS = {"name": "r.sort_key", "birth": "coalesce(r.birth_date, date '9999-12-31')"}
_COLUMNS = (
    "r.id, r.full_name, r.sex, r.birth_date, r.birth_precision, r.id_no, r.place, r.relation, r.state, r.household_id"
)


def in_scope(viewer: Viewer) -> str:
    """A condition that lets an index find a small scope; the row policy holds whatever its size, and beyond a few
    hundred places it alone is quicker than looking each up in an index.

    The places are written out, so that the planner can count the residents it will find.
    """
    places = viewer.scope.person_places
    return f"r.place = any('{{{','.join(map(str, places))}}}'::int[])" if _few(viewer) else "true"


def _few(viewer: Viewer) -> bool:
    return len(viewer.scope.person_places) <= FEW_PLACES


@dataclass(frozen=True)
class Filters:
    """What narrows a list. `unit` is any area inside the viewer's; ages are whole years today."""

    unit: int | None = None
    name: str = ""
    sex: str = ""
    state: str = "counted"
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True)
class PersonRow:
    """A resident as a line of a list; `number` is masked unless the viewer may see numbers whole."""

    id: UUID
    full_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    number: str
    place: int
    place_name: str
    relation: str
    state: str
    household_id: UUID | None

    @property
    def birth(self) -> str:
        """The birth date as far as it is known: dd/MM/yyyy, MM/yyyy or yyyy."""
        return fmt_date(self.birth_date, self.birth_precision)

    @property
    def born(self) -> date | str:
        """The same as a day where the whole day is known."""
        return self.birth_date if self.birth_date is not None and self.birth_precision == "d" else self.birth

    @property
    def pk(self) -> UUID:
        return self.id


@dataclass(frozen=True)
class Page:
    """One page of a list, and whether there are rows before and after it."""

    rows: list[PersonRow]
    earlier: bool = False
    later: bool = False


@transaction.atomic
def list_residents(
    *,
    viewer: Viewer,
    filters: Filters | None = None,
    sort: str = "name",
    down: bool = False,
    after: str = "",
    before: str = "",
    limit: int = PAGE,
    channel: str = "web",
    edge: list[Any] | None = None,
    export: UUID | None = None,
) -> Page:
    """Residents of the viewer's scope in order of `sort`, `limit` of them after or before the resident with an id.

    `edge` is a sort value and id to go on after, for who kept both. An id that isn't one, or is outside the scope,
    begins at the first page. What is shown is written to the log of look-ups in the same transaction; of an export
    that has an id the export itself logs every row.
    """
    policies.check_browse(viewer)
    where, params = _where(viewer, filters or Filters())
    key = SORTS.get(sort, SORTS["name"])
    back = bool(before)
    edge = edge or _edge(key, before or after)
    falling = down != back
    if edge is not None:
        where.append(f"({key}, r.id) {'<' if falling else '>'} (%s, %s)")
        params += edge
    way = "desc" if falling else "asc"
    found = rows(
        # A commune's residents are gathered and put in order; left to itself, the planner may walk the order of the
        # whole province to find them, which takes as long as they are rare.
        f"with found as {'materialized' if _few(viewer) else 'not materialized'} ("
        f" select {_COLUMNS}, {key} as key from people_resident r where {' and '.join(where)})"
        f" select {_COLUMNS} from found r order by r.key {way}, r.id {way} limit %s",
        [*params, limit + 1],
    )
    more, found = len(found) > limit, found[:limit]
    if export is None:
        log_shown(viewer, "list", [row[0] for row in found], channel)
    if back and edge is not None:
        return Page(person_rows(viewer, reversed(found)), earlier=more, later=True)
    return Page(person_rows(viewer, found), earlier=edge is not None, later=more)


def _edge(key: str, resident_id: str) -> list[Any] | None:
    """The sort value and id of the row to go on from: read again, so that names stay out of addresses."""
    try:
        edge = one(f"select {key}, r.id from people_resident r where r.id = %s", [UUID(resident_id)])
    except ValueError:
        return None
    return None if edge is None else list(edge)


def count_residents(*, viewer: Viewer, filters: Filters | None = None) -> int:
    """How many residents the same list holds."""
    policies.check_list(viewer)
    where, params = _where(viewer, filters or Filters())
    return int(value(f"select count(*) from people_resident r where {' and '.join(where)}", params))


def _where(viewer: Viewer, filters: Filters) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    params: list[Any] = []
    if filters.unit is None:
        where.append(in_scope(viewer))
    else:
        where.append("r.place = any(%s)")
        params.append(sorted(set(viewer.scope.person_places).intersection(areas.places_within(filters.unit))))
    if filters.state == "counted":
        where.append("r.state = any(%s)")
        params.append([str(s) for s in COUNTED])
    elif filters.state:
        where.append("r.state = %s")
        params.append(filters.state)
    if filters.sex:
        where.append("r.sex = %s")
        params.append(filters.sex)
    if filters.name.strip():
        _by_name(filters.name, where, params)
    _by_age(filters, where, params)
    return where, params


def _by_name(name: str, where: list[str], params: list[Any]) -> None:
    """Every typed word starts a word of the name; words typed with marks must have these marks."""
    for word in fold(name).split():
        where.append("' ' || r.fold like %s")
        params.append(f"% {_like(word)}%")
    for word in tidy(name).split():
        if not word.isascii():
            where.append("position(%s in r.full_name) > 0")
            params.append(word[:1].upper() + word[1:].lower())


def _like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _by_age(filters: Filters, where: list[str], params: list[Any]) -> None:
    day = today()
    if filters.age_from is not None:
        where.append("r.birth_date <= %s")
        params.append(_years_before(day, filters.age_from))
    if filters.age_to is not None:
        where.append("r.birth_date > %s")
        params.append(_years_before(day, filters.age_to + 1))


def _years_before(day: date, years: int) -> date:
    """Who was born on or before this day is at least `years` old on `day`."""
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


def person_rows(viewer: Viewer, found: Iterable[Sequence[Any]]) -> list[PersonRow]:
    """Rows of `_COLUMNS` as a viewer may see them."""
    whole, found = policies.sees_numbers(viewer), list(found)
    names = areas.labels({row[6] for row in found}, ahead=viewer.scope.person_places)
    people = []
    for id_, full_name, sex, birth, precision, number, place, relation, state, household_id in found:
        shown = (number or "") if whole else mask_id(number or "")
        name = names.get(place, "")
        people.append(
            PersonRow(id_, full_name, sex, birth, precision, shown, place, name, relation, state, household_id)
        )
    return people


def household_options(*, viewer: Viewer, place: int, text: str, limit: int = 20) -> list[tuple[UUID, str]]:
    """Open households of a place whose code or head's name starts like `text`, as (id, label) for a form."""
    policies.check_list(viewer)
    found = rows(
        # The households first: together with their heads' policies they would be looked for from end to end.
        "with h as materialized (select id, code, address, head_id from people_household"
        " where place = %s and closed_on is null)"
        " select h.id, h.code, coalesce(r.full_name, ''), h.address from h"
        " left join people_resident r on r.id = h.head_id"
        " where %s = '' or h.code like %s or ' ' || r.fold like %s"
        " order by r.sort_key nulls last, h.id limit %s",
        [place, text, _like(tidy(text)) + "%", f"% {_like(fold(text))}%", limit],
    )
    return [(row[0], " · ".join(filter(None, (row[2], row[1], row[3])))) for row in found]
