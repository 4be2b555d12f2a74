"""Random walks of applications through the actions, many at once: each ends lawful, and everything adds up.

`DIABAN_WALKS` says how many (a release walks 10,000). Walks that stand at the same state and draw the same step take it
together, as lists and drives do; steps that have no verb for many are taken one by one. Whoever has had a card asks for
another in the next walk, so that cards end and follow one another too.
"""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.actions.ending import died, revived
from diaban.cards.states import APPLICATION, BY_ITSELF, KIND
from diaban.cards.tests.test_one_state import agree, take
from diaban.cards.tests.world import someone
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.figures import jobs as figures
from diaban.people.models import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WALKS = int(os.environ.get("DIABAN_WALKS", "40"))
#: Who walks at the same time.
TOGETHER = min(WALKS, 250)
#: Steps of one walk before it takes the shortest way out.
MOST = 14
#: Steps taken alone: rarer, for they are slow.
RARE = {"mend": 1, "mended": 8, "refuse": 1, "withdraw": 1, "lose": 1, "spoil": 1, "die": 1}


@dataclass
class Walkers:
    """Everyone who walks, each with the application they have now."""

    by: Viewer
    people: list[Resident]
    chance: random.Random
    serial: int = 0
    had: set[UUID] = field(default_factory=set)
    who: dict[UUID, UUID] = field(default_factory=dict)
    at: dict[UUID, str] = field(default_factory=dict)
    buried: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def begin(self) -> None:
        asked = [actions.Asked(each.pk, "lost" if each.pk in self.had else "first") for each in self.people]
        made = actions.apply_all(by=self.by, asked=asked)
        self.who = {row.pk: row.resident_id for row in made}
        self.at = dict.fromkeys(self.who, "received")

    def walk(self) -> None:
        self.begin()
        for turn in range(MOST * 3):
            running = [pk for pk in self.at if not APPLICATION.state(self.at[pk]).final]
            if not running and not self.buried:
                return
            drawn: dict[tuple[str, str], list[UUID]] = defaultdict(list)
            for pk in running:
                drawn[(self.at[pk], self._draw(self.at[pk], turn))].append(pk)
            for (_state, step), ids in drawn.items():
                self._take(step, ids)
            self._undo()
            self._look()
        raise AssertionError("a walk has no end")

    def _draw(self, state: str, turn: int) -> str:
        ways = [way.code for way in APPLICATION.ways(state) if way.code not in BY_ITSELF]
        if turn >= MOST:  # the way on
            return {"received": "capture", "sent": "approve"}.get(state, ways[0])
        offered = [*ways, "die"]
        return self.chance.choices(offered, [RARE.get(code, 12) for code in offered])[0]

    def _take(self, step: str, ids: list[UUID]) -> None:
        if step == "die":
            for pk in ids:
                self.buried[pk] = died(by=self.by, resident_id=self.who[pk], day=today())
        elif step in MANY:
            MANY[step](self, ids)
        else:
            for pk in ids:
                take(self.by, pk, step, 0)

    def _undo(self) -> None:
        """Nobody stays dead for long: every death was entered by mistake."""
        for pk, kept in list(self.buried.items()):
            if self.at[pk] == "died":
                revived(by=self.by, resident_id=self.who[pk], kept=kept)
                del self.buried[pk]

    def _look(self) -> None:
        self.at |= dict(rows("select id, state from casework_case where id = any(%s)", [list(self.at)]))
        self.had |= {self.who[pk] for pk, state in self.at.items() if state == "handed"}

    def capture(self, ids: list[UUID]) -> None:
        told = [actions.Captured(pk, "good", "good", "none", "MAY01-1") for pk in ids]
        actions.capture_all(by=self.by, captured=told)

    def send_back(self, ids: list[UUID]) -> None:
        actions.send_back_all(by=self.by, why=dict.fromkeys(ids, "mờ"))

    def print(self, ids: list[UUID]) -> None:
        first = self.serial + 1
        self.serial += len(ids)
        cards = [actions.Printed(pk, f"CW{n:08d}") for n, pk in enumerate(ids, first)]
        actions.print_all(by=self.by, printed=cards)

    def hand(self, ids: list[UUID]) -> None:
        actions.hand_all(by=self.by, application_ids=ids, delivery="self", checked=True)


def _plain(verb: Callable[..., Any]) -> Callable[[Walkers, list[UUID]], None]:
    return lambda walkers, ids: verb(by=walkers.by, application_ids=ids)


MANY: dict[str, Callable[[Walkers, list[UUID]], None]] = {
    "declare": _plain(actions.declare_all), "send": _plain(actions.send_all), "approve": _plain(actions.approve_all),
    "arrive": _plain(actions.arrive_all), "not_collected": _plain(actions.not_collected_all),
    "capture": Walkers.capture, "send_back": Walkers.send_back, "print": Walkers.print, "hand": Walkers.hand,
}  # fmt: skip

_LINES = """
select l.record_id, l.state_from, l.state_to from ledger_line l join ledger_kind k on k.id = l.kind_id
where k.domain = 'cards' and l.state_to is not null order by l.id
"""
_SUMS = """
select k.code, sum(l.quantity) from ledger_standing l join ledger_kind k on k.id = l.kind_id
where k.domain = 'cards' group by 1
"""


def lawful() -> None:
    """Every walk begins at the counter, takes only steps of the diagram, and ends where a case may end."""
    ways = {(source, way.to) for way in APPLICATION.transitions for source in way.sources}
    walks: dict[UUID, list[str]] = defaultdict(list)
    for record, before, after in rows(_LINES):
        assert before == (walks[record][-1] if walks[record] else None)
        walks[record].append(after)
    for states in walks.values():
        assert set(pairwise(states)) <= ways
        assert APPLICATION.state(states[-1]).final
    ends = dict(rows("select id, state from casework_case where kind = %s", [KIND]))
    assert {record: states[-1] for record, states in walks.items()} == ends


def adds_up() -> None:
    """Every number in one state; as many cards in each as the ledger's lines say; cells and tallies as the lines."""
    states = Counter(dict(rows("select state, count(*) from cards_card group by 1")))
    sums = Counter({code.removeprefix("cards."): int(total) for code, total in rows(_SUMS)})
    assert sum(states.values()) == value("select count(distinct serial) from cards_card") == sums["printed"]
    assert states["arrived"] == sums["stock"]
    assert states["handed"] + states["ended"] == sums["handed"]
    assert states["ended"] == sums["ended"]
    assert (states["lost"], states["spoiled"]) == (sums["lost"], sums["spoiled"])
    assert states["printed"] == 0
    assert value("select count(*) from casework.differences()") == 0
    figures.run_once()
    assert figures.differences() == []


def test_walks_end_lawful_and_add_up(officer: Viewer) -> None:
    people = [someone(officer, n + 1) for n in range(TOGETHER)]
    walkers, chance = Walkers(officer, people, random.Random(5)), random.Random(7)
    done = 0
    while done < WALKS:
        walkers.chance = random.Random(chance.random())
        walkers.walk()
        agree()
        done += len(people)
    assert value("select count(*) from cards_application") == done
    lawful()
    adds_up()
