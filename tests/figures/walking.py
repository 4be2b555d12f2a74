"""Following figures: from a number on a page to the lines it counts, added up as a reader would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.test import Client

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.areas import queries as areas
from diaban.figures.maps import map_day
from diaban.figures.measures import How, measure
from diaban.figures.periods_read import read as read_period
from diaban.ledger import queries as ledger
from tests.figures.reading import FIGURE, Seen, read

#: A figure's page without what stands above its lines.
LINES_ALONE = {"HX-Request": "true"}


@dataclass
class Walker:
    """One role's way through the pages; what was followed once is remembered."""

    client: Client
    viewer: Viewer
    wrong: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    opened: int = 0
    shut: int = 0

    def page(self, address: str, **headers: str) -> Seen | None:
        """What a page says; None where this role may not see it at all."""
        answer: Any = self.client.get(address, headers={"host": "localhost", **headers})
        if answer.status_code in (301, 302, 403, 404, 422):
            return None
        assert answer.status_code == 200, (address, answer.status_code)
        return read(answer.content.decode(), address) if "html" in answer["Content-Type"] else None

    def follow(self, address: str) -> Seen | None:
        """Every figure of a page opens what adds up to it, or says in one sentence why not."""
        seen = self.page(address)
        for link in seen.figures() if seen else ():
            told = self.number(link.href)
            if told != link.number:
                self.wrong.append(f"{address}: {link.number} opens {link.href}, which says {told}")
        return seen

    def number(self, address: str) -> str:
        """The number that a figure's page says of itself, once its lines were added up."""
        if address not in self.known:
            self.known[address] = self._added_up(address)
        return self.known[address]

    def _added_up(self, address: str) -> str:
        first = self.page(address, **LINES_ALONE)
        if first is None:
            return "nothing"
        if first.shut or (not first.rows and first.number in ("<8", "–")):
            self.shut += 1
            if not re.fullmatch(r"\s*[^.]+[^.]\.\s*", first.shut, re.DOTALL):
                self.wrong.append(f"{address}: no one sentence why it stays shut, but {first.shut!r}")
            return first.number
        rows, seen = list(first.rows), first
        while seen.next:
            found = self.page(seen.next, **LINES_ALONE)
            assert found is not None
            rows += found.rows
            seen = found
        self.opened += 1
        total = self._sum(address, rows)
        if f"{total:,}".replace(",", ".") != first.number.partition("/")[0]:
            self.wrong.append(f"{address} says {first.number}, its lines add up to {total}")
        return first.number

    def _sum(self, address: str, rows: Iterable[dict[str, str]]) -> int:
        found = FIGURE.match(address)
        assert found is not None
        wanted = measure(unquote(found[1]))
        if wanted.how in (How.QUANTITY, How.STOCK):
            return sum(int(row["Số lượng"].replace(".", "").replace("−", "-")) for row in rows)
        if wanted.how is How.LINES:
            return len(list(rows))
        with acting(self.viewer):
            lines = [ledger.line(int(row["line"].rstrip("/").rpartition("/")[2])) for row in rows]
            if wanted.how is How.DISTINCT:
                return len({line.record for line in lines if line})
            return len(self._reached(address, int(found[2]), {line.place for line in lines if line}))

    @staticmethod
    def _reached(address: str, unit_id: int, places: set[int]) -> set[int]:
        """Units of the measure's level on the map's day that the places lie in."""
        found = FIGURE.match(address)
        assert found is not None
        code = re.search(r"[?&]ky=([^&]+)", address)
        period = read_period(unquote(code[1]) if code else "2026").period
        level, on = measure(unquote(found[1])).level, map_day(None, period)
        inside = {unit.id for unit in areas.children(unit_id, on, level)} - {unit_id}
        return {unit.id for place in places for unit in areas.within(place)} & inside
