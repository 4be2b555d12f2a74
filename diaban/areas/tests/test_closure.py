"""What lies inside what: a map is a sum, and nothing is concluded that isn't so."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.areas import shipped
from diaban.areas.closure import Graph, closure, rows

Truth = dict[int, frozenset[int]]


@st.composite
def reforms(draw: st.DrawFn) -> tuple[Graph, Truth, dict[str, list[int]]]:
    """Two lists over the same ground: atoms of ground, each in one old and one new commune; and some hamlets."""
    atoms = draw(st.integers(2, 12))
    old_of = [draw(st.integers(0, 4)) for _ in range(atoms)]
    new_of = [draw(st.integers(0, 4)) for _ in range(atoms)]
    old_province = [draw(st.integers(0, 1)) for _ in range(5)]
    # The provinces of the new list are unions of the old: as in 2025, and as no commune was torn between two.
    joined = draw(st.booleans())
    truth: dict[int, set[int]] = defaultdict(set)
    parents: dict[int, int | None] = {0: None}
    for atom in range(atoms):
        old, new = 100 + old_of[atom], 200 + new_of[atom]
        was = 10 + old_province[old_of[atom]]
        now = 20 if joined else 21 + new_of[atom] % 2
        parents |= {was: 0, now: 0, old: was, new: now}
        for unit in (0, was, old, now, new):
            truth[unit].add(atom)
    edges = sorted({(100 + o, 200 + n) for o, n in zip(old_of, new_of, strict=True)})
    fragments: dict[int, tuple[int, int]] = {}
    origins: dict[int, int] = {}
    count: dict[int, int] = defaultdict(int)
    for old, _new in edges:
        count[old] += 1
    for old, new in edges:
        if count[old] > 1:
            fragment = 300 + len(fragments)
            fragments[fragment], parents[fragment] = (old, new), old
            truth[fragment] = truth[old] & truth[new]
    for number, (old, new) in enumerate(edges):
        hamlet = 400 + number
        parents[hamlet] = new
        truth[hamlet] = truth[old] & truth[new]
        if draw(st.booleans()):
            origins[hamlet] = old
    whole = frozenset(unit for unit in parents if 10 <= unit < 30)
    lists = {
        "then": [unit for unit in parents if 100 <= unit < 200],
        "now": [unit for unit in parents if 200 <= unit < 300],
        "provinces then": [unit for unit in parents if 10 <= unit < 20],
        "provinces now": [unit for unit in parents if 20 <= unit < 30],
    }
    return Graph(parents, edges, fragments, origins, whole), {u: frozenset(a) for u, a in truth.items()}, lists


@given(reforms())
@settings(max_examples=150, deadline=None)
def test_nothing_is_concluded_that_is_not_so(case: tuple[Graph, Truth, dict[str, list[int]]]) -> None:
    graph, truth, _lists = case
    for place, units in closure(graph).items():
        for unit in units:
            assert truth[place] <= truth[unit], (place, unit)


@given(reforms(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_map_is_a_sum(case: tuple[Graph, Truth, dict[str, list[int]]], data: st.DataObject) -> None:
    """For every map, the units and what is listed as unresolved add up to all."""
    graph, _truth, lists = case
    inside = closure(graph)
    counts = {place: data.draw(st.integers(0, 9)) for place in graph.parents if place >= 100}
    for units in lists.values():
        holding = {place: inside[place] & set(units) for place in counts}
        assert all(len(found) <= 1 for found in holding.values())
        resolved = sum(counts[p] for unit in units for p, found in holding.items() if unit in found)
        unresolved = sum(counts[p] for p, found in holding.items() if not found)
        assert resolved + unresolved == sum(counts.values())


@given(reforms())
@settings(max_examples=100, deadline=None)
def test_fragments_and_traced_hamlets_lie_in_both_lists(case: tuple[Graph, Truth, dict[str, list[int]]]) -> None:
    graph, _truth, _lists = case
    inside = closure(graph)
    for fragment, (old, new) in graph.fragments.items():
        assert {old, new} <= inside[fragment]
    for hamlet, origin in graph.origins.items():
        commune = graph.parents[hamlet]
        assert {origin, commune} <= inside[hamlet]
        leading = [f for f, pair in graph.fragments.items() if pair == (origin, commune)]
        assert set(leading) <= inside[hamlet]


def test_a_hamlet_said_to_have_gone_to_one_successor_lies_in_the_fragment() -> None:
    parents = {1: None, 2: None, 3: None, 10: 1, 30: 1}
    graph = Graph(parents, [(1, 2), (1, 3), (10, 2)], {30: (1, 2)})
    assert closure(graph)[10] == {10, 1, 2, 30}


@cache
def shipped_inside() -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for place, unit in shipped.read().within():
        found[place].add(unit)
    return {place: frozenset(units) for place, units in found.items()}


def test_every_shipped_commune_lies_in_one_province_of_each_list() -> None:
    for place, units in shipped_inside().items():
        if place >= 100_000:
            assert sum(1_000 < unit < 2_000 for unit in units) == 1
            assert sum(2_000 < unit < 3_000 for unit in units) == 1


def test_ky_loi_lies_in_ha_tinh_and_in_no_new_ward_but_its_fragments_do() -> None:
    inside = shipped_inside()
    assert inside[118_796] == {118_796, 10_449, 1_042, 2_042, 1}
    assert inside[300_708] == {300_708, 118_796, 218_754, 10_449, 1_042, 2_042, 1}


def test_a_new_commune_lies_in_the_old_district_that_all_of_it_came_from() -> None:
    inside = shipped_inside()
    assert 10_449 in inside[218_823]  # Vũng Áng: all from thị xã Kỳ Anh
    assert not {10_447, 10_449} & inside[218_754]  # Sông Trí: Kỳ Châu came from huyện Kỳ Anh


def test_rows_are_in_order() -> None:
    assert rows({2: frozenset((2, 1)), 1: frozenset((1,))}) == [(1, 1), (2, 1), (2, 2)]
