"""Following figures: from a number on a page to the lines it counts, added up as a reader would.

A link is followed through the view that its address names, with the reader's rights, and the list that the view makes
is read to its end. How a page writes that list is looked at where a few are opened as pages (`opened_as_page`), for
the frame around a page takes ten times as long as its figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import resolve

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.areas import queries as areas
from diaban.core.errors import DiabanError
from diaban.figures.maps import asked_map, map_day
from diaban.figures.measures import How, measure
from diaban.figures.periods_read import read as read_period
from diaban.ledger.queries import Row
from diaban.web.exports import reading
from tests.figures.reading import FIGURE, Seen, read
from tests.sampling import turn

#: Figures of a page that are all followed, whatever the role.
FIRST = 12
_SENTENCE = re.compile(r"\s*[^.]+[^.]\.\s*", re.DOTALL)


@dataclass
class Walker:
    """One role's way through the pages; what was followed once is remembered.

    Of a page with many figures the first are followed, and of the rest those whose turn it is for the role (`turn`).
    """

    client: Client
    viewer: Viewer
    wrong: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    turn: int = 0
    opened: int = 0
    shut: int = 0

    def page(self, address: str) -> Seen | None:
        """What a page says; None where this role may not see it at all."""
        answer: Any = self.client.get(address, headers={"host": "localhost"})
        if answer.status_code in (301, 302, 403, 404, 422):
            return None
        assert answer.status_code == 200, (address, answer.status_code)
        return read(answer.content.decode(), address) if "html" in answer["Content-Type"] else None

    def follow(self, address: str) -> Seen | None:
        """Every figure of a page opens what adds up to it, or says in one sentence why not."""
        seen = self.page(address)
        for n, link in enumerate(seen.figures() if seen else ()):
            if n >= FIRST and not turn(4, n, self.turn):
                continue
            told = self.number(link.href)
            if told.partition("/")[0] != link.number.partition("/")[0]:  # a count of units may say out of how many
                self.wrong.append(f"{address}: {link.number} opens {link.href}, which says {told}")
        return seen

    def number(self, address: str) -> str:
        """The number that a figure's page says of itself, once its lines were added up."""
        if address not in self.known:
            self.known[address] = self._added_up(address)
        return self.known[address]

    def _added_up(self, address: str) -> str:
        with acting(self.viewer):
            found = self._read(address)
        if found is None:  # no list was made: the page says why
            seen = self.page(address)
            found = (seen.title, seen.shut, None) if seen else ("", "", None)
        title, why, rows = found
        number = title.rpartition(": ")[2].strip()
        if rows is None:
            self.shut += 1
            if not _SENTENCE.fullmatch(why):
                self.wrong.append(f"{address}: no one sentence why it stays shut, but {why!r}")
            return number
        self.opened += 1
        total = self._sum(address, rows)
        if f"{total:,}".replace(",", ".") != number.partition("/")[0]:
            self.wrong.append(f"{address} says {number}, its lines add up to {total}")
        return number

    def _read(self, address: str) -> tuple[str, str, list[Row] | None] | None:
        """The heading, the sentence why it stays shut, and every line that the figure's list goes through."""
        path, _mark, query = address.partition("?")
        request = HttpRequest()
        request.method, request.path, request.GET = "GET", path, QueryDict(query)
        request.session = SessionStore()
        request.viewer = self.viewer  # type: ignore[attr-defined]
        request.htmx = True  # type: ignore[attr-defined]
        wanted: list[Any] = []
        request.wanted_list = wanted  # type: ignore[attr-defined]
        match = resolve(path)
        try:
            match.func(request, *match.args, **match.kwargs)
        except DiabanError as error:
            return "", str(error.sentence), None
        if not wanted:
            return None
        view = wanted[0]
        rows = [told.row for batch in reading.walk(view.listing, view.ask, None, 500) for told in batch]
        return str(view.listing.title), "", rows

    def opened_as_page(self, address: str) -> None:
        """The same lines as the reader sees them: page by page, each row with its quantity."""
        first = self.page(address)
        assert first is not None, address
        rows, seen = list(first.rows), first
        while seen.next:
            found = self.page(seen.next)
            assert found is not None
            rows += found.rows
            seen = found
        if first.shut:
            return
        many = [int(row["Số lượng"].replace(".", "").replace("−", "-")) for row in rows if "Số lượng" in row]
        how = measure(unquote(_parts(address)[0])).how
        if how in (How.LINES, How.QUANTITY, How.STOCK):
            total = len(rows) if how is How.LINES else sum(many)
            if f"{total:,}".replace(",", ".") != first.number:
                self.wrong.append(f"{address} shows {first.number} above rows that add up to {total}")

    def _sum(self, address: str, rows: Sequence[Row]) -> int:
        code, unit_id = _parts(address)
        how = measure(unquote(code)).how
        if how in (How.QUANTITY, How.STOCK):
            return sum(row.quantity for row in rows)
        if how is How.LINES:
            return len(rows)
        if how is How.DISTINCT:
            return len({row.record for row in rows})
        with acting(self.viewer):
            return len(_reached(address, unit_id, {row.place for row in rows}))


def _parts(address: str) -> tuple[str, int]:
    found = FIGURE.match(address)
    assert found is not None, address
    return found[1], int(found[2])


def _reached(address: str, unit_id: int, places: Iterable[int]) -> set[int]:
    """Units of the measure's level on the map's day that the places lie in."""
    code = re.search(r"[?&]ky=([^&]+)", address)
    assert code is not None
    shown = re.search(r"[?&]ban-do=([^&]+)", address)
    on = map_day(asked_map(unquote(shown[1])) if shown else None, read_period(unquote(code[1])).period)
    inside = {unit.id for unit in areas.children(unit_id, on, measure(unquote(_parts(address)[0])).level)} - {unit_id}
    return {unit.id for place in places for unit in areas.within(place)} & inside
