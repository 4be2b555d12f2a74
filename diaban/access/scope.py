"""What a viewer may reach: a set of places, the own office and, for some roles, no person at all.

Computed once a request and then used by everything: lists, counts, search, exports, the API, figures, jobs and the
row policies in PostgreSQL (through `session`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import DatabaseError, connection

from diaban.access.roles import Ground, Permission, Role
from diaban.core import sql


@dataclass(frozen=True, slots=True)
class Scope:
    """The ground of one posting on one day.

    `places` is every place of the ground, for figures and lines; `persons` says whether residents there may be seen
    at all, and `person_places` is what the row policies of person tables get. `audit` opens other offices' look-ups in
    the ground; `everywhere` the lines and look-ups of every place (an auditor of the whole country, the clock, an
    operator's command). Neither opens a person.
    """

    unit_id: int | None
    places: tuple[int, ...]
    office_id: int
    everywhere: bool = False
    audit: bool = False
    persons: bool = False
    domains: tuple[str, ...] = ()

    @property
    def person_places(self) -> tuple[int, ...]:
        return self.places if self.persons else ()


NOTHING = Scope(None, (), 0)
#: Up to so many places (a commune with its hamlets, not a province) a search begins with the place.
FEW_PLACES = 200


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking, from which post, with what purpose. Every query and action takes one; it is never guessed.

    `office_id` is 0 for the clock and the command line, which belong to no office. `token_id` is set where a program
    acts by an access token.
    """

    account_id: int | None
    staff_id: int
    staff_name: str
    posting_id: int | None
    post: str
    office_id: int
    office_name: str
    role: Role
    scope: Scope
    purpose: str | None = None
    purpose_title: str = ""
    reference: str = ""
    reach: frozenset[UUID] = frozenset()
    language: str = "vi"
    is_demo: bool = False
    token_id: int | None = None

    @property
    def api_channel(self) -> str:
        """What the log of look-ups says of a call of the API: by which token, if by one."""
        return "api" if self.token_id is None else f"api.{self.token_id}"

    @property
    def counted_as(self) -> str:
        """Whose rate a request counts on: the token's, else the account's."""
        return f"t{self.token_id}" if self.token_id is not None else f"a{self.account_id}"

    def can(self, permission: Permission) -> bool:
        """Whether the role allows it; whether a given record is within reach is the scope's matter."""
        return permission in self.role.permissions


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A posting in force, with what a viewer needs of its office and staff."""

    posting_id: int
    post: str
    role: str
    unit_id: int
    unit_level: int
    office_id: int
    office_name: str
    staff_id: int
    staff_name: str
    areas_version: int


_IN_FORCE = """
select p.id, p.post, p.role, coalesce(p.unit_id, o.unit_id), u.level, o.id, o.name, s.id, s.full_name,
  (select max(version) from areas_state)
from access_posting p join access_office o on o.id = p.office_id join access_staff s on s.id = p.staff_id
  join areas_unit u on u.id = coalesce(p.unit_id, o.unit_id)
where {key} = %s and p.valid_from <= %s and (p.valid_to is null or p.valid_to > %s)
  and o.valid_from <= %s and (o.valid_to is null or o.valid_to > %s)
order by p.valid_from, p.id
"""


def postings_in_force(staff_id: int, on: date) -> list[PostingRow]:
    """Someone's postings on a day, oldest first; none where the posting or its office has ended."""
    return _postings("p.staff_id", staff_id, on)


def posting_in_force(posting_id: int, on: date) -> PostingRow | None:
    """One posting, if it and its office are in force on a day."""
    return next(iter(_postings("p.id", posting_id, on)), None)


def _postings(key: str, value: int, on: date) -> list[PostingRow]:
    return [PostingRow(*row) for row in sql.rows(_IN_FORCE.format(key=key), [value, on, on, on, on])]


_cache: dict[int, tuple[int, tuple[int, ...]]] = {}


def places_of(unit_id: int, version: int | None = None) -> tuple[int, ...]:
    """Every place that lies wholly inside a unit, the unit itself included, in order.

    Kept in the process's memory and read again when the map of areas has changed; `version` is the map's, where the
    caller has just read it. Inside a transaction nothing is kept: what it sees of the map may yet be rolled back.
    """
    version = areas_version() if version is None else version
    kept = _cache.get(unit_id)
    if kept is None or kept[0] != version:
        found = sql.rows("select place_id from areas_within where unit_id = %s order by 1", [unit_id])
        kept = (version, tuple(row[0] for row in found))
        if not connection.in_atomic_block:
            _cache[unit_id] = kept
            _keep(unit_id, kept)
    return kept[1]


def _keep(unit_id: int, kept: tuple[int, tuple[int, ...]]) -> None:
    """Let the database keep the places of a large unit too; what can't be written is counted out there each time."""
    version, places = kept
    if len(places) > FEW_PLACES:
        with suppress(DatabaseError):
            sql.value("select access.keep_ground(%s, %s)", [unit_id, version])


def large_unit(scope: Scope) -> tuple[int, int] | None:
    """The unit whose places, every one and no other, are a scope of many, and the map's version; None for any other.

    Only a scope that holds the very list kept in memory for its unit is taken for it.
    """
    if len(scope.places) <= FEW_PLACES or scope.unit_id is None:
        return None
    kept = _cache.get(scope.unit_id)
    return (scope.unit_id, kept[0]) if kept is not None and kept[1] is scope.places else None


def areas_version() -> int:
    """A number that grows with every change of the map."""
    return int(sql.value("select max(version) from areas_state") or 0)


def scope_for(role: Role, row: PostingRow) -> Scope:
    """The scope that a posting gives."""
    if role.ground is Ground.NOTHING:
        return Scope(row.unit_id, (), row.office_id)
    return Scope(
        row.unit_id,
        places_of(row.unit_id, row.areas_version),
        row.office_id,
        everywhere=role.ground is Ground.AUDIT and row.unit_level == 0,
        audit=role.ground is Ground.AUDIT,
        persons=role.sees_persons,
    )
