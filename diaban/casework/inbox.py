"""The inbox: open cases of a ground by tab, soonest due first, counted and paged at any size.

Counts come from the tally, one row a place, kind and office, and from sums of it for provinces and the nation. The rows
of the tally say where cases of a tab are, so that a page probes those places alone; where they are many, it walks the
tab in the order of deadlines instead, meets its fifty soon, and gives up where it doesn't. Either way a page costs what
it shows, not what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import FEW_PLACES, Viewer, large_unit
from diaban.casework import policies
from diaban.casework.cases import COLUMNS, Case, case_of
from diaban.core.sql import among, one, prepared, prepared_rows
from diaban.web.paging import PAGE


class Tab(StrEnum):
    """What an inbox is divided into. `OPEN` holds all the others."""

    OPEN = "open"
    LATE = "late"
    DUE = "due"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"


TITLES = {
    Tab.OPEN: _("Đang mở"),
    Tab.LATE: _("Quá hạn"),
    Tab.DUE: _("Đến hạn hôm nay"),
    Tab.MINE: _("Của tôi"),
    Tab.UNASSIGNED: _("Chưa phân công"),
    Tab.WAITING: _("Đang dừng thời hạn"),
}
#: The values of the column `tab` in which a tab's cases are.
_TABS = {Tab.OPEN: (0, 1, 2, 3), Tab.LATE: (2,), Tab.DUE: (1,), Tab.UNASSIGNED: (0, 1, 2, 3), Tab.WAITING: (3,)}
_COUNTED = {
    Tab.OPEN: "running + near + late + waiting", Tab.LATE: "late", Tab.DUE: "near", Tab.UNASSIGNED: "unassigned",
    Tab.WAITING: "waiting",
}  # fmt: skip
#: Cases that a walk looks at before it gives up: a few milliseconds.
WALKED = 3_000


@dataclass(frozen=True, slots=True)
class Page:
    """Cases of one tab in the order of their deadlines, and whether there are some before and after them."""

    rows: list[Case]
    earlier: bool = False
    later: bool = False

    @property
    def after(self) -> UUID | None:
        """The case that the next page goes on from; None where this is the last."""
        return self.rows[-1].id if self.later else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases each tab holds for a viewer."""

    by_tab: dict[Tab, int]

    def __getitem__(self, tab: Tab) -> int:
        return self.by_tab[tab]


_FIVE = "running, near, late, waiting, unassigned"
_MINE_TOO = """
select coalesce(sum(running + near + late + waiting), 0)::bigint, coalesce(sum(late), 0)::bigint,
    coalesce(sum(near), 0)::bigint, coalesce(sum(unassigned), 0)::bigint, coalesce(sum(waiting), 0)::bigint,
    (select coalesce(sum(h.cases), 0)::bigint from (
        select cases from casework_held where assignee_id = %(staff)s::int and kind = any(%(kinds)s::text[])
        union all
        select running + near + late + waiting from casework_delta
        where assignee_id = %(staff)s::int and kind = any(%(kinds)s::text[])
    ) h)
from seen
"""
_OWN = "t.office_id = %(office)s::int and t.kind = any(%(kinds)s::text[])"
#: A commune's tally: its places, and what else its office has.
_FEW = f"""
with seen as (
    select {_FIVE} from casework_tally t where t.place = any(%(places)s::int[]) and t.kind = any(%(kinds)s::text[])
    union all
    select {_FIVE} from casework_tally t where {_OWN} and t.place <> all(%(places)s::int[])
    union all
    select {_FIVE} from casework_delta t where t.kind = any(%(kinds)s::text[])
        and (t.place = any(%(places)s::int[]) or t.office_id = %(office)s::int)
) {_MINE_TOO}"""
#: A province's, and the nation's: the sums that the merger keeps, and what is still queued; the session's places are
#: the unit's own.
_LARGE = f"""
with seen as (
    select {_FIVE} from casework_upper t where t.unit_id = %(unit)s::int and t.kind = any(%(kinds)s::text[])
    union all
    select {_FIVE} from casework_tally t where {_OWN} and not {among("t.place")}
    union all
    select {_FIVE} from casework_delta t where t.kind = any(%(kinds)s::text[])
        and ({among("t.place")} or t.office_id = %(office)s::int)
) {_MINE_TOO}"""


def counts(*, viewer: Viewer, kinds: Sequence[str] | None = None) -> Counts:
    """How many cases each tab holds. One statement, always exact."""
    given = _scope(viewer, kinds)
    unit = large_unit(viewer.scope) if viewer.scope.persons else None
    few = len(given["places"]) <= FEW_PLACES
    row = _once(few)(_FEW, given) if unit is None else prepared(_LARGE, given | {"unit": unit[0]})
    order = (Tab.OPEN, Tab.LATE, Tab.DUE, Tab.UNASSIGNED, Tab.WAITING, Tab.MINE)
    found = dict(zip(order, row, strict=True))
    return Counts({each: int(found[each]) for each in Tab})


def _once(few: bool) -> Callable[[str, dict[str, Any]], tuple[Any, ...]]:
    """How to ask for one row: thousands of places must stand in the text, for only then does PostgreSQL hash them."""
    return prepared if few else lambda text, given: one(text, given) or ()


def _scope(viewer: Viewer, kinds: Sequence[str] | None) -> dict[str, Any]:
    seen = policies.seen_kinds(viewer)
    wanted = seen if kinds is None else [kind for kind in kinds if kind in seen]
    return {
        "places": list(viewer.scope.person_places), "office": viewer.office_id or -1, "kinds": wanted,
        "staff": viewer.staff_id,
    }  # fmt: skip


#: Where the cases of a tab are.
_PLACES = """
select coalesce(array_agg(distinct t.place), '{{}}') from (
    select place, office_id, kind, running, near, late, waiting, unassigned from casework_tally
    union all
    select place, office_id, kind, running, near, late, waiting, unassigned from casework_delta
) t where t.kind = any(%(kinds)s::text[]) and {wanted} <> 0
    and (t.place = any(%(places)s::int[]) or t.office_id = %(office)s::int)
"""
#: Each place's (and tab's) first few bound what the page can hold; then as much of each is read as lies within: by id
#: too, for cases without a day to go by all stand at one moment.
_PROBE = """
with lists as materialized (
    select p.place, t.tab from unnest(%(at)s::int[]) p (place) cross join unnest(%(tabs)s::int[]) t (tab)
), firsts as materialized (
    select c.rank_at, c.id from lists l cross join lateral (
        select rank_at, id from casework_case c
        where c.place = l.place and {match} and c.closed_at is null and c.kind = any(%(kinds)s::text[]) {more}
        order by c.rank_at {way}, c.id {way} limit {first}
    ) c
), bound as materialized (
    select rank_at, id from firsts order by rank_at {way}, id {way} offset {limit} - 1 limit 1
), edge as materialized (
    select rank_at, id from bound union all
    select '{most}'::timestamptz, '{last}'::uuid where not exists (select from bound)
)
select {columns} from lists l cross join lateral (
    select * from casework_case c
    where c.place = l.place and {match} and c.closed_at is null and c.kind = any(%(kinds)s::text[]) {more}
        and c.rank_at {within} (select rank_at from edge)
        and (c.rank_at, c.id) {within} ((select rank_at from edge), (select id from edge))
    order by c.rank_at {way}, c.id {way} limit {limit}
) c order by c.rank_at {way}, c.id {way} limit {limit}
"""
_WALK = """
select casework.walk(t.tab, %(kinds)s::text[], %(free)s::boolean, %(rank)s::timestamptz, %(edge)s::uuid,
    %(back)s::boolean, %(limit)s::int, %(most)s::int)
from unnest(%(tabs)s::int[]) t (tab)
"""
_MET = """
select {columns} from casework_case c where c.id = any(%(met)s::uuid[]) and c.closed_at is null
order by c.rank_at {way}, c.id {way} limit {limit}
"""
_MINE = """
select {columns} from casework_case c
where c.assignee_id = %(staff)s::int and c.closed_at is null and c.kind = any(%(kinds)s::text[]) {more}
order by c.rank_at {way}, c.id {way} limit {limit}
"""
#: The moment alone too: row policies let an index go by nothing that might tell of a row, as comparing pairs might.
_BEYOND = """and c.rank_at {than}= %(rank)s::timestamptz
        and (c.rank_at, c.id) {than} (%(rank)s::timestamptz, %(edge)s::uuid)"""
_FREE = "and c.assignee_id is null"


def inbox(
    *, viewer: Viewer, tab: Tab = Tab.OPEN, after: UUID | None = None, before: UUID | None = None, limit: int = PAGE,
    kinds: Sequence[str] | None = None, known: Counts | None = None,
) -> Page:  # fmt: skip
    """One page of a tab: the first, the one after a case, or the one before it.

    `known` are the counts just read. A case that the viewer doesn't see begins at the first page.
    """
    held = known or counts(viewer=viewer, kinds=kinds)
    if not held[tab]:
        return Page([])
    edge = before or after
    rank = _rank(edge) if edge is not None else None
    back = before is not None and rank is not None
    given = _scope(viewer, kinds) | {
        "tabs": list(_TABS.get(tab, ())), "rank": rank, "edge": edge if rank is not None else None,
        "free": tab is Tab.UNASSIGNED, "back": back, "limit": limit + 1, "most": WALKED,
    }  # fmt: skip
    found = [case_of(row) for row in _found(tab, given)]
    more_there, found = len(found) > limit, found[:limit]
    if back:
        return Page(found[::-1], more_there, True)
    return Page(found, rank is not None, more_there)


def _found(tab: Tab, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a page, by the way that costs least; each gives the same."""
    if tab is Tab.MINE:
        return _read(_MINE, given)
    if tab is Tab.UNASSIGNED:  # of those that nobody has all tabs are in one order
        given = given | {"tabs": [0]}
    few = len(given["places"]) <= FEW_PLACES
    if not few:  # few places are probed whatever they hold
        walks = [row[0] for row in prepared_rows(_WALK, given)]
        if all(met is not None for met in walks):
            return _read(_MET, given | {"met": [case for met in walks for case in met]}, more="")
    places = _once(few)(_PLACES.format(wanted=f"({_COUNTED[tab]})"), given)[0]
    return _read(_PROBE, given | {"at": places})


def _read(statement: str, given: dict[str, Any], more: str | None = None) -> list[tuple[Any, ...]]:
    """Run a page's statement in the direction asked for; its limits stand in the text, by which plans are made."""
    back, limit = given["back"], given["limit"]
    lists = len(given.get("at", ())) * len(given["tabs"])
    if more is None:
        more = _FREE if given["free"] else ""
        more += f" {_BEYOND.format(than='<' if back else '>')}" if given["rank"] is not None else ""
    text = statement.format(
        columns=COLUMNS, more=more, way="desc" if back else "asc", limit=limit, within=">=" if back else "<=",
        match="c.assignee_id is null" if given["free"] else "c.tab = l.tab", most="-infinity" if back else "infinity",
        first=_first(limit, lists), last=UUID(int=0 if back else 2**128 - 1),
    )  # fmt: skip
    return prepared_rows(text, given, binary=True)


def _first(limit: int, lists: int) -> int:
    """How many of each list are looked at first: together twice a page. A power of two, for plans to be kept."""
    return 1 << max(0, (2 * limit // max(1, lists)).bit_length())


def _rank(case_id: UUID) -> str | None:
    """Where a case stands in the order, as text; None for one that the viewer doesn't see."""
    row = one("select rank_at::text from casework_case where id = %s", [case_id])
    return None if row is None else str(row[0])
