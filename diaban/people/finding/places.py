"""Names of places in a search: communes and districts of today and of the former list, inside a viewer's ground."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from diaban.access.scope import Scope
from diaban.areas import queries as areas
from diaban.core.sql import rows
from diaban.core.text import fold

Named = Mapping[str, frozenset[int]]
#: Words that may stand before a place's name and belong to none.
_KINDS = (
    ("thi", "tran"), ("dac", "khu"), ("thi", "xa"), ("thanh", "pho"), ("xa",), ("phuong",), ("huyen",), ("quan",),
    ("tt",), ("tx",), ("tp",), ("p",), ("x",), ("h",), ("q",), ("o",), ("tai",), ("p.",), ("x.",), ("tt.",),
)  # fmt: skip
#: Of these, what people are called as well: Phương, Quân, Tài.
_GIVEN_TOO = (("phuong",), ("quan",), ("tai",))
LONGEST = 5

_NAMES = """
with mine as (select distinct w.unit_id, w.place_id from areas_within w where w.place_id = any(%(places)s)),
named as (
  select m.unit_id as unit_id, m.place_id from mine m
  union all  -- what a unit of the former list became, wholly or in part
  select e.old_id, m.place_id from areas_edge e join mine m on m.unit_id = e.new_id)
select n.name, array_agg(distinct d.place_id) from named d
join areas_unit u on u.id = d.unit_id and u.level in (2, 3) join areas_name n on n.unit_id = u.id group by 1
"""
_kept: dict[object, tuple[int, Named]] = {}


def named(scope: Scope) -> Named:
    """Folded names to the places of the ground that they mean; kept in memory until the map changes."""
    version = areas.version()
    key = (scope.unit_id, len(scope.person_places))
    found = _kept.get(key)
    if found is None or found[0] != version:
        found = _kept[key] = (version, _read(scope.person_places))
    return found[1]


def _read(places: Sequence[int]) -> Named:
    meant: dict[str, set[int]] = defaultdict(set)
    for name, ids in rows(_NAMES, {"places": list(places)}):
        meant[fold(name)].update(ids)
    return {name: frozenset(ids) for name, ids in meant.items()}


def split(words: Sequence[str], known: Named) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
    """Ways to read the end of a search as a place: the words left for the name, and the places. Longest name first."""
    plain = tuple(word for word in words if word != ",")
    for count in range(min(LONGEST, len(plain) - 1), 0, -1):
        found = known.get(" ".join(plain[-count:]))
        if found is None:
            continue
        left = plain[:-count]
        kind = next((k for k in _KINDS if len(k) < len(left) and left[-len(k) :] == k), None)
        if kind is None and count == 1 and len(left) < 3 and not _parted(words, count):
            continue  # one word is rather a given name
        if kind is None or kind in _GIVEN_TOO:
            yield left, found
        if kind is not None:
            yield left[: -len(kind)], found


def _parted(words: Sequence[str], count: int) -> bool:
    """Whether a comma stands before the last `count` words."""
    return len(words) > count and words[-count - 1] == ","
