"""`cards`: days of a drive for identity cards at several communes, through the verbs of the screens.

**Ours**: the demo's story (`demo.stories`): each commune's police take in as many a day as in Kon Tum's drive, send,
are answered, receive the cards and hand them over, with every check, policy, ledger line, clock and file of the real
work. Two communes are at work at a time, one for each of two cores, each with its own connection; what the worker of an
install does every second (merging figures and tallies) is done beside and counted.

**Peer**: `pgbench -M prepared` writing the rows of an application's whole way (application, case, item, card, ledger
lines and what changes of them) as bare statements, as the owner: no checks, no policies, no files, no interpreter, and
one commit for all of its eight transitions.

Both commit durably and take turns. `cards` is transitions a second, `cards-per-pgbench` their ratio to the peer's,
`cards-growth` the CPU of a transition in the last round to that in the first, with the tables of the first still there.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diaban.bench import cpu, pgbench
from diaban.bench.base import Figure
from diaban.bench.install import Install, analyze, installed

if TYPE_CHECKING:
    from diaban.demo.stories.cards import Part

#: A commune of the 69 then takes in about 70 a day, as one of Kon Tum's drive did.
RESIDENTS = 100_000
PROCESSES = 2
ROUNDS, COMMUNES, SECONDS = 3, 4, 6.0
#: Weeks in which applications are taken in, and in all.
INTAKE, WEEKS = 3, 8
#: Transitions of an application that goes straight from the counter to the hand.
STEPS = 8


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """Transitions a second, at least 500, and beside the bare rows; what one costs as the tables grow."""
    rounds, communes, seconds = (ROUNDS, COMMUNES, SECONDS) if size >= RESIDENTS else (1, 2, 1.0)
    with installed(folder, size) as install:
        parts = _parts(rounds * communes)
        analyze(install.owner_url)
        ours, peer = _Ours(install), _Peer(install, folder)
        for at in range(rounds):
            ours.run(parts[at::rounds])
            peer.run(seconds)
    rate, theirs = statistics.median(ours.rates), statistics.median(peer.rates)
    told = {
        "transitions": ours.transitions, "cpu_us": round(statistics.median(ours.cost)),
        "cpu_us_server": round(statistics.median(ours.server_cost)), "pgbench_per_s": round(theirs),
        "pgbench_cpu_us": round(statistics.median(peer.cost)), "processes": PROCESSES, "communes": rounds * communes,
    }  # fmt: skip
    return [
        Figure("cards", rate, 500, "at least", told),
        Figure("cards-per-pgbench", rate / theirs, 0.25, "at least"),
        Figure("cards-growth", ours.cost[-1] / ours.cost[0], 1.25, "at most"),
    ]


def _parts(many: int) -> list[Part]:
    """So many communes, with whoever is due there."""
    import random

    from diaban.areas import queries as areas
    from diaban.core.time import today
    from diaban.demo.stories import cards

    police = dict(list(cards.postings("commune_police").items())[:many])
    until = today()
    since = until - timedelta(days=until.weekday() + 7 * WEEKS)
    able = cards.due_people(police, since, cards.residents(), random.Random("cards"), PROCESSES)
    province = areas.unit(cards.begin(min(cards.postings("province_manager").values()), since, until, 1_000)[1]).code
    return [cards.Part(police[unit], f"bench/{unit}", since, until, province, able[unit], 7 * INTAKE)
            for unit in police]  # fmt: skip


class _Side:
    """Rates and costs of one side, round by round."""

    def __init__(self, install: Install) -> None:
        self.install = install
        self.rates: list[float] = []
        self.cost: list[float] = []
        self.server_cost: list[float] = []
        self.transitions = 0

    def note(self, count: int, seconds: float, client: float, server: float) -> None:
        self.transitions += count
        self.rates.append(count / seconds)
        self.cost.append((client + server) / max(count, 1) * 1e6)
        self.server_cost.append(server / max(count, 1) * 1e6)


class _Ours(_Side):
    def run(self, parts: Sequence[Part]) -> None:
        """Play these communes."""
        from diaban.demo.stories import cards
        from diaban.demo.stories.crew import at_once

        began, own = time.perf_counter(), time.process_time()
        with cpu.counted(self.install.postmaster) as server, cpu.children() as client:
            count = sum(steps for _came, steps in at_once(cards.play_part, parts, PROCESSES, cards.merge))
            cards.settle()
        self.note(count, time.perf_counter() - began, client() + time.process_time() - own, server())


_ID = "lpad(to_hex(:n::bigint), 32, '0')::uuid"
_LINE = f"""
insert into ledger_line (record_id, action_id, quantity, day, place, office, actor, kind_id, purpose, state_from,
    state_to, dims)
values ({_ID}, {_ID}, {{quantity}}, current_date - 20, :place, :office, 900, {{kind}}, 'residence', {{before}},
    {{after}}, '{{dims}}');
"""
_BEGIN = f"""
insert into cards_application (id, resident_id, place, office, reason, received_on)
values ({_ID}, {_ID}, :place, :office, 'first', current_date - 20);
insert into casework_case (id, kind, place, office_id, title_code, opened_at, received_at, state, clock_from, due_at,
    rule, computed)
values ({_ID}, 'cards.application', :place, :office, 'first', now(), now() - interval '20 days', 'received',
    now() - interval '20 days', now() + interval '9 days', 'cards.issue', 1);
"""
_MOVE = f"""
update casework_case set state = '{{after}}', due_at = now() + interval '9 days', computed = 1, {{closed}}
    version = version + 1 where id = {_ID};
update cards_application set {{columns}} version = version + 1 where id = {_ID};
"""
_ITEM = f"""
insert into cards_item (batch_id, application_id, resident_id, place, office)
values (:batch::uuid, {_ID}, {_ID}, :place, :office);
"""
_CARD = f"""
insert into cards_card (serial, application_id, resident_id, place, office, state, issued_on)
values ('P' || :n::bigint, {_ID}, {_ID}, :place, :office, 'printed', current_date - 10);
"""
_CARD_MOVES = "update cards_card set state = '{state}', {day} version = version + 1 where serial = 'P' || :n::bigint;\n"
_HANDED = "handed_on = current_date - 5, delivery = 'self',"
#: Step, what changes of the application, and the rows beside.
_WAY = (
    ("captured", "face = 'good', fingers = 'good', iris = 'good', reference = 'MAY00000001',", ""),
    ("declared", "slip_no = 'CA-' || :n::bigint,", ""),
    ("sent", "", _ITEM),
    ("approved", "", f"update cards_item set result = 'approved' where application_id = {_ID};\n"),
    ("printed", "", _CARD),
    ("arrived", "", _CARD_MOVES.format(state="arrived", day="")),
    (
        "handed",
        "open = false,",
        _CARD_MOVES.format(state="handed", day="handed_on = current_date - 5, delivery = 'self',"),
    ),
)


class _Peer(_Side):
    """pgbench with an application's whole way in one transaction."""

    def __init__(self, install: Install, folder: Path) -> None:
        super().__init__(install)
        self.folder, self.round = folder, 0

    def run(self, seconds: float) -> None:
        self.round += 1
        told = pgbench.run(self.install, [self._script()], self.folder, seconds=seconds, connections=PROCESSES)
        self.note(told.count * STEPS, told.seconds, told.client, told.server)

    def _script(self) -> str:
        """This round's transaction: a number for each application that no other round has used."""
        from diaban.access.session import acting
        from diaban.cards.models import Batch
        from diaban.core.sql import rows
        from diaban.core.time import now

        viewer = self.install.viewer("commune_police")
        with acting(viewer):
            batch = Batch.objects.create(number=f"bench-{self.round}", place=viewer.scope.places[0], province="42",
                                         office=viewer.office_id, made_at=now(), size=1)  # fmt: skip
        kinds = dict(rows("select code, id from ledger_kind where domain = 'cards'"))
        script = [
            f"\\set serial :serial + 1\n\\set n {self.round * 10**12} + :client_id * {10**9} + :serial\n"
            f"\\set place {viewer.scope.places[0]}\n\\set office {viewer.office_id}\nbegin;", _BEGIN,
            _line(kinds, "received", None),
        ]  # fmt: skip
        before = "received"
        for after, columns, beside in _WAY:
            closed = "closed_at = now() - interval '5 days'," if after == "handed" else ""
            script += [_MOVE.format(after=after, columns=columns, closed=closed), beside, _line(kinds, after, before)]
            before = after
        script += [_line(kinds, "stock", None), _line(kinds, "stock", None, -1), "end;"]
        return "".join(script).replace(":batch", f"'{batch.pk}'")


def _line(kinds: dict[str, int], after: str, before: str | None, quantity: int = 1) -> str:
    step = after != "stock"
    return _LINE.format(
        quantity=quantity, kind=kinds[f"cards.{after}"], before=f"'{before}'" if before else "null",
        after=f"'{after}'" if step else "null", dims='{"reason": "first"}' if step else "{}",
    )  # fmt: skip
