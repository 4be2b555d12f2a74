"""A report as it reads: words, tables and the figures behind their numbers, ready for any form.

Page, PDF, DOCX and JSON are made of this and of nothing else, so that they say the same; what was signed is kept as
this.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class Span:
    """Days, both included."""

    since: date
    until: date


@dataclass(frozen=True)
class Piece:
    """Part of a figure: what of it lies in one unit of the map. `unit_id` is None for what lies in none of them."""

    unit_id: int | None
    code: str
    name: str
    value: int | None
    lines: int


@dataclass(frozen=True)
class Item:
    """A figure of the report. `change` is in per cent of `compared`, None where that is 0 or not known; `words` say it.

    `lines` and `records` are how many ledger lines and different records stand behind `value`, which they add up to
    as the measure says; `why` is set where the number isn't known. `partly` says of which days nothing is counted
    where that is some of the period, and `partly_then` the same of the period compared with.
    """

    measure: str
    title: str
    unit: str
    value: int | None
    compared: int | None
    change: Decimal | None
    words: str
    lines: int
    records: int
    why: str = ""
    parts: tuple[Piece, ...] = ()
    partly: str = ""
    partly_then: str = ""


#: Not written where they are empty: reports signed before they were there keep their bytes.
_LATER = frozenset({"partly", "partly_then"})


@dataclass(frozen=True)
class Run:
    """Words of a sentence or cell; `item` is the figure that a number is, and `which` of its two numbers.

    `part` says that the number is only what of the figure lies in `unit_id`, or in no unit of the map.
    """

    text: str
    item: int | None = None
    which: Literal["now", "then"] = "now"
    part: bool = False
    unit_id: int | None = None


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Heading:
    text: str
    block: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Grid:
    """A table. The first column is words, the others numbers; `total` says that the last row adds up the others."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    total: bool = False
    block: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Words(Grid):
    """A table of words alone, in columns of their own width; slips and books have them, reports don't."""


Block = Paragraph | Heading | Grid


@dataclass(frozen=True)
class Letterhead:
    """What stands around the text by decree 30/2020: bodies as they were called on the day, number, place and day."""

    above: str
    body: str
    number: str
    place: str
    day: date | None
    year: int
    recipients: tuple[str, ...]
    signs_for: tuple[str, ...] = ()
    post: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Cut:
    """The head of the ledger that the figures stand on: its first `size` leaves and the signature over their root."""

    size: int
    root: str
    at: str
    key_id: str
    signature: str


@dataclass(frozen=True)
class Content:
    """A whole report. `map_on` is the day of the units shown, `map_choice` what was asked for (then, now, a day)."""

    template: str
    version: int
    title: str
    subtitle: str
    area_id: int
    area_code: str
    area: str
    period: Span
    compared: Span
    map_choice: str
    map_on: date
    letterhead: Letterhead
    items: tuple[Item, ...]
    blocks: tuple[Block, ...]
    remarks: str = ""
    revision: int = 0
    replaces: str = ""
    cut: Cut | None = None
    notes: tuple[str, ...] = field(default=())


def plain(content: Content) -> dict[str, Any]:
    """The report as plain values that JSON can hold; `loaded` reads them back."""
    made: dict[str, Any] = _plain(asdict(content))
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each or key not in _LATER}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def loaded(values: dict[str, Any]) -> Content:
    """A report from what `plain` made of it."""
    from pydantic import TypeAdapter

    found: Content = TypeAdapter(Content).validate_python(values)
    return found
