"""`registration`: the verb that writes someone into the register, beside PostgreSQL's own load tool.

**Ours**: `people.actions.register` as a request calls it: the viewer's settings put on the connection and taken off
again (`access.session.acting`), the person checked, the policy asked, then every row written: household (on every
second call; the others join that household), resident, stay, event, ledger lines, queued figures. 16 threads with a
connection each, in two processes: one for each of two cores.

**Peer**: `pgbench -M prepared -c 16` running, in a transaction, the bare inserts of the very same rows into the same
tables with their indexes and triggers, as the owner: no checks, no policies, nothing computed, no interpreter.

Both commit durably (`synchronous_commit` on) and take turns. The figure is registrations a second over transactions a
second. `detail` gives both rates and the CPU each costs, client and server together, in microseconds.
"""

from __future__ import annotations

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from diaban.bench import cpu, pgbench
from diaban.bench.base import Figure
from diaban.bench.install import Install, installed

RESIDENTS = 100_000
CONNECTIONS, PROCESSES = 16, 2
ROUNDS, SECONDS = 5, 4.0

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Đào", "Giang", "Hà", "Khánh", "Linh", "Minh", "Ngọc", "Phúc", "Quân", "Yến")


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """The share of pgbench's rate that the real action reaches, at least .25."""
    rounds, seconds = (ROUNDS, SECONDS) if size >= RESIDENTS else (1, 0.5)
    with installed(folder, size) as install, ExitStack() as stack:
        ours, peer = _Ours(install, stack), _Peer(install, folder)
        ours.run(min(seconds, 1.0))  # every connection open, every statement seen once
        for _round in range(rounds):
            ours.run(seconds)
            peer.run(seconds)
    return [
        Figure(
            "registration",
            statistics.median(ours.rates) / statistics.median(peer.rates),
            0.25,
            "at least",
            {
                "registrations_per_s": round(statistics.median(ours.rates)),
                "pgbench_per_s": round(statistics.median(peer.rates)),
                "cpu_us": round(statistics.median(ours.cost)),
                "cpu_us_server": round(statistics.median(ours.server_cost)),
                "pgbench_cpu_us": round(statistics.median(peer.cost)),
                "connections": CONNECTIONS,
                "processes": PROCESSES,
            },
        )
    ]


class _Side:
    """Rates and costs of one side, round by round."""

    def __init__(self, install: Install) -> None:
        self.install = install
        self.rates: list[float] = []
        self.cost: list[float] = []
        self.server_cost: list[float] = []

    def note(self, count: int, seconds: float, client: float, server: float) -> None:
        self.rates.append(count / seconds)
        self.cost.append((client + server) / max(count, 1) * 1e6)
        self.server_cost.append(server / max(count, 1) * 1e6)


class _Ours(_Side):
    """Worker processes that register for as long as they are told."""

    def __init__(self, install: Install, stack: ExitStack) -> None:
        super().__init__(install)
        from django.db import connections

        viewer = install.viewer("commune_police")
        connections.close_all()  # a connection doesn't survive the fork
        fork = multiprocessing.get_context("fork")
        self.workers: list[tuple[Any, Connection]] = []
        for index in range(PROCESSES):
            here, there = fork.Pipe()
            worker = fork.Process(target=_work, args=(there, viewer, CONNECTIONS // PROCESSES, index), daemon=True)
            worker.start()
            stack.callback(worker.join, 10)
            stack.callback(here.send, 0.0)
            self.workers.append((worker, here))

    def run(self, seconds: float) -> None:
        pids = [worker.pid for worker, _pipe in self.workers]
        with cpu.counted(*pids) as client, cpu.counted(self.install.postmaster) as server:
            for _worker, pipe in self.workers:
                pipe.send(seconds)
            done = [pipe.recv() for _worker, pipe in self.workers]
        self.note(sum(count for count, _took in done), max(took for _count, took in done), client(), server())


def _work(pipe: Connection, viewer: Any, threads: int, index: int) -> None:
    """One process: each order is a number of seconds; answered with how many were registered in how long."""
    orders = [_Thread(viewer, f"{index}/{n}") for n in range(threads)]
    while seconds := pipe.recv():
        began = time.perf_counter()
        for order in orders:
            order.start(began + seconds)
        pipe.send((sum(order.finish() for order in orders), time.perf_counter() - began))


class _Thread:
    """A thread with a connection of its own, as the web server's; it lives as long as its process."""

    def __init__(self, viewer: Any, name: str) -> None:
        self.viewer, self.name = viewer, name
        self.until, self.done, self.failed = 0.0, 0, None  # type: float, int, BaseException | None
        self.go, self.ready = threading.Semaphore(0), threading.Semaphore(0)
        threading.Thread(target=self._loop, daemon=True).start()

    def start(self, until: float) -> None:
        self.until, self.done = until, 0
        self.go.release()

    def finish(self) -> int:
        self.ready.acquire()
        if self.failed is not None:
            raise self.failed
        return self.done

    def _loop(self) -> None:
        register = _registrar(self.viewer, hash(self.name))
        while True:
            self.go.acquire()
            try:
                while time.perf_counter() < self.until:
                    register()
                    self.done += 1
            except BaseException as error:
                self.failed = error
            self.ready.release()


def _registrar(viewer: Any, start: int) -> Callable[[], None]:
    """Registers someone new at each call: now in a household of their own, now in the one opened before."""
    from diaban.access.session import acting
    from diaban.people.actions import register
    from diaban.people.data import PersonData

    n, home = start, None
    places = viewer.scope.person_places

    def one() -> None:
        nonlocal n, home
        n += 1
        name = f"{_FAMILIES[n % 10]} Thị {_GIVEN[n % 14]} {_GIVEN[n // 14 % 14]}"
        relation = "head" if home is None else "child"
        person = PersonData(
            full_name=name, sex="f", birth_date=date(1950 + n % 70, 1 + n % 12, 1 + n % 28), birth_precision="d",
            phone="0501234567", address="Số 12 đường Lê Lợi", relation=relation,
        )  # fmt: skip
        with acting(viewer):
            made = register(
                by=viewer, person=person, place=places[start % len(places)], household_id=home, since=date(2026, 1, 2)
            )
        home = made.household_id if home is None else None

    return one


def _uuid(variable: str) -> str:
    """A pgbench variable as a record's id."""
    return f"lpad(to_hex({variable}::bigint), 32, '0')::uuid"


_HOME, _ID, _STREET = _uuid(":home"), _uuid(":n"), "'Số 12 đường Lê Lợi'"
#: In [0, 26): names differ as those of our side do.
_LETTER = "(:n::bigint % 26)::int"
_HOUSEHOLD = f"""
insert into people_household (id, code, place, address, head_id, office)
values ({_HOME}, '', :place, {_STREET}, {_ID}, :office);
"""
_PERSON = f"""
insert into people_resident (id, full_name, fold, sort_key, sex, birth_date, birth_precision, place, household_id,
    relation, phone, address, hometown, state, office)
values ({_ID}, 'Nguyễn Thị An ' || chr(65 + {_LETTER}), 'nguyen thi an ' || chr(97 + {_LETTER}),
    chr(65 + {_LETTER}) || 'R0,RKYX2R0,YM5', 'f', date '1950-01-01' + (:n::bigint % 25000)::int, 'd', :place,
    {_HOME}, 'head', '0501234567', {_STREET}, '', 'present', :office);
insert into people_stay (id, resident_id, kind, place, address, starts)
values ({_ID}, {_ID}, 'permanent', :place, {_STREET}, '2026-01-02');
"""
_LINES = """
insert into ledger_line (record_id, action_id, day, place, office, actor, kind_id, purpose, dims)
values {values};
"""
_LINE = f"({{record}}, {_ID}, current_date, :place, :office, 900, {{kind}}, 'residence', '{{dims}}')"
_EVENT = f"""
insert into people_event (id, resident_id, kind, day, detail, before, lines, action_id)
values ({_ID}, {_ID}, 'register', current_date, '{{"stay": "permanent", "opened": null}}', '{{"state": "void"}}',
    '[1, 2]', {_ID});
"""


class _Peer(_Side):
    """pgbench with two scripts, of equal weight: with a household and without."""

    def __init__(self, install: Install, folder: Path) -> None:
        super().__init__(install)
        self.folder, self.round = folder, 0

    def run(self, seconds: float) -> None:
        self.round += 1
        told = pgbench.run(self.install, self._scripts(), self.folder, seconds=seconds, connections=CONNECTIONS)
        self.note(told.count, told.seconds, told.client, told.server)

    def _scripts(self) -> list[str]:
        """This round's transactions: a number for each row that no other round has used."""
        from diaban.core.sql import value

        viewer = self.install.viewer("commune_police")
        kinds = {
            code: value("select id from ledger_kind where code = %s", [f"people.{code}"])
            for code in ("registered", "household_opened")
        }
        registered = _LINE.format(record=_ID, kind=kinds["registered"], dims='{"sex": "f", "age": "40"}')
        opened = _LINE.format(record=_HOME, kind=kinds["household_opened"], dims="{}")
        head = (
            f"\\set serial :serial + 1\n\\set n {self.round * 10**12} + :client_id * {10**9} + :serial\n\\set home :n\n"
            f"\\set place {viewer.scope.person_places[0]}\n\\set office {viewer.office_id}\nbegin;"
        )
        with_home = head + _HOUSEHOLD + _PERSON + _LINES.format(values=f"{opened}, {registered}") + _EVENT + "end;"
        return [with_home, head + _PERSON + _LINES.format(values=registered) + _EVENT + "end;"]
