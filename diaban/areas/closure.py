"""Which units a place lies wholly inside, then and now. Pure: numbers in, sets of numbers out.

The relation is the least one that holds all of these:

- a unit lies inside itself, its parent, and whatever its parent lies inside;
- a unit that went whole to one successor lies inside it; one that was split lies inside what *all* its successors
  lie inside (an old commune between two new ones of one province still lies inside that province);
- a new unit lies inside what *all* that it was made of lies inside;
- a district or province lies inside what all its communes lie inside;
- a fragment lies inside the unit it was part of and inside the one it went to;
- a hamlet lies inside the unit its ground came from, where that is known, and so inside the fragment that leads
  from there to its commune; and a hamlet of a split commune that is said to have gone to one successor lies inside
  the fragment that leads there.

Nothing else is concluded: what is split and not told apart by fragment or hamlet stays unresolved, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Graph:
    """What is known of the units: parents, lineage (old, new), fragments (old, new) and origins of hamlets.

    `whole` holds the parents whose children together are all of them: districts and provinces, not communes.
    """

    parents: Mapping[int, int | None]
    edges: Sequence[tuple[int, int]]
    fragments: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    origins: Mapping[int, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()


def closure(graph: Graph) -> dict[int, frozenset[int]]:
    """For each unit, every unit that it lies wholly inside, itself included."""
    direct = _direct(graph)
    groups = _groups(graph)
    inside: dict[int, frozenset[int]] = {unit: frozenset((unit,)) for unit in graph.parents}
    waiting = list(graph.parents)
    dependants = _dependants(direct, groups)
    while waiting:
        again: set[int] = set()
        for unit in waiting:
            grown = _grow(unit, inside, direct, groups)
            if len(grown) > len(inside[unit]):
                inside[unit] = grown
                again.update(dependants.get(unit, ()))
        waiting = sorted(again)
    return inside


def _grow(
    unit: int,
    inside: Mapping[int, frozenset[int]],
    direct: Mapping[int, list[int]],
    groups: Mapping[int, list[list[int]]],
) -> frozenset[int]:
    found = inside[unit].union(*(inside[above] for above in direct.get(unit, ())))
    for group in groups.get(unit, ()):
        found |= frozenset.intersection(*(inside[part] for part in group))
    return found


def _direct(graph: Graph) -> dict[int, list[int]]:
    """Units that a unit certainly lies inside, one step."""
    found: dict[int, list[int]] = {unit: [above] for unit, above in graph.parents.items() if above is not None}
    leading: dict[tuple[int, int], int] = {}
    for fragment, (old, new) in graph.fragments.items():
        found.setdefault(fragment, []).extend((old, new))
        leading[old, new] = fragment
    for old, new in graph.edges:
        commune = graph.parents[old]
        if commune is not None and (commune, new) in leading:
            found.setdefault(old, []).append(leading[commune, new])
    for hamlet, origin in graph.origins.items():
        steps = found.setdefault(hamlet, [])
        steps.append(origin)
        commune = graph.parents[hamlet]
        if commune is not None and (origin, commune) in leading:
            steps.append(leading[origin, commune])
    return found


def _groups(graph: Graph) -> dict[int, list[list[int]]]:
    """Sets of units that together cover a unit: its successors, its predecessors, its children."""
    after: dict[int, list[int]] = defaultdict(list)
    before: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for old, new in graph.edges:
        after[old].append(new)
        before[new].append(old)
    for unit, above in graph.parents.items():
        if above in graph.whole:
            below[above].append(unit)
    found: dict[int, list[list[int]]] = defaultdict(list)
    for each in (after, before, below):
        for unit, group in each.items():
            found[unit].append(group)
    return found


def _dependants(direct: Mapping[int, list[int]], groups: Mapping[int, list[list[int]]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for unit, above in direct.items():
        for other in above:
            found[other].append(unit)
    for unit, sets in groups.items():
        for group in sets:
            for other in group:
                found[other].append(unit)
    return found


def rows(inside: Mapping[int, Iterable[int]]) -> list[tuple[int, int]]:
    """The closure as (place, unit) pairs in order."""
    return [(place, unit) for place in sorted(inside) for unit in sorted(inside[place])]
