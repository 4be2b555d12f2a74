"""A signed report reopened: what it said, what the ledger says now, and every line that came in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diaban.access.scope import Viewer
from diaban.figures import queries as figures
from diaban.figures.after import After, after_cut
from diaban.figures.measures import measures
from diaban.figures.periods import Period
from diaban.reports import queries
from diaban.reports.content import Content, Item
from diaban.reports.models import Signed

#: Lines told of one number; a count says how many more there are.
MOST = 100


@dataclass(frozen=True)
class Since:
    """One number of a report: as signed, as it is now, and the lines that came after the cut, the newest first.

    `which` is the period: the report's own or the same a year before. `more`: there are lines beyond those told.
    """

    item: Item
    which: Literal["now", "then"]
    was: int | None
    now: int | None
    lines: list[After]
    more: bool

    @property
    def gap(self) -> int | None:
        """By how much the number is another now."""
        return None if self.was is None or self.now is None else self.now - self.was


def since(*, viewer: Viewer, signed: Signed) -> list[Since]:
    """Every number of a signed report behind which a line came, left or changed after its cut.

    Raises Refused where the reader may not open the figures.
    """
    content = queries.content_of(signed)
    found = []
    for item in content.items:
        for which in ("now", "then"):
            told = _since(content, item, which, viewer)
            if told.lines or told.gap:
                found.append(told)
    return found


def _since(content: Content, item: Item, which: Literal["now", "then"], viewer: Viewer) -> Since:
    span = content.period if which == "now" else content.compared
    period = Period(span.since, span.until)
    was = item.value if which == "now" else item.compared
    if item.measure not in measures() or content.cut is None:
        return Since(item, which, was, None, [], False)
    lines = after_cut(
        item.measure, content.area_id, period, viewer=viewer, cut=content.cut.size, limit=MOST + 1
    )  # fmt: skip
    now = figures.count(item.measure, content.area_id, period, viewer=viewer, map=content.map_on).value
    return Since(item, which, was, now, lines[:MOST], len(lines) > MOST)


def holds(*, viewer: Viewer, signed: Signed) -> bool:
    """Whether the ledger, counted again at the report's own cut, says what was signed."""
    from diaban.reports.actions import digest

    return digest(queries.again(viewer=viewer, signed=signed)) == signed.sha256
