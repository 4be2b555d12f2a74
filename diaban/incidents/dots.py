"""Incidents as dots: where they happened, each a link to its record, with a table of the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_date, fmt_num
from diaban.web.records import Table
from diaban.web.svg.draw import Drawing, el, mark, svg

WIDTH, HEIGHT, MARGIN, RADIUS = 760.0, 560.0, 24.0, 7.0
#: Less than this many degrees across is drawn as this: one point is a place, not a world.
LEAST = 0.02


@dataclass(frozen=True)
class Dot:
    """One incident on the map: degrees, what and where it was, and its record."""

    lat: float
    lon: float
    kind: str
    place: str
    day: date
    url: str


def drawing(title: Any, dots: Sequence[Dot]) -> Drawing:
    """Dots on their own extent, north up, widths true at their latitude."""
    lats, lons = [dot.lat for dot in dots], [dot.lon for dot in dots]
    lat0 = (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(lat0))
    wide, high = max(max(lons) - min(lons), LEAST) * squeeze, max(max(lats) - min(lats), LEAST)
    zoom = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    lon0 = (min(lons) + max(lons)) / 2
    size = (wide * zoom + 2 * MARGIN, high * zoom + 2 * MARGIN)
    parts = []
    for dot in dots:
        x = size[0] / 2 + (dot.lon - lon0) * squeeze * zoom
        y = size[1] / 2 - (dot.lat - lat0) * zoom
        about = f"{dot.kind}, {fmt_date(dot.day)}, {dot.place}"
        parts.append(mark(el("circle", cx=x, cy=y, r=RADIUS, class_="shape q4"), url=dot.url, about=about))
    rows = [[(dot.kind, dot.url), fmt_date(dot.day), dot.place, _at(dot)] for dot in dots]
    table = Table([_("Loại vụ việc"), _("Ngày"), _("Nơi xảy ra"), _("Tọa độ")], rows)
    return Drawing(title, svg(parts, width=size[0], height=size[1], about=title), table, [], "", "map", len(dots))


def _at(dot: Dot) -> str:
    return f"{fmt_num(dot.lat, 5).rstrip('0')}; {fmt_num(dot.lon, 5).rstrip('0')}"
