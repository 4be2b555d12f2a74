"""Circles stand near their place, as large as their value, and never over one another."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.areas import circles, queries, shapes
from diaban.areas.tests.conftest import NOW, THEN, province


def overlaps(drawn: shapes.Drawing) -> int:
    spots = [(s.cx, s.cy, s.r) for s in drawn.shapes]
    return sum(math.dist(a[:2], b[:2]) <= a[2] + b[2] for i, a in enumerate(spots) for b in spots[:i])


@pytest.mark.slow
@pytest.mark.django_db
def test_in_no_province_do_circles_overlap() -> None:
    for unit in queries.provinces(NOW):
        drawn = shapes.drawing(unit.id)
        assert len(drawn.shapes) == len(queries.children(unit.id))
        assert overlaps(drawn) == 0, unit.name
        _left, _top, width, height = drawn.box
        filled = sum(math.pi * s.r**2 for s in drawn.shapes) / (width * height)
        assert filled > 0.25, unit.name


@pytest.mark.django_db
def test_the_country_and_the_old_districts_are_drawn_too() -> None:
    country = shapes.drawing(1, NOW)
    assert (len(country.shapes), overlaps(country)) == (34, 0)
    then = shapes.drawing(province("42", THEN).id, THEN)
    assert overlaps(then) == 0
    assert {s.label for s in then.shapes} >= {"huyện Kỳ Anh", "thị xã Kỳ Anh"}


@pytest.mark.django_db
def test_far_islands_are_moved_nearer_and_say_so() -> None:
    moved = {s.label for s in shapes.drawing(2_056).shapes if s.moved}
    assert moved == {"đặc khu Trường Sa"}
    assert not any(s.moved for s in shapes.drawing(2_042).shapes)


@pytest.mark.django_db
def test_values_decide_the_size_and_a_drawing_is_always_the_same() -> None:
    values = {218_754: 900.0, 218_823: 100.0}
    drawn = shapes.drawing(2_042, values=values)
    size = {s.unit_id: s.r for s in drawn.shapes}
    assert size[218_754] / size[218_823] == pytest.approx(3.0, rel=0.05)
    assert min(size.values()) > 0
    assert shapes.drawing(2_042, values=values) == drawn


@given(st.lists(st.tuples(st.floats(0, 20_000), st.floats(0, 20_000), st.floats(0, 1e6)), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_places_even_the_same_one_are_kept_apart(given_places: list[tuple[float, float, float]]) -> None:
    laid = circles.lay_out(tuple((x, y) for x, y, _ in given_places), tuple(v for _, _, v in given_places))
    assert len(laid) == len(given_places)
    for i, a in enumerate(laid):
        assert a.r > 0
        assert all(math.dist((a.x, a.y), (b.x, b.y)) > a.r + b.r for b in laid[:i])
