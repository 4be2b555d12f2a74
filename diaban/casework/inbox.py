"""The inbox: open cases of a ground by tab, soonest due first, counted and paged at any size.

Counts come from the tally, one row a place, kind and office. The same rows say where cases of a tab are, so that a page
probes those places alone; where they are many, it walks the tab in the order of deadlines instead and meets its fifty
soon. Either way a page costs what it shows, not what there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import FEW_PLACES, Viewer
from diaban.casework import policies
from diaban.casework.cases import COLUMNS, Case, case_of
from diaban.core.sql import one, rows
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
#: From so many cases on a page is found by walking the tab in order, not by probing each place.
MANY = 5_000


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
    places: list[int] = field(default_factory=list, repr=False)

    def __getitem__(self, tab: Tab) -> int:
        return self.by_tab[tab]


_TALLY = """
with places as materialized (select unnest(%(places)s::int[]) as place), seen as (
    select t.* from places join casework_tally t using (place) where t.kind = any(%(kinds)s)
    union all
    select t.* from casework_tally t where t.office_id = %(office)s and t.kind = any(%(kinds)s)
        and not exists (select from places p where p.place = t.place)
    union all
    select t.place, t.office_id, t.running, t.near, t.late, t.waiting, t.unassigned, t.kind from casework_delta t
        where t.kind = any(%(kinds)s) and (t.office_id = %(office)s or t.place in (select place from places))
)
select coalesce(sum(running + near + late + waiting), 0), coalesce(sum(late), 0), coalesce(sum(near), 0),
    coalesce(sum(unassigned), 0), coalesce(sum(waiting), 0), array_agg(distinct place) filter (where {wanted} <> 0),
    (select count(*) from casework_case where assignee_id = %(staff)s and closed_at is null and kind = any(%(kinds)s))
from seen
"""


def counts(*, viewer: Viewer, tab: Tab = Tab.OPEN, kinds: Sequence[str] | None = None) -> Counts:
    """How many cases each tab holds, and the places where those of `tab` are. One statement, always exact."""
    given = _scope(viewer, kinds)
    row = one(_TALLY.format(wanted=_COUNTED.get(tab, "0")), given | {"staff": viewer.staff_id})
    assert row is not None
    *numbers, places, mine = row
    order = (Tab.OPEN, Tab.LATE, Tab.DUE, Tab.UNASSIGNED, Tab.WAITING)
    found = dict(zip(order, map(int, numbers), strict=True)) | {Tab.MINE: int(mine)}
    return Counts({each: found[each] for each in Tab}, places or [])


def _scope(viewer: Viewer, kinds: Sequence[str] | None) -> dict[str, object]:
    seen = policies.seen_kinds(viewer)
    wanted = seen if kinds is None else [kind for kind in kinds if kind in seen]
    return {"places": list(viewer.scope.person_places), "office": viewer.office_id or -1, "kinds": wanted}


_PROBE = """
select {columns} from unnest(%(at)s::int[]) p (place) cross join unnest(%(tabs)s::int[]) t (tab)
cross join lateral (
    select * from casework_case c
    where c.place = p.place and c.tab = t.tab and c.closed_at is null and c.kind = any(%(kinds)s) {more}
    order by c.rank_at {way}, c.id {way} limit %(limit)s
) c order by c.rank_at {way}, c.id {way} limit %(limit)s
"""
_WALK = """
select {columns} from unnest(%(tabs)s::int[]) t (tab) cross join lateral (
    select * from casework_case c
    where c.tab = t.tab and c.closed_at is null and c.kind = any(%(kinds)s)
        and (c.place = any(%(places)s) or c.office_id = %(office)s) {more}
    order by c.rank_at {way}, c.id {way} limit %(limit)s
) c order by c.rank_at {way}, c.id {way} limit %(limit)s
"""
_MINE = """
select {columns} from casework_case c
where c.assignee_id = %(staff)s and c.closed_at is null and c.kind = any(%(kinds)s) {more}
order by c.rank_at {way}, c.id {way} limit %(limit)s
"""
_BEYOND = "and (c.rank_at, c.id) {than} (%(rank)s, %(edge)s)"
_FREE = "and c.assignee_id is null"


def inbox(
    *, viewer: Viewer, tab: Tab = Tab.OPEN, after: UUID | None = None, before: UUID | None = None, limit: int = PAGE,
    kinds: Sequence[str] | None = None, known: Counts | None = None,
) -> Page:  # fmt: skip
    """One page of a tab: the first, the one after a case, or the one before it.

    `known` are the counts just read for this tab. A case that the viewer doesn't see begins at the first page.
    """
    held = known or counts(viewer=viewer, tab=tab, kinds=kinds)
    number = held[tab]
    if not number:
        return Page([])
    edge = before or after
    rank = _rank(edge) if edge is not None else None
    back = before is not None and rank is not None
    more = _FREE if tab is Tab.UNASSIGNED else ""
    if rank is not None:
        more += " " + _BEYOND.format(than="<" if back else ">")
    given = _scope(viewer, kinds) | {
        "limit": limit + 1, "staff": viewer.staff_id, "at": held.places, "tabs": list(_TABS.get(tab, ())),
        "rank": rank, "edge": edge,
    }  # fmt: skip
    walk = number >= MANY and len(held.places) > FEW_PLACES  # few places are probed whatever they hold
    statement = _MINE if tab is Tab.MINE else _WALK if walk else _PROBE
    text = statement.format(columns=COLUMNS, more=more, way="desc" if back else "asc")
    found = [case_of(row) for row in rows(text, given)]
    more_there, found = len(found) > limit, found[:limit]
    if back:
        return Page(found[::-1], more_there, True)
    return Page(found, rank is not None, more_there)


def _rank(case_id: UUID) -> str | None:
    """Where a case stands in the order; None for one that the viewer doesn't see."""
    row = one(
        "select case when isfinite(rank_at) then rank_at end, rank_at::text from casework_case where id = %s", [case_id]
    )
    return None if row is None else row[0] or row[1]
