"""Maps of units: outlines where a province has given them, else circles; five classes of equal count, hatched where
there is nothing to show; every unit is a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diaban.web.records import Table
from diaban.web.svg.draw import Drawing, Key, el, mark, num, svg, words
from diaban.web.svg.scales import breaks, class_of

_LETTER, _LINE = 6.3, 14.0


class Shape(Protocol):
    """What areas give for a unit: SVG path data, or a circle, in one drawing's coordinates; (x, y) for its label."""

    @property
    def unit_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def radius(self) -> float: ...


@dataclass(frozen=True)
class Value:
    """What the map shows of one unit, and where it leads. `text` replaces the number where it is suppressed ("<8")."""

    number: float | None = None
    url: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or words(self.number)


def choropleth(
    title: Any,
    shapes: Sequence[Shape],
    values: Mapping[int, Value],
    *,
    width: float,
    height: float,
    unit: str = "",
    source: Any = "",
) -> Drawing:
    """The map with its legend and the table of the same numbers, most first."""
    bounds = breaks(value.number for value in values.values() if value.number is not None)
    nothing = Value()
    parts = []
    for shape in shapes:
        value = values.get(shape.unit_id, nothing)
        kind = f"shape q{class_of(value.number, bounds)}"
        drawn = (
            el("path", d=shape.path, class_=kind)
            if shape.path
            else el("circle", cx=shape.x, cy=shape.y, r=shape.radius, class_=kind)
        )
        parts.append(mark(drawn, url=value.url, about=f"{shape.name}: {value.words} {unit}".strip()))
    parts += labels(shapes, width, height)
    ordered = sorted(shapes, key=lambda s: -(values.get(s.unit_id, nothing).number or 0))
    body = [[(s.name, values.get(s.unit_id, nothing).url), values.get(s.unit_id, nothing).words] for s in ordered]
    table = Table([_("Địa bàn"), unit or _("Số lượng")], body, numbers=frozenset({1}))
    missing = any(values.get(s.unit_id, nothing).number is None for s in shapes)
    drawn = svg(parts, width=width, height=height, about=title)
    return Drawing(title, drawn, table, legend(bounds, values, missing), source, "map", len(shapes))


def legend(bounds: Sequence[float], values: Mapping[int, Value], missing: bool) -> list[Key]:
    """The range of each class as it is drawn, lowest first."""
    keys = []
    numbers = sorted(value.number for value in values.values() if value.number is not None)
    for bound in bounds:
        inside = [n for n in numbers if n <= bound]
        numbers = numbers[len(inside) :]
        text = words(inside[0]) if inside[0] == inside[-1] else f"{words(inside[0])} – {words(inside[-1])}"
        keys.append(Key(f"q{class_of(bound, bounds)}", text))
    return [*keys, Key("q0", _("chưa có số liệu"))] if missing else keys


def labels(shapes: Sequence[Shape], width: float, height: float) -> list[SafeString]:
    """Names where there is room: large units first, none over another, none beyond the edge."""
    placed: list[tuple[float, float, float, float]] = []
    drawn = []
    for shape in sorted(shapes, key=lambda s: -s.radius):
        text = short(shape.name)
        wide = len(text) * _LETTER
        box = (shape.x - wide / 2, shape.y - _LINE / 2, shape.x + wide / 2, shape.y + _LINE / 2)
        fits = shape.radius * 2.6 >= wide and box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        if fits and not any(_touch(box, other) for other in placed):
            placed.append(box)
            drawn.append(
                el("text", text, x=shape.x, y=shape.y + 4, text_anchor="middle", class_="halo", aria_hidden="true")
            )
    return drawn


def short(name: str) -> str:
    """A unit's name without its kind: Xã Kỳ Xuân → Kỳ Xuân."""
    for kind in ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Tỉnh ", "Thành phố ", "Thôn ", "Tổ dân phố "):
        if name.lower().startswith(kind.lower()):
            return name[len(kind) :]
    return name


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def ring_path(rings: Sequence[Sequence[tuple[float, float]]]) -> str:
    """Path data of closed rings already in the drawing's coordinates."""
    return "".join("M" + "L".join(f"{num(x)} {num(y)}" for x, y in ring) + "Z" for ring in rings if ring)
