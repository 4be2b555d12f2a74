"""The viewer's ground for the top bar: the units above their own, then their own."""

from __future__ import annotations

from functools import lru_cache

from diaban.access.scope import Viewer
from diaban.areas import queries
from diaban.areas.queries import Level, Unit


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
