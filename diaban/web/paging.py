"""Pages of a long list by key: fifty rows after or before one row, however deep, in the same time.

An address carries the edge row's id alone. Sort values (names, often) stay out of addresses and logs: they are read
again from the list's own rows, so an id from outside the viewer's scope begins at the first page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

PAGE = 50


@dataclass(frozen=True)
class Ask:
    """What one request wants of a list: clean filter values, the sort, and the id of the row to go on from.

    `export` is the id of the export that takes the rows out, which logs them: a source that logs what it shows leaves
    it to that one.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    down: bool = False
    after: str = ""
    before: str = ""
    limit: int = PAGE
    export: UUID | None = None


@dataclass(frozen=True)
class Found:
    """One page of rows in the order shown, and whether there are rows before and after it."""

    rows: Sequence[Any]
    earlier: bool = False
    later: bool = False


Source = Callable[[Ask], Found]


def from_rows(rows: Sequence[Any], sorts: Mapping[str, Callable[[Any], Any]] | None = None) -> Source:
    """A source over rows already in memory (a few hundred at most): sorted here, shown on one page."""

    def source(ask: Ask) -> Found:
        key = (sorts or {}).get(ask.sort)
        return Found(sorted(rows, key=key, reverse=ask.down) if key else rows)

    return source


def from_queryset(rows: QuerySet[Any], *, sorts: Mapping[str, str], lookups: Mapping[str, Any] | None = None) -> Source:
    """A source over a scoped queryset.

    `sorts` maps a sort's name to the field it orders by (a field that may be null sorts its nulls last; end its name
    with "?"); the primary key breaks ties. `lookups` maps a filter's name to a lookup ("day__gte") or to a function
    (queryset, value) → queryset; a filter not named is an exact match on the field of its name.
    """

    def source(ask: Ask) -> Found:
        return _page(narrowed(rows, ask, lookups), rows, sorts.get(ask.sort, "pk"), ask)

    return source


def narrowed(rows: QuerySet[Any], ask: Ask, lookups: Mapping[str, Any] | None = None) -> QuerySet[Any]:
    """The queryset with the filters that have a value."""
    for name, value in ask.values.items():
        if value not in (None, "", []):
            how = (lookups or {}).get(name, name)
            rows = how(rows, value) if callable(how) else rows.filter(**{how: value})
    return rows


def _page(rows: QuerySet[Any], everything: QuerySet[Any], spec: str, ask: Ask) -> Found:
    name, nullable = spec.removesuffix("?"), spec.endswith("?")
    edge_id = ask.before or ask.after
    edge = _edge(everything, name, edge_id) if edge_id else None
    back = bool(ask.before) and edge is not None
    descending = ask.down != back
    if edge is not None:
        rows = rows.filter(_beyond(name, nullable, edge[0], edge[1], descending, back))
    tie = "-pk" if descending else "pk"
    order = [tie] if name == "pk" else [_order(name, nullable, descending, back), tie]
    found = list(rows.order_by(*order)[: ask.limit + 1])
    more, found = len(found) > ask.limit, found[: ask.limit]
    if back:
        return Found(found[::-1], earlier=more, later=True)
    return Found(found, earlier=edge is not None, later=more)


def _order(name: str, nullable: bool, descending: bool, back: bool) -> OrderBy:
    """Nulls come last as shown, so first when read backwards; a field without them keeps to its index's own order."""
    nulls: dict[str, Any] = {"nulls_first" if back else "nulls_last": True} if nullable else {}
    return F(name).desc(**nulls) if descending else F(name).asc(**nulls)


def _edge(rows: QuerySet[Any], name: str, pk: str) -> tuple[Any, Any] | None:
    try:
        found = rows.filter(pk=pk).values_list(name, "pk").first()
    except (ValueError, TypeError, ValidationError):  # not an id at all
        return None
    return None if found is None else (found[0], found[1])


def _beyond(name: str, nullable: bool, value: Any, pk: Any, descending: bool, back: bool) -> Q:
    """Rows past the edge in reading direction; ties are settled by the key."""
    way = "lt" if descending else "gt"
    past_tie = Q(**{f"pk__{way}": pk})
    if name == "pk":
        return past_tie
    if value is None:
        tie = Q(**{f"{name}__isnull": True}) & past_tie
        return tie | Q(**{f"{name}__isnull": False}) if back else tie
    beyond = Q(**{f"{name}__{way}": value}) | (Q(**{name: value}) & past_tie)
    if nullable and not back:
        return beyond | Q(**{f"{name}__isnull": True})
    return beyond if nullable else Q(**{f"{name}__{way}e": value}) & beyond
