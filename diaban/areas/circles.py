"""Circles for units without outlines: near where they lie, as large as their value, never over one another. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

#: Part of the ground that circles cover together, before they are pushed apart.
FILL = 0.45
#: The smallest circle's radius as a part of the mean one, so that an empty unit can still be pointed at.
LEAST = 0.35
ROUNDS = 100

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """Whole numbers, so that a drawing is the same on every machine."""

    x: int
    y: int
    r: int


def bring_near(places: Sequence[Place]) -> list[Place]:
    """Places far from all others (Trường Sa, Hoàng Sa), moved along their bearing to the edge of the rest."""
    if len(places) < 4:
        return list(places)
    x0, y0 = median(p[0] for p in places), median(p[1] for p in places)
    reach = sorted(math.dist(p, (x0, y0)) for p in places)
    limit = 2.0 * max(reach[int(0.9 * (len(reach) - 1))], 1.0)
    out = []
    for x, y in places:
        far = math.dist((x, y), (x0, y0))
        share = limit / far if far > limit else 1.0
        out.append((x0 + (x - x0) * share, y0 + (y - y0) * share) if share < 1 else (x, y))
    return out


@lru_cache(maxsize=128)
def lay_out(places: tuple[Place, ...], sizes: tuple[float, ...]) -> list[Circle]:
    """A circle for each place, its area in proportion to its size. No two overlap or touch; the same input gives the
    same circles."""
    homes = _apart(places)
    radii = _radii(homes, sizes)
    spots = [list(home) for home in homes]
    for turn in range(ROUNDS):
        pull = 0.04 * (1 - turn / ROUNDS)
        for spot, home in zip(spots, homes, strict=True):
            spot[0] += (home[0] - spot[0]) * pull
            spot[1] += (home[1] - spot[1]) * pull
        if not _push(spots, radii) and turn > ROUNDS // 2:
            break
    for _ in range(ROUNDS):
        if not _push(spots, radii):
            break
    return _whole(spots, radii)


def _apart(places: Sequence[Place]) -> list[Place]:
    """Places that coincide, set a little apart on a spiral: a push needs a direction."""
    seen: dict[tuple[int, int], int] = {}
    out = []
    for x, y in places:
        key = (round(x), round(y))
        count = seen[key] = seen.get(key, 0) + 1
        turn = 2.4 * (count - 1)
        step = 40.0 * math.sqrt(count - 1)
        out.append((x + step * math.cos(turn), y + step * math.sin(turn)))
    return out


def _radii(homes: Sequence[Place], sizes: Sequence[float]) -> list[float]:
    xs, ys = [h[0] for h in homes], [h[1] for h in homes]
    ground = max(max(xs) - min(xs), 1_000.0) * max(max(ys) - min(ys), 1_000.0)
    even = ground * FILL / len(homes)
    total = sum(sizes)
    areas = [size / total * ground * FILL if total else even for size in sizes]
    least = math.sqrt(even / math.pi) * LEAST
    return [max(math.sqrt(a / math.pi), least) for a in areas]


def _push(spots: list[list[float]], radii: Sequence[float]) -> bool:
    """Push overlapping neighbours apart, each by its share; whether anything moved."""
    moved = False
    order = sorted(range(len(spots)), key=lambda i: (spots[i][0], i))
    widest = max(radii)
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            dx, dy = spots[j][0] - spots[i][0], spots[j][1] - spots[i][1]
            if dx > radii[i] + widest:
                break
            need = (radii[i] + radii[j]) * 1.02
            if abs(dy) >= need or dx >= need:
                continue
            gap = math.hypot(dx, dy)
            if gap >= need:
                continue
            moved = True
            ux, uy = (dx / gap, dy / gap) if gap > 1e-9 else (1.0, 0.0)
            weight = radii[j] / (radii[i] + radii[j])
            for spot, share in ((spots[i], -weight), (spots[j], 1 - weight)):
                spot[0] += ux * (need - gap) * share
                spot[1] += uy * (need - gap) * share
    return moved


def _whole(spots: Sequence[Sequence[float]], radii: Sequence[float]) -> list[Circle]:
    """Whole numbers; all radii shrink together by what rounding or a crowd still demands."""
    centres = [(round(x), round(y)) for x, y in spots]
    fit = 1.0
    for i, a in enumerate(centres):
        for j in range(i):
            fit = min(fit, math.dist(a, centres[j]) / (radii[i] + radii[j] + 2))
    return [Circle(x, y, max(1, math.floor(r * fit))) for (x, y), r in zip(centres, radii, strict=True)]
