from __future__ import annotations

from fractions import Fraction
from statistics import median as middle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.targets.league import Entry, league
from diaban.targets.splitting import by_weight, equally

weights = st.dictionaries(st.integers(1, 10_000), st.integers(0, 10**9), min_size=1, max_size=60)


@given(st.integers(0, 10**12), weights)
def test_parts_are_the_whole_and_none_is_one_away_from_its_share(whole: int, given_weights: dict[int, int]) -> None:
    total = sum(given_weights.values())
    if not total and whole:
        with pytest.raises(ValueError):
            by_weight(whole, given_weights)
        return
    parts = by_weight(whole, given_weights)
    assert list(parts) == list(given_weights)
    assert sum(parts.values()) == whole
    for unit, part in parts.items():
        exact = Fraction(whole * given_weights[unit], total) if total else Fraction(0)
        assert abs(part - exact) < 1
        assert part >= 0
        assert part == 0 or given_weights[unit]


@given(st.integers(0, 10**9), st.lists(st.integers(1, 9999), min_size=1, max_size=300, unique=True))
def test_equal_parts_differ_by_one_at_most(whole: int, units: list[int]) -> None:
    parts = equally(whole, units)
    assert sum(parts.values()) == whole
    assert max(parts.values()) - min(parts.values()) <= 1


def test_the_larger_parts_go_to_the_largest_remainders() -> None:
    assert by_weight(10, {1: 1, 2: 1, 3: 1}) == {1: 4, 2: 3, 3: 3}
    assert by_weight(7, {1: 10, 2: 16, 3: 24}) == {1: 2, 2: 2, 3: 3}  # 1.4, 2.24, 3.36
    assert by_weight(0, {1: 0, 2: 0}) == {1: 0, 2: 0}


@pytest.mark.parametrize(("whole", "by"), [(-1, {1: 1}), (1, {}), (1, {1: 0}), (1, {1: -1, 2: 3})])
def test_what_cannot_be_divided_is_refused(whole: int, by: dict[int, int]) -> None:
    with pytest.raises(ValueError):
        by_weight(whole, by)


scores = st.one_of(st.none(), st.fractions(min_value=0, max_value=5, max_denominator=50))


@given(st.lists(st.tuples(st.integers(0, 500), scores), max_size=40), st.booleans())
def test_a_league_ranks_everyone_once_and_equals_alike(rows: list[tuple[int, Fraction | None]], least: bool) -> None:
    found = league([Entry(unit, volume, score) for unit, (volume, score) in enumerate(rows)], least_first=least)
    assert sorted(place.entry.unit_id for place in found.places) == list(range(len(rows)))
    ranked = [place for place in found.places if place.rank is not None]
    assert found.places[: len(ranked)] == ranked
    for place in ranked:
        assert place.entry.score is not None
        better = sum(
            1
            for other in ranked
            if other.entry.score is not None
            and (other.entry.score < place.entry.score if least else other.entry.score > place.entry.score)
        )
        assert place.rank == better + 1
    known = [score for _volume, score in rows if score is not None]
    assert found.median == (middle(known) if known else None)
