"""Elements of a drawing: escaped, classes and presentation attributes only (a strict policy refuses `style`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from diaban.core.text import fmt_int, fmt_num
from diaban.web.records import Table


def num(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def el(tag: str, content: Any = "", /, **attrs: Any) -> SafeString:
    """<tag …>content</tag>; `class_` is `class`, other underscores are hyphens, None leaves an attribute out."""
    pairs = []
    for name, value in attrs.items():
        if value is not None and value != "":
            shown = num(value) if isinstance(value, float) else value
            pairs.append(f' {name.rstrip("_").replace("_", "-")}="{conditional_escape(shown)}"')
    return mark_safe(f"<{tag}{''.join(pairs)}>{conditional_escape(content)}</{tag}>")


def group(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))


def mark(shape: SafeString, *, url: str, about: str) -> SafeString:
    """A shape as a link that says what it stands for; without an address, a shape with a title."""
    title = el("title", about)
    if not url:
        return el("g", group([title, shape]))
    return el("a", group([title, shape]), href=url, aria_label=about)


def words(value: float | None, unit: str = "") -> str:
    """A number as the page writes it, with its unit; words where there is none."""
    if value is None:
        return _("chưa có số liệu")
    text = fmt_int(int(value)) if float(value).is_integer() else fmt_num(value)
    return f"{text} {unit}".strip()


@dataclass(frozen=True)
class Key:
    """One entry of a legend: the class of its swatch and what it means."""

    kind: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """A figure of a page: the finding as its title, the drawing, its legend, its source, and the same as a table (None
    where that is a page of its own)."""

    title: Any
    svg: SafeString
    table: Table | None
    legend: Sequence[Key] = field(default_factory=tuple)
    source: Any = ""
    kind: str = "chart"
    marks: int = 0


def svg(body: Iterable[SafeString], *, width: float, height: float, about: Any) -> SafeString:
    """The drawing's outer element, with the two hatches any mark may use."""
    hatch = mark_safe(
        "<defs>"
        '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-line" d="M0 0V6"/></pattern>'
        '<pattern id="hatch-open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-open-line" d="M0 0V6"/></pattern></defs>'
    )
    return el("svg", group([hatch, *body]), viewBox=f"0 0 {num(width)} {num(height)}", role="group", aria_label=about)
