"""A unit's children as shapes to draw: outlines where all were imported, else circles that never overlap.

Pure data for `web.svg`: whole numbers of about 11 metres, x eastward, y southward. What lies far out at sea is moved
nearer, so that the rest stays legible, and says so (`moved`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from diaban.areas import circles, reads
from diaban.areas.models import Boundary, Level
from diaban.areas.outlines import PLANE
from diaban.areas.units import Unit
from diaban.core.time import today

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit to draw: a path (even-odd) or a circle of radius `r`. `cx`, `cy` is its middle and its label's place."""

    unit_id: int
    label: str
    cx: int
    cy: int
    path: str = ""
    r: int = 0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The children of a unit on a day, and the box they fill: min x, min y, width, height; where outlines came from."""

    kind: Literal["outlines", "circles"]
    shapes: tuple[Shape, ...]
    box: Box
    source: str = ""


def drawing(
    unit_id: int, on: date | None = None, level: Level | None = None, values: Mapping[int, float] | None = None,
    parts: Sequence[Unit] | None = None,
) -> Drawing:  # fmt: skip
    """Shapes of the units next below one on a day. Circles are as large as `values`, by default as the land.

    `parts`: those units, where the caller has read them already.
    """
    found_below = reads.children(unit_id, on, level) if parts is None else parts
    units = [u for u in found_below if u.level <= Level.COMMUNE]
    found = Boundary.objects.in_bulk([u.id for u in units])
    if units and len(found) == len(units) and len({b.lat0 for b in found.values()}) == 1:
        return _outlines(units, found)
    return _circles(units, values or {})


def of_unit(unit_id: int, on: date | None = None) -> Drawing:
    """One unit alone, for a page that shows where it lies."""
    unit = reads.unit(unit_id, on or today())
    found = Boundary.objects.in_bulk([unit_id])
    return _outlines([unit], found) if found else _circles([unit], {})


def _outlines(units: Sequence[Unit], found: Mapping[int, Boundary]) -> Drawing:
    boxes = {u.id: (b.min_x, b.min_y, b.max_x, b.max_y) for u in units for b in [found[u.id]]}
    middles = {i: ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for i, b in boxes.items()}
    nearer = circles.bring_near(list(middles.values()))
    shapes = []
    for unit, (x, y) in zip(units, nearer, strict=True):
        outline, middle = found[unit.id], middles[unit.id]
        dx, dy = round(x - middle[0]), round(y - middle[1])
        shape = Shape(unit.id, unit.full_name, outline.label_x, outline.label_y, outline.path)
        if dx or dy:
            shape = replace(shape, cx=shape.cx + dx, cy=shape.cy + dy, path=_shift(shape.path, dx, dy), moved=True)
            a, b, c, d = boxes[unit.id]
            boxes[unit.id] = (a + dx, b + dy, c + dx, d + dy)
        shapes.append(shape)
    sources = sorted({b.source for b in found.values() if b.source})
    return Drawing("outlines", tuple(shapes), _around(list(boxes.values())), "; ".join(sources))


def _shift(path: str, dx: int, dy: int) -> str:
    return re.sub(r"M(-?\d+) (-?\d+)", lambda m: f"M{int(m[1]) + dx} {int(m[2]) + dy}", path)


def _circles(units: Sequence[Unit], values: Mapping[int, float]) -> Drawing:
    placed = [u for u in units if u.lat is not None and u.lon is not None]
    if not units:
        return Drawing("circles", (), (0, 0, 1, 1))
    lat0 = sum(u.lat or 0 for u in placed) / len(placed) if placed else 16.0
    shrink = math.cos(math.radians(lat0))
    middle = sum(u.lon or 0 for u in placed) / len(placed) if placed else 107.0
    homes = [((u.lon or middle) * PLANE * shrink, -(u.lat or lat0) * PLANE) for u in units]
    nearer = circles.bring_near(homes)
    sizes = [max(values.get(u.id, 0.0) if values else u.area_km2 or 0.0, 0.0) for u in units]
    laid = circles.lay_out(tuple(nearer), tuple(sizes))
    shapes = tuple(
        Shape(u.id, u.full_name, c.x, c.y, r=c.r, moved=near != home)
        for u, c, home, near in zip(units, laid, homes, nearer, strict=True)
    )
    return Drawing("circles", shapes, _around([(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r) for c in laid]))


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return left, top, max(b[2] for b in boxes) - left, max(b[3] for b in boxes) - top
