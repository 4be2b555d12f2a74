"""The viewer's ground for the top bar: the units above their own, their own, those below it, and those seen last."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest

from diaban.access.scope import Viewer
from diaban.areas import queries
from diaban.areas.queries import Level, Unit
from diaban.core.time import today

#: How many areas a session remembers, and under which name.
REMEMBERED, _KEY = 5, "areas.visited"


def path_of(viewer: Viewer | None) -> tuple[Unit, ...]:
    """Units from the province down to the scope's unit; empty where the viewer has no ground."""
    if viewer is None or viewer.scope.unit_id is None:
        return ()
    return _path(viewer.scope.unit_id, queries.version())


@lru_cache(maxsize=512)
def _path(unit_id: int, version: int) -> tuple[Unit, ...]:
    """Read once for each version of the map."""
    above = (unit for unit in queries.ancestors(unit_id) if unit.level > Level.NATION)
    return (*above, queries.unit(unit_id))


def below(viewer: Viewer | None) -> tuple[Unit, ...]:
    """The units next below the scope's unit today; the provinces where the viewer has no ground of their own."""
    if viewer is None:
        return ()
    return _below(viewer.scope.unit_id, queries.version(), today().toordinal())


@lru_cache(maxsize=512)
def _below(unit_id: int | None, version: int, day: int) -> tuple[Unit, ...]:
    return tuple(queries.provinces() if unit_id is None else queries.children(unit_id))


def visit(request: HttpRequest, unit_id: int) -> None:
    """Remember that this session opened a unit's page."""
    before = request.session.get(_KEY, [])
    if before[:1] != [unit_id]:
        request.session[_KEY] = [unit_id, *(other for other in before if other != unit_id)][:REMEMBERED]


def visited(request: HttpRequest) -> list[Unit]:
    """The areas this session opened last, newest first, without those that are always at hand."""
    at_hand = {unit.id for unit in path_of(getattr(request, "viewer", None))}
    seen = (unit_id for unit_id in request.session.get(_KEY, []) if unit_id not in at_hand)
    return [_path(unit_id, queries.version())[-1] for unit_id in seen]
