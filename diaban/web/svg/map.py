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
from diaban.web.svg.draw import Drawing, Key, el, group, mark, num, svg, words
from diaban.web.svg.scales import breaks, class_of

WIDTH, HEIGHT, MARGIN = 760.0, 640.0, 8.0
_LETTER, _LINE = 6.3, 14.0


class Shape(Protocol):
    """What areas give for a unit: a path, or a circle of radius `r`; (cx, cy) is its middle and its label's place."""

    @property
    def unit_id(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def cx(self) -> int: ...
    @property
    def cy(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def r(self) -> int: ...
    @property
    def moved(self) -> bool: ...


@dataclass(frozen=True)
class Value:
    """What the map shows of one unit, and where it leads. `text` replaces the number where it is suppressed ("<8")."""

    number: float | None = None
    url: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or words(self.number)


@dataclass(frozen=True)
class View:
    """From the shapes' own coordinates to the drawing's: `zoom` after moving the box's corner to the margin."""

    left: float
    top: float
    zoom: float
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.zoom + MARGIN, (y - self.top) * self.zoom + MARGIN


def view_of(box: tuple[int, int, int, int]) -> View:
    """The box (min x, min y, width, height) as large as fits WIDTH × HEIGHT."""
    left, top, wide, high = box
    zoom = min((WIDTH - 2 * MARGIN) / max(wide, 1), (HEIGHT - 2 * MARGIN) / max(high, 1))
    return View(left, top, zoom, wide * zoom + 2 * MARGIN, high * zoom + 2 * MARGIN)


def choropleth(
    title: Any,
    shapes: Sequence[Shape],
    values: Mapping[int, Value],
    *,
    box: tuple[int, int, int, int],
    unit: str = "",
    source: Any = "",
) -> Drawing:
    """The map with its legend and the table of the same numbers, most first."""
    bounds = breaks(value.number for value in values.values() if value.number is not None)
    view, nothing, parts, kinds = view_of(box), Value(), [], dict[int, str]()
    for shape in shapes:
        value = values.get(shape.unit_id, nothing)
        kinds[shape.unit_id] = f"on-q{class_of(value.number, bounds)}"
        kind = f"shape q{class_of(value.number, bounds)}"
        at = {"cx": shape.cx, "cy": shape.cy, "r": shape.r}
        drawn = (
            el("path", d=shape.path, fill_rule="evenodd", class_=kind)
            if shape.path
            else el("circle", class_=kind, **at)
        )
        parts.append(mark(drawn, url=value.url, about=f"{named(shape)}: {value.words} {unit}".strip()))
    moved = f"translate({num(MARGIN)} {num(MARGIN)}) scale({view.zoom:.6f}) translate({-view.left} {-view.top})"
    ordered = sorted(shapes, key=lambda s: -(values.get(s.unit_id, nothing).number or 0))
    body = [[(named(s), values.get(s.unit_id, nothing).url), values.get(s.unit_id, nothing).words] for s in ordered]
    table = Table([_("Địa bàn"), unit or _("Số lượng")], body, numbers=frozenset({1}))
    missing = any(values.get(s.unit_id, nothing).number is None for s in shapes)
    body_svg = [hatch(view.zoom), el("g", group(parts), transform=moved), *labels(shapes, view, kinds)]
    drawn = svg(body_svg, width=view.width, height=view.height, about=title)
    return Drawing(title, drawn, table, legend(bounds, values, missing), source, "map", len(shapes))


def named(shape: Shape) -> str:
    """The unit's name as at the start of a line, marked where it is drawn nearer than it lies."""
    name = shape.label[:1].upper() + shape.label[1:]
    return f"{name} {_('(vẽ gần lại)')}" if shape.moved else name


def hatch(zoom: float) -> SafeString:
    """The map's own hatch: its lines keep their width however far the shapes are scaled."""
    line = el("path", d="M0 0V6", class_="hatch-line")
    return el("defs", el("pattern", line, id="hatch-map", width=6, height=6, patternUnits="userSpaceOnUse",
                         patternTransform=f"scale({1 / zoom:.3f}) rotate(45)"))  # fmt: skip


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


def labels(shapes: Sequence[Shape], view: View, kinds: Mapping[int, str]) -> list[SafeString]:
    """Names where there is room: large units first, none over another, none beyond the edge. Within a circle the name
    is written in what can be read on its class (`kinds`); else it gets a rim of the page's colour.
    """
    placed: list[tuple[float, float, float, float]] = []
    drawn = []
    usual = (view.width * view.height / max(len(shapes), 1)) ** 0.5 / 2
    for shape in sorted(shapes, key=lambda s: -s.r):
        text, (x, y) = short(shape.label), view.place(shape.cx, shape.cy)
        wide, half = len(text) * _LETTER, shape.r * view.zoom or usual
        room, inside = half * 2.6, wide <= half * 2.25 and bool(shape.r)
        box = (x - wide / 2, y - _LINE / 2, x + wide / 2, y + _LINE / 2)
        fits = room >= wide and box[0] >= 0 and box[1] >= 0 and box[2] <= view.width and box[3] <= view.height
        if fits and not any(_touch(box, other) for other in placed):
            placed.append(box)
            look = f"inside {kinds.get(shape.unit_id, '')}" if inside else "halo"
            drawn.append(el("text", text, x=x, y=y + 4, text_anchor="middle", class_=look.strip(), aria_hidden="true"))
    return drawn


def short(name: str) -> str:
    """A unit's name without its kind: Xã Kỳ Xuân → Kỳ Xuân."""
    for kind in ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Tỉnh ", "Thành phố ", "Thôn ", "Tổ dân phố "):
        if name.lower().startswith(kind.lower()):
            return name[len(kind) :]
    return name


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
