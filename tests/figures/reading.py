"""Pages as a reader sees their figures: every link to a figure's lines with the number it carries, and those lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

#: The address of a figure's page is the mark of a figure, whatever draws it.
FIGURE = re.compile(r"^/so-lieu/([^/?]+)/(\d+)/(?:\?|$)")
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NUMBER = re.compile(r"(<8|–|[−-]?\d[\d.]*(?:/\d[\d.]*)?)")


@dataclass
class Link:
    """A link as it is read: its words, what a screen reader says instead, and the part marked as the value."""

    href: str
    words: str = ""
    label: str = ""
    value: str = ""

    @property
    def number(self) -> str:
        """The figure's number as the page writes it; "" for a link that carries none (to another period, say)."""
        if self.value:
            return self.value.strip()
        said = self.label.rpartition(": ")[2] if self.label else self.words.strip()
        found = _NUMBER.match(said) if self.label else _NUMBER.fullmatch(said)
        return found[1] if found else "–" if "chưa có" in said else ""


@dataclass
class Seen:
    """What one page says."""

    title: str = ""
    shut: str = ""
    links: list[Link] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    next: str = ""

    @property
    def number(self) -> str:
        """The number in the heading of a figure's page."""
        return self.title.rpartition(": ")[2].strip()

    def figures(self) -> list[Link]:
        """Links to figures that carry a number."""
        return [link for link in self.links if FIGURE.match(link.href) and link.number]

    def other_views(self) -> list[str]:
        """Links to figures that carry none: other periods, maps and ways to divide the year."""
        return [link.href for link in self.links if FIGURE.match(link.href) and not link.number]


class Reader(HTMLParser):
    """Reads a page into `Seen`."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.seen, self.address = Seen(), address
        self._stack: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._stack.append((tag, given))
        if tag == "a" and "href" in given:
            link = Link(urljoin(self.address, given["href"]), label=given.get("aria-label", ""))
            self.seen.links.append(link)
            if self._inside("nav", "pages") and given.get("rel") == "next":
                self.seen.next = link.href
            if self._row() is not None and tag == "a" and "/so-viec/" in given["href"]:
                self.seen.rows[-1].setdefault("line", given["href"])
        if tag == "tr" and self._inside("div", "result"):
            self.seen.rows.append({})

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth][0] == tag:
                del self._stack[depth:]
                return

    def handle_data(self, data: str) -> None:
        if self._open("h1"):
            self.seen.title += data
        if any(given.get("id") == "vi-sao" for _tag, given in self._stack):
            self.seen.shut += data
        if self._open("a") and self.seen.links:
            link = self.seen.links[-1]
            link.words += data
            if any("value" in given.get("class", "").split() for _tag, given in self._stack):
                link.value += data
        row = self._row()
        if row is not None and self._stack[-1][0] == "td":
            name = self._stack[-1][1].get("data-label", "")
            row[name] = row.get(name, "") + data.strip()

    def _open(self, tag: str) -> bool:
        return any(name == tag for name, _given in self._stack)

    def _inside(self, tag: str, kind: str) -> bool:
        return any(name == tag and kind in given.get("class", "").split() for name, given in self._stack)

    def _row(self) -> dict[str, str] | None:
        return self.seen.rows[-1] if self._inside("div", "result") and self._open("tbody") and self.seen.rows else None


def read(text: str, address: str) -> Seen:
    """A page's HTML as `Seen`."""
    reader = Reader(address)
    begin = text.find("<main")
    reader.feed(text[begin : text.find("</main>", begin)] if begin >= 0 else text)
    reader.seen.rows = [row for row in reader.seen.rows if "line" in row]
    return reader.seen
