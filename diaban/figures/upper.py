"""Units whose cells are kept added up (provinces and the nation), and the buckets that those are kept by."""

from __future__ import annotations

from diaban.areas import queries as areas
from diaban.core.sql import rows

_large: tuple[int, dict[int, int]] = (-1, {})


def level(unit_id: int) -> int | None:
    """0 for the nation, 1 for a province of then or now, None for any smaller unit. One too new to be known here is
    taken for small: it is added up from its places, which gives the same.
    """
    global _large
    version = areas.version()
    if _large[0] != version:
        _large = (version, dict(rows("select id, level from areas_unit where level <= 1")))
    return _large[1].get(unit_id)


def buckets(first: int, last: int) -> list[tuple[int, int]]:
    """Half-months as ranges of buckets: a whole calendar year is one bucket, numbered -year."""
    since, until = -(-first // 24), (last + 1) // 24  # whole years: from `since` to before `until`
    if since >= until:
        return [(first, last)]
    found = [(1 - until, -since)]
    if first < 24 * since:
        found.append((first, 24 * since - 1))
    if 24 * until <= last:
        found.append((24 * until, last))
    return found
