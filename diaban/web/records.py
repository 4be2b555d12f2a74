"""Record pages: a header bar that says who or what it is, sections of facts, tabs, a timeline, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from diaban.web.pages import Action, Crumb, page


@dataclass(frozen=True)
class Fact:
    """A label and a value; `note` in small type under it. A missing value is written as a dash."""

    label: Any
    value: Any = ""
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Chip:
    """A state in words; `kind` (good, warn, bad, info or "") adds colour and an icon, never alone."""

    text: Any
    kind: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a record: facts, a table, or a template of the room's own that gets the page's context."""

    title: Any
    facts: Sequence[Fact] = ()
    table: Table | None = None
    template: str = ""
    action: Action | None = None
    empty: Any = ""


@dataclass(frozen=True)
class Table:
    """A small table: column titles, and rows of cells; a cell is a value or (value, url). The first is the heading.

    A `long` one scrolls in a height of its own, and its rows can be narrowed by typing.
    """

    titles: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    caption: Any = ""
    numbers: frozenset[int] = frozenset()
    long: bool = False

    @property
    def cells(self) -> list[list[dict[str, Any]]]:
        """The rows as the template takes them."""
        made = []
        for row in self.rows:
            pairs = [cell if isinstance(cell, tuple) else (cell, "") for cell in row]
            made.append([{"text": text, "url": url, "num": i in self.numbers, "label": self.titles[i]}
                         for i, (text, url) in enumerate(pairs)])  # fmt: skip
        return made

    @property
    def heads(self) -> list[tuple[Any, bool]]:
        return [(title, i in self.numbers) for i, title in enumerate(self.titles)]


@dataclass(frozen=True)
class Tab:
    """A part of the record with its own address."""

    name: Any
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline: when, a sentence, and by whom; `gone` strikes out what was undone."""

    when: date | datetime
    sentence: Any
    note: Any = ""
    url: str = ""
    gone: bool = False

    @property
    def timed(self) -> bool:
        return isinstance(self.when, datetime)


@dataclass(frozen=True)
class Record:
    """Everything a record page shows. `identity` are the two to five facts that tell it from its like."""

    title: Any
    kind: Any = ""
    identity: Sequence[Fact] = ()
    chips: Sequence[Chip] = ()
    sections: Sequence[Section] = ()
    tabs: Sequence[Tab] = ()
    timeline: Sequence[Entry] = ()
    timeline_title: Any = ""
    actions: Sequence[Action] = ()
    notes: Sequence[tuple[str, Any]] = ()

    @property
    def open_actions(self) -> list[Action]:
        """What this viewer may do."""
        return [action for action in self.actions if not action.reason]

    @property
    def refused(self) -> list[tuple[Any, list[Action]]]:
        """What they may not, under each reason once."""
        under: dict[str, list[Action]] = {}
        for action in self.actions:
            if action.reason:
                under.setdefault(str(action.reason), []).append(action)
        return list(under.items())


def record_page(
    request: HttpRequest,
    record: Record,
    *,
    crumbs: Sequence[Crumb] = (),
    template: str = "web/record.html",
    **context: Any,
) -> HttpResponse:
    """The record as a page. `notes` are (kind, sentence): warnings and hints above the sections."""
    return page(request, template, title=record.title, crumbs=crumbs, record=record, **context)
