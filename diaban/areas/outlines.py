"""Makes outlines ready to draw: repaired, simplified together so that neighbours share borders, projected, as paths.

Pure. Rings are lists of whole numbers of 1/100,000 degree, without the closing point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from diaban.areas.geojson import GRID, Point, Ring

#: Details smaller than this part of the layer's longer side are left out: half a pixel on a page.
DETAIL = 2_000
#: Units of a drawing in a degree of latitude: one is about 11 metres.
PLANE = 10_000
Arc = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A path of whole numbers (even-odd filled), its box, and a point inside it for a label."""

    path: str
    min_x: int
    min_y: int
    max_x: int
    max_y: int
    label_x: int
    label_y: int


def untouch(ring: Ring) -> list[Ring]:
    """A ring that meets itself in a point, cut there into rings that don't; spikes fall away."""
    out: list[Ring] = []
    stack: list[Point] = []
    place: dict[Point, int] = {}
    for point in ring:
        if point in place:
            start = place[point]
            out.append(stack[start:])
            for gone in stack[start + 1 :]:
                del place[gone]
            del stack[start + 1 :]
        else:
            place[point] = len(stack)
            stack.append(point)
    out.append(stack)
    return [r for r in out if len(r) > 2 and any(_side(r[0], r[1], point) for point in r[2:])]


def area(ring: Ring) -> float:
    """Signed area in grid units: positive when the ring runs against the clock."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def crosses(ring: Ring) -> bool:
    """Whether two sides of a ring cross, which no cut at a point mends."""
    sides = sorted(
        (min(a[0], b[0]), max(a[0], b[0]), i, a, b)
        for i, (a, b) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True))
    )
    active: list[tuple[int, int, int, Point, Point]] = []
    for side in sides:
        active = [other for other in active if other[1] >= side[0]]
        if any(_cross(side[3], side[4], other[3], other[4]) for other in active):
            return True
        active.append(side)
    return False


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    if len({a, b, c, d}) < 4:
        return False
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def simplify(layer: Mapping[str, list[Ring]]) -> dict[str, list[Ring]]:
    """All units with less detail. A border of two units is simplified once, so no gap opens between them.

    A unit that would vanish keeps its largest ring as it was.
    """
    points = [p for rings in layer.values() for ring in rings for p in ring]
    width = max(p[0] for p in points) - min(p[0] for p in points)
    height = max(p[1] for p in points) - min(p[1] for p in points)
    detail = max(width, height) / DETAIL
    nodes = _nodes(ring for rings in layer.values() for ring in rings)
    done: dict[Arc, Arc] = {}
    out: dict[str, list[Ring]] = {}
    for code, rings in layer.items():
        thin = [_simplified(ring, nodes, detail, done) for ring in rings]
        out[code] = [r for r in thin if len(r) > 2] or [max(rings, key=lambda r: abs(area(r)))]
    return out


def _nodes(rings: Iterator[Ring]) -> set[Point]:
    """Points where borders meet: those that have other neighbours in another ring."""
    beside: dict[Point, frozenset[Point]] = {}
    nodes: set[Point] = set()
    for ring in rings:
        for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
            if beside.setdefault(point, frozenset((before, after))) != {before, after}:
                nodes.add(point)
    return nodes


def _simplified(ring: Ring, nodes: set[Point], detail: float, done: dict[Arc, Arc]) -> Ring:
    starts = [i for i, point in enumerate(ring) if point in nodes]
    if not starts:
        # An island: cut at two points that don't depend on where the ring begins.
        low = ring.index(min(ring))
        turned = ring[low:] + ring[:low]
        far = max(range(len(turned)), key=lambda i: (math.dist(turned[0], turned[i]), turned[i]))
        starts, ring = [0, far], turned
    out: Ring = []
    for i, start in enumerate(starts):
        end = starts[(i + 1) % len(starts)]
        arc = ring[start : end + 1] if end > start else ring[start:] + ring[: end + 1]
        out += _arc(tuple(arc), detail, done)[:-1]
    return out


def _arc(arc: Arc, detail: float, done: dict[Arc, Arc]) -> Arc:
    back = arc[::-1]
    if back < arc:
        return _arc(back, detail, done)[::-1]
    if arc not in done:
        done[arc] = _thin(arc, detail)
    return done[arc]


def _thin(arc: Arc, detail: float) -> Arc:
    """Ramer-Douglas-Peucker; a closed arc is cut at its farthest point first."""
    keep = {0, len(arc) - 1}
    spans = [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        worst, distance = first, detail
        for i in range(first + 1, last):
            away = _away(arc[i], arc[first], arc[last])
            if away > distance:
                worst, distance = i, away
        if worst != first:
            keep.add(worst)
            spans += [(first, worst), (worst, last)]
    return tuple(arc[i] for i in sorted(keep))


def _away(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the side a-b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(point, a)
    along = min(1.0, max(0.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length))
    return math.hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def outline(rings: list[Ring], lat0: float) -> Outline:
    """Rings as one path on the plane that `lat0` (degrees) fixes: x grows eastward, y southward, about 11 m a unit."""
    shrink, unit = math.cos(math.radians(lat0)), PLANE / GRID
    plane = [[(round(x * shrink * unit), round(-y * unit)) for x, y in ring] for ring in rings]
    xs, ys = [x for ring in plane for x, _ in ring], [y for ring in plane for _, y in ring]
    label_x, label_y = label_point(max(plane, key=lambda r: abs(area(r))))
    return Outline("".join(map(_path, plane)), min(xs), min(ys), max(xs), max(ys), label_x, label_y)


def _path(ring: Ring) -> str:
    steps = [f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(ring) if (x1, y1) != (x2, y2)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z"


def label_point(ring: Ring) -> Point:
    """A point inside a ring, as far as can be from its border along the line through its middle."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    y = (min(ys) + max(ys)) / 2 + 0.25
    cuts = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (y1 < y) != (y2 < y)
    )
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    if not spans:
        return round(sum(xs) / len(xs)), round(y)
    left, right = max(spans, key=lambda span: span[1] - span[0])
    return round((left + right) / 2), round(y)
