"""The viewer's ground for the top bar: the units above their own, then their own."""

from __future__ import annotations

from typing import Any


def path_of(viewer: Any) -> list[Any]:
    """Units from the province down to the scope's unit, each with `id` and `full_name`; empty where none is known."""
    unit_id = getattr(getattr(viewer, "scope", None), "unit_id", None)
    if unit_id is None:
        return []
    from diaban.areas import queries

    own = queries.unit(unit_id)
    return [*(unit for unit in queries.ancestors(unit_id) if unit.level > 0), own]
