"""Boundaries from GeoJSON: what is drawn, what is said, and that a bad file writes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.areas import actions, geojson, outlines, queries, shapes
from diaban.areas.models import Boundary
from diaban.areas.tests.conftest import NOW, Ground, Someone, province
from diaban.core.errors import Invalid, Refused

db = pytest.mark.django_db

Coordinates = list[list[float]]


def square(x: float, y: float, size: float = 0.1) -> Coordinates:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code: Any, *rings: Coordinates, **about: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": about,
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def file(*features: dict[str, Any], **about: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **about}).encode()


TWO = (feature("18754", square(106.0, 18.0)), feature("18823", square(106.1, 18.0)))


@db
def test_outlines_of_known_units_are_drawn(by: Someone) -> None:
    done = actions.import_boundaries(file(*TWO), by=by, source="Sở Nội vụ")
    assert done.units == ["18754", "18823"]
    assert done.sentence == "Đã nhập ranh giới của 2 đơn vị."
    drawn = Boundary.objects.get(unit_id=218_754)
    assert re.fullmatch(r"M-?\d+ -?\d+l(-?\d+ ?)+z", drawn.path)
    assert (drawn.max_y - drawn.min_y, drawn.source) == (1_000, "Sở Nội vụ")
    assert drawn.max_x - drawn.min_x < 1_000  # a degree of longitude is shorter than one of latitude
    assert drawn.min_x <= drawn.label_x <= drawn.max_x


@db
def test_importing_again_replaces(by: Someone) -> None:
    actions.import_boundaries(file(*TWO), by=by)
    actions.import_boundaries(file(feature("18754", square(106.0, 18.0, 0.2))), by=by)
    heights = {b.unit_id: b.max_y - b.min_y for b in Boundary.objects.all()}
    assert heights == {218_754: 2_000, 218_823: 1_000}


@db
@pytest.mark.parametrize(
    "one",
    [
        feature(None, square(106.0, 18.0), ma_xa="18754"),
        feature(18754, square(106.0, 18.0)),
        feature(None, square(106.0, 18.0), Code="18754"),
        {
            **feature("18754"),
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(106.0, 18.0)], [square(106.3, 18.0)]]},
        },
        {**feature("18754"), "geometry": {"type": "GeometryCollection", "geometries": [TWO[0]["geometry"]]}},
    ],
)
def test_where_the_code_and_the_rings_may_stand(by: Someone, one: dict[str, Any]) -> None:
    assert actions.import_boundaries(file(one), by=by).units == ["18754"]


@db
def test_a_lost_leading_zero_is_put_back(by: Someone) -> None:
    content = file(
        feature(4, square(105.8, 21.0)), feature("0008", square(105.9, 21.0)), feature("18754", square(106, 18))
    )
    assert actions.import_boundaries(content, by=by).units == ["00008", "18754"]


@db
def test_what_could_not_be_used_is_told(by: Someone) -> None:
    done = actions.import_boundaries(
        file(
            *TWO, feature("99999", square(106.2, 18.0)), feature("18775"), {**TWO[0], "id": "18787", "geometry": None}
        ),
        by=by,
    )
    assert done.units == ["18754", "18823"]
    assert done.unknown == ["99999"]
    assert done.unreadable == ["18775", "18787"]
    assert "99999" in done.sentence


@db
def test_a_ring_that_touches_itself_is_cut_there(by: Someone) -> None:
    """Two squares that share a corner, drawn as one ring."""
    ring = [[106.0, 18.0], [106.1, 18.0], [106.1, 18.1], [106.2, 18.1], [106.2, 18.2], [106.1, 18.2], [106.1, 18.1],
            [106.0, 18.1], [106.0, 18.0]]  # fmt: skip
    done = actions.import_boundaries(file(feature("18754", ring)), by=by)
    assert (done.repaired, done.crossing) == (["18754"], [])
    assert Boundary.objects.get(unit_id=218_754).path.count("M") == 2


@db
def test_a_ring_that_crosses_itself_is_kept_and_told(by: Someone) -> None:
    bow = [[106.0, 18.0], [106.1, 18.1], [106.1, 18.0], [106.0, 18.1], [106.0, 18.0]]
    done = actions.import_boundaries(file(feature("18754", bow)), by=by)
    assert (done.units, done.crossing) == (["18754"], ["18754"])


BAD = [
    (b"", "không phải GeoJSON"),
    (b"\xff\xfe{", "không phải GeoJSON"),
    (b"[1, 2]", "không có danh sách"),
    (b'{"type": "FeatureCollection", "features": []}', "không có danh sách"),
    (file(*TWO, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9210"}}), "WGS84"),
    (file(feature("18754", [[18.0, 106.0], [18.1, 106.0], [18.1, 106.1], [18.0, 106.0]])), "vĩ độ trước kinh độ"),
    (file(feature("18754", square(2.3, 48.8))), "ngoài Việt Nam"),
    (file(feature("18754", [[565_000, 2_000_000], [565_100, 2_000_000], [565_100, 2_000_100]])), "ngoài Việt Nam"),
    (file(feature("99998", square(106.0, 18.0))), "Không mã nào"),
    (file(feature("", square(106.0, 18.0))), "Không đọc được"),
    (file(feature("18754", [[106, 18], [106.1, 18], [106.2, 18], [106, 18]])), "Không đọc được"),
    (
        file({"type": "Feature", "id": "18754", "geometry": {"type": "Point", "coordinates": [106, 18]}}),
        "Không đọc được",
    ),
]


@db
@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_bad_file_is_one_sentence_and_writes_nothing(by: Someone, content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.import_boundaries(content, by=by)
    assert words in str(refused.value)
    assert "hưa có gì được ghi" in str(refused.value)
    assert not Boundary.objects.exists()


@db
def test_latitude_first_is_read_when_asked(by: Someone) -> None:
    turned = [[y, x] for x, y in square(106.0, 18.0)]
    done = actions.import_boundaries(file(feature("18754", turned)), by=by, swapped=True)
    assert done.units == ["18754"]
    assert Boundary.objects.get(unit_id=218_754).min_y < 0


@db
def test_who_may() -> None:
    for someone in (Someone(allowed=False), Someone(scope=Ground(places=(218_754,)))):
        with pytest.raises(Refused):
            actions.import_boundaries(file(*TWO), by=someone)


def grid(wiggle: list[int], cells: int = 3, size: int = 3_000) -> dict[str, list[geojson.Ring]]:
    """Squares side by side whose shared sides wander, as real borders do."""
    sides = [
        [(i * size + wiggle[(i * 20 + k) % len(wiggle)], k * size // 20) for k in range(21)] for i in range(cells + 1)
    ]
    return {str(i): [sides[i] + sides[i + 1][::-1]] for i in range(cells)}


@given(st.lists(st.integers(-400, 400), min_size=80, max_size=80))
@settings(max_examples=60, deadline=None)
def test_neighbours_share_their_border_after_simplifying(wiggle: list[int]) -> None:
    layer = grid(wiggle)
    thin = outlines.simplify(layer)
    for i in range(2):
        left, right = set(thin[str(i)][0]), set(thin[str(i + 1)][0])
        border = set(layer[str(i)][0]) & set(layer[str(i + 1)][0])
        assert left & border == right & border


def test_simplifying_leaves_out_detail_and_keeps_islands() -> None:
    side = [(x, (x * 7) % 3) for x in range(0, 100_000, 10)]
    coast = [*side, (100_000, 50_000), (0, 50_000)]
    islet = [(200_000, 0), (200_001, 0), (200_001, 1), (200_000, 1)]
    thin = outlines.simplify({"a": [coast], "b": [islet]})
    assert len(thin["a"][0]) < 20
    assert thin["b"] == [islet]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=30))
@settings(max_examples=200, deadline=None)
def test_cut_rings_meet_themselves_nowhere(ring: list[tuple[int, int]]) -> None:
    for part in outlines.untouch(ring):
        assert len(set(part)) == len(part) > 2


def test_a_label_stands_inside() -> None:
    horseshoe = [(0, 0), (90, 0), (90, 90), (60, 90), (60, 30), (30, 30), (30, 90), (0, 90)]
    x, y = outlines.label_point(horseshoe)
    assert y in (44, 45, 46)
    assert x in (15, 75)


@db
def test_outlines_are_drawn_only_when_every_child_has_one(by: Someone) -> None:
    children = queries.children(province("46").id, NOW)
    features = [feature(u.code, square(107 + i * 0.01, 16.2, 0.01)) for i, u in enumerate(children)]
    actions.import_boundaries(file(*features[:-1]), by=by)
    assert shapes.drawing(2_046).kind == "circles"
    actions.import_boundaries(file(features[-1]), by=by)
    drawn = shapes.drawing(2_046)
    assert drawn.kind == "outlines"
    assert {s.unit_id for s in drawn.shapes} == {u.id for u in children}
    left, top, width, height = drawn.box
    assert all(left <= s.cx <= left + width and top <= s.cy <= top + height for s in drawn.shapes)
    assert shapes.of_unit(children[0].id).kind == "outlines"
