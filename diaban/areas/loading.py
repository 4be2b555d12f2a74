"""Puts the shipped list of units into the database, and keeps the closure in step with units and edges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from diaban.areas import shipped as listed
from diaban.areas.closure import Graph, closure, rows
from diaban.areas.models import FIRST_OWN_ID, Level
from diaban.core import sql

_UNIT = ("id", "level", "code", "valid_from", "valid_to", "parent_id", "snapshot", "lat", "lon", "area_km2")
_UNIT_TYPES = ("int4", "int2", "text", "date", "date", "int4", "bool", "float8", "float8", "float8")
_NAME = ("unit_id", "kind", "name", "valid_from", "valid_to", "citation", "checked", "reform")
_NAME_TYPES = ("int4", "text", "text", "date", "date", "text", "bool", "text")
_EDGE = ("old_id", "new_id", "land", "people", "day", "resolution", "citation", "fragment_id", "reform")
_EDGE_TYPES = ("int4", "int4", "text", "text", "date", "text", "text", "int4", "text")


def load_shipped() -> bool:
    """Load the shipped list as the tables' owner; False where this very list is loaded already.

    A newer list replaces names, edges and figures of shipped units. What an office added, and the ends that its
    reforms gave to shipped units, stay.
    """
    if sql.value("select shipped from areas_state") == listed.digest():
        return False
    shipped = listed.read()
    with transaction.atomic():
        # Two commands that start together: the second waits here and finds the work done.
        if sql.value("select shipped from areas_state for update") == shipped.digest:
            return False
        first = sql.value("select 1 from areas_unit limit 1") is None
        if first:
            _fill(shipped)
        else:
            _units(shipped, first)
            _names_and_edges(shipped, first)
            rebuild_within()
        sql.execute("update areas_state set shipped = %s", [shipped.digest])
    if first:
        sql.execute("analyze areas_unit, areas_within")
    return True


def _fill(shipped: listed.Shipped) -> None:
    """Fill empty tables. Foreign keys are taken off and put back: checked once, not for each of 60,000 rows."""
    keys = sql.rows(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' "
        "and conrelid in ('areas_unit'::regclass, 'areas_name'::regclass, 'areas_edge'::regclass)"
    )
    for table, name, _ in keys:
        sql.execute(f'alter table {table} drop constraint "{name}"')
    _units(shipped, True)
    _names_and_edges(shipped, True)
    sql.copy("areas_within", ("place_id", "unit_id"), shipped.within(), ("int4", "int4"))
    for table, name, definition in keys:
        sql.execute(f'alter table {table} add constraint "{name}" {definition}')


def _units(shipped: listed.Shipped, first: bool) -> None:
    if first:
        sql.copy("areas_unit", _UNIT, shipped.units, _UNIT_TYPES)
        return
    sql.execute("create temp table areas_incoming (like areas_unit) on commit drop")
    sql.copy("areas_incoming", _UNIT, shipped.units, _UNIT_TYPES)
    columns = ", ".join(_UNIT)
    sql.execute(
        f"insert into areas_unit ({columns}) select {columns} from areas_incoming "
        "on conflict (id) do update set parent_id = excluded.parent_id, lat = excluded.lat, lon = excluded.lon, "
        "area_km2 = excluded.area_km2, valid_to = coalesce(excluded.valid_to, areas_unit.valid_to)"
    )


def _names_and_edges(shipped: listed.Shipped, first: bool) -> None:
    if not first:
        sql.execute("delete from areas_name where reform = '' and unit_id < %s", [FIRST_OWN_ID])
        sql.execute("delete from areas_edge where reform = '' and old_id < %s", [FIRST_OWN_ID])
    kept = {} if first else dict(sql.rows("select unit_id, min(valid_from) from areas_name group by 1"))
    sql.copy("areas_name", _NAME, ((*_ended(n, kept), "") for n in shipped.names), _NAME_TYPES)
    sql.copy("areas_edge", _EDGE, ((*edge, "") for edge in shipped.edges), _EDGE_TYPES)


def _ended(name: tuple[Any, ...], kept: dict[int, date]) -> tuple[Any, ...]:
    """A shipped name, ended where a reform that an office played has given the unit another since."""
    later = kept.get(name[0])
    if later is None or name[4] is not None:
        return name
    return (*name[:4], later, *name[5:])


def graph() -> Graph:
    """The map's relations as the database has them."""
    parents = {}
    whole = set()
    for unit, level, parent in sql.rows("select id, level, parent_id from areas_unit"):
        parents[unit] = parent
        if level in (Level.PROVINCE, Level.DISTRICT):
            whole.add(unit)
    edges = sql.rows("select old_id, new_id, fragment_id from areas_edge")
    return Graph(
        parents=parents,
        edges=[(old, new) for old, new, _ in edges],
        fragments={fragment: (old, new) for old, new, fragment in edges if fragment},
        origins=dict(sql.rows("select unit_id, origin_id from areas_hamlet where origin_id is not null")),
        whole=frozenset(whole),
    )


def rebuild_within() -> None:
    """Work the closure out anew and write only what differs: rows are moved by nobody, some come, some go."""
    wanted = set(rows(closure(graph())))
    present = set(sql.rows("select place_id, unit_id from areas_within"))
    if gone := sorted(present - wanted):
        places, units = zip(*gone, strict=True)
        sql.execute(
            "delete from areas_within w using unnest(%s::int[], %s::int[]) as g (place, unit) "
            "where w.place_id = g.place and w.unit_id = g.unit",
            [list(places), list(units)],
        )
    if new := sorted(wanted - present):
        sql.copy("areas_within", ("place_id", "unit_id"), new, ("int4", "int4"))


def add_within(pairs: Iterable[tuple[int, int]]) -> None:
    """Add rows that are known to be missing, such as those of new hamlets."""
    sql.copy("areas_within", ("place_id", "unit_id"), sorted(pairs), ("int4", "int4"))
