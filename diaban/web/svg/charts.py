"""Bars, lines, progress to a target, age pyramids, small trends. Bars begin at 0; a dashed line is a target; hatched
bars are days not yet complete; no chart has more than six series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diaban.web.records import Table
from diaban.web.svg.draw import Drawing, Key, el, group, mark, num, svg, words
from diaban.web.svg.scales import ticks

WIDTH = 640.0
_LEFT, _RIGHT, _TOP, _FOOT = 54.0, 16.0, 14.0, 30.0
#: How tall a bar of no data is: seen, and like no number.
_MISSING = 14.0


@dataclass(frozen=True)
class Point:
    """One mark: what it is, how many (None: no data), and where it leads. `open`: the period is not complete; `text`
    stands for a number that isn't told ("<8"); `said` is what was published where nothing is counted.
    """

    label: Any
    value: float | None
    url: str = ""
    open: bool = False
    text: str = ""
    said: float | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing is known, rather than not told."""
        return self.value is None and not self.text

    def about(self, unit: str) -> str:
        published = f"; {_('đã công bố')}: {words(self.said, unit)}" if self.said is not None else ""
        open_ = _(" (chưa đủ kỳ)") if self.open else ""
        return f"{self.label}: {self.text or words(self.value, unit)}{published}{open_}"


@dataclass(frozen=True)
class Series:
    """One line of a chart."""

    name: Any
    points: Sequence[Point]


def _cell(point: Point) -> Any:
    shown = point.text or words(point.value)
    if point.said is not None:
        shown = f"{shown} ({_('đã công bố')}: {words(point.said)})"
    return (shown, point.url) if point.url else shown


def _grid(marks: Sequence[float], height: float) -> tuple[list[SafeString], float]:
    """Horizontal lines with their numbers; returns them and the value at the top."""
    top, base = marks[-1], height - _FOOT
    parts = []
    for value in marks:
        y = base - (base - _TOP) * value / top
        parts.append(
            el("path", d=f"M{num(_LEFT)} {num(y)}H{num(WIDTH - _RIGHT)}", class_="axis" if value == 0 else "grid")
        )
        parts.append(el("text", words(value), x=_LEFT - 8, y=y + 4, text_anchor="end"))
    return parts, top


def _below(labels: Sequence[Any], height: float, step: float, first: float) -> list[SafeString]:
    """Labels under the axis, every n-th where all would not fit."""
    longest = max((len(str(label)) for label in labels), default=1) * 7 + 10
    every = max(1, -(-int(longest) // max(int(step), 1)))
    return [el("text", label, x=first + i * step, y=height - 10, text_anchor="middle")
            for i, label in enumerate(labels) if i % every == 0]  # fmt: skip


def bars(
    title: Any,
    points: Sequence[Point],
    *,
    unit: str = "",
    goal: float | None = None,
    source: Any = "",
    height: float = 240.0,
) -> Drawing:
    """Upright bars, for periods."""
    most = max([point.value or point.said or 0 for point in points] + [goal or 0], default=0)
    parts, top = _grid(ticks(most), height)
    base, step = height - _FOOT, (WIDTH - _LEFT - _RIGHT) / max(len(points), 1)
    for i, point in enumerate(points):
        x, tall = _LEFT + i * step + step * 0.14, (base - _TOP) * (point.value or point.said or 0) / top
        kind = "q0" if point.value is None else ("open" if point.open else "c1")
        if point.missing:
            kind, tall = ("said", tall) if point.said is not None else ("q0", _MISSING)
        shape = el("rect", x=x, y=base - (tall or 1), width=step * 0.72, height=tall or 1.0, class_=f"shape {kind}")
        reach = el("rect", x=x, y=_TOP, width=step * 0.72, height=base - _TOP, fill="transparent")
        parts.append(mark(group([reach, shape]), url=point.url, about=point.about(unit)))
    parts += _below([point.label for point in points], height, step, _LEFT + step / 2)
    if goal is not None:
        y = base - (base - _TOP) * goal / top
        parts.append(el("path", d=f"M{num(_LEFT)} {num(y)}H{num(WIDTH - _RIGHT)}", class_="goal"))
    legend = [Key("c1", unit)] if unit else []
    legend += [Key("open", _("chưa đủ kỳ"))] if any(point.open for point in points) else []
    legend += [Key("said", _("đã công bố"))] if any(point.said is not None for point in points) else []
    missing = any(point.missing and point.said is None for point in points)
    legend += [Key("q0", _("chưa có số liệu"))] if missing else []
    legend += [Key("goal", _("chỉ tiêu: %(goal)s") % {"goal": words(goal, unit)})] if goal is not None else []
    table = Table(
        [_("Kỳ"), unit or _("Số lượng")], [[point.label, _cell(point)] for point in points], numbers=frozenset({1})
    )
    return Drawing(title, svg(parts, width=WIDTH, height=height, about=title), table, legend, source, marks=len(points))


def rows(title: Any, points: Sequence[Point], *, unit: str = "", source: Any = "") -> Drawing:
    """Lying bars, for things with names; the name stands before the bar and the number after it."""
    longest = min(max((len(str(point.label)) for point in points), default=4) * 7.0 + 12, 240.0)
    most = max((point.value or 0 for point in points), default=0) or 1
    room, parts = WIDTH - longest - 76, []
    for i, point in enumerate(points):
        y, wide = i * 28.0 + 4, room * (point.value or 0) / most
        kind = "q0" if point.value is None else "c1"
        shape = group([
            el("rect", x=0.0, y=y - 3, width=WIDTH, height=26.0, fill="transparent"),
            el("text", point.label, x=longest - 8, y=y + 15, text_anchor="end"),
            el("rect", x=longest, y=y, width=wide or 1.0, height=20.0, class_=f"shape {kind}"),
            el("text", words(point.value), x=longest + wide + 6, y=y + 15, class_="strong"),
        ])  # fmt: skip
        parts.append(mark(shape, url=point.url, about=point.about(unit)))
    table = Table(
        [_("Mục"), unit or _("Số lượng")], [[point.label, _cell(point)] for point in points], numbers=frozenset({1})
    )
    drawn = svg(parts, width=WIDTH, height=len(points) * 28.0 + 4, about=title)
    return Drawing(title, drawn, table, (), source, marks=len(points))


def lines(title: Any, series: Sequence[Series], *, unit: str = "", source: Any = "", height: float = 260.0) -> Drawing:
    """Up to six lines over the same periods, told apart by colour and dash, named at their ends."""
    if len(series) > 6:
        raise ValueError("more than six lines can't be told apart")
    labels = [point.label for point in series[0].points] if series else []
    most = max((point.value or 0 for one in series for point in one.points), default=0)
    parts, top = _grid(ticks(most), height)
    base, step = height - _FOOT, (WIDTH - _LEFT - _RIGHT - 14) / max(len(labels) - 1, 1)
    first = _LEFT + 7
    for n, one in enumerate(series, 1):
        spots = [(first + i * step, base - (base - _TOP) * p.value / top, p)
                 for i, p in enumerate(one.points) if p.value is not None]  # fmt: skip
        path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y, _p in spots)
        parts.append(el("path", d=path if spots else "M0 0", class_=f"line c{n} d{n}"))
        for x, y, point in spots:
            dot = el("circle", cx=x, cy=y, r=4.5, class_=f"shape c{n}")
            parts.append(mark(dot, url=point.url, about=f"{one.name}, {point.about(unit)}"))
    parts += _below(labels, height, step, first)
    head = [_("Kỳ"), *(one.name for one in series)]
    body = [[label, *(_cell(one.points[i]) for one in series)] for i, label in enumerate(labels)]
    table = Table(head, body, numbers=frozenset(range(1, len(series) + 1)))
    legend = [Key(f"c{n}", str(one.name)) for n, one in enumerate(series, 1)] if len(series) > 1 else []
    drawn = svg(parts, width=WIDTH, height=height, about=title)
    return Drawing(title, drawn, table, legend, source, marks=len(labels) * len(series))


def progress(title: Any, done: Point, target: float, *, unit: str = "", source: Any = "") -> Drawing:
    """How far towards a target: one bar, the target a dashed line, both counts in words."""
    most = max(done.value or 0, target) * 1.04 or 1
    wide, goal = WIDTH * (done.value or 0) / most, WIDTH * target / most
    about = _("%(done)s trên %(target)s") % {"done": words(done.value, unit), "target": words(target, unit)}
    bar = el("rect", x=0.0, y=8.0, width=wide or 1.0, height=22.0, class_="shape c1")
    parts = [
        el("rect", x=0.0, y=8.0, width=goal, height=22.0, class_="shape q1"),
        mark(bar, url=done.url, about=f"{done.label}: {about}"),
        el("path", d=f"M{num(goal)} 2V36", class_="goal"),
        el("text", about, x=0.0, y=52.0, class_="strong"),
    ]  # fmt: skip
    table = Table(
        [_("Mục"), _("Đã đạt"), _("Chỉ tiêu")], [[done.label, _cell(done), words(target)]], numbers=frozenset({1, 2})
    )
    return Drawing(title, svg(parts, width=WIDTH, height=58, about=title), table, (), source, marks=1)


def pyramid(
    title: Any, ages: Sequence[Any], left: Series, right: Series, *, unit: str = "", source: Any = ""
) -> Drawing:
    """Two counts for each age group, back to back, youngest at the foot. Points stand in the order of `ages`."""
    most = max((point.value or 0 for side in (left, right) for point in side.points), default=0) or 1
    room, middle, tall = (WIDTH - 64) / 2, WIDTH / 2, len(ages) * 18.0
    parts = [el("text", left.name, x=middle - 40, y=14.0, text_anchor="end", class_="strong"),
             el("text", right.name, x=middle + 40, y=14.0, class_="strong")]  # fmt: skip
    for i, age in enumerate(ages):
        y = 22 + tall - (i + 1) * 18.0
        parts.append(el("text", age, x=middle, y=y + 13, text_anchor="middle"))
        for kind, side, way in (("c1", left, -1), ("c2", right, 1)):
            point = side.points[i]
            wide = (room - 40) * (point.value or 0) / most
            x = middle - 32 - wide if way < 0 else middle + 32
            shape = el("rect", x=x, y=y, width=max(wide, 0.5), height=16.0, class_=f"shape {kind}")
            parts.append(mark(shape, url=point.url, about=f"{side.name}, {age}: {words(point.value, unit)}"))
    body = [[age, _cell(left.points[i]), _cell(right.points[i])] for i, age in enumerate(ages)]
    table = Table([_("Nhóm tuổi"), left.name, right.name], body[::-1], numbers=frozenset({1, 2}))
    drawn = svg(parts, width=WIDTH, height=tall + 26, about=title)
    return Drawing(
        title, drawn, table, [Key("c1", str(left.name)), Key("c2", str(right.name))], source, marks=len(ages) * 2
    )


def spark(values: Sequence[float | None], *, url: str = "", about: str = "") -> SafeString:
    """A trend the height of a line of text, for a cell of a table."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    most = max((value for _i, value in known), default=0) or 1
    step = 96 / max(len(values) - 1, 1)
    path = "M" + "L".join(f"{num(i * step)} {num(22 - 20 * value / most)}" for i, value in known) if known else "M0 0"
    line = el("path", d=path, class_="line c1")
    said = {"aria_hidden": "true"} if url else {"role": "img", "aria_label": about}
    drawn = el("svg", line, viewBox="0 0 96 24", class_="spark", **said)
    return el("a", drawn, href=url, aria_label=about) if url else drawn
