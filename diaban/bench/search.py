"""`search-1m`, `search-5m`: finding residents as clerks type, beside a look-up by primary key.

One viewer of a whole province, by the real function: policy, parsing, one statement under the application's role that
keeps to the viewer's places and writes the log of look-ups durably, and the list's rows made ready. Searches of
twelve classes and look-ups by primary key (under row security, through the same connection) take turns one by one.

What a search should find is known from the population itself (`crowd`), in memory. Recall at 20 is the share of the
residents meant that are among the first 20, over searches where at most 20 residents are meant.

`search-5m-per-1m`: two databases in one server, the larger grown from the smaller, measured in turn in one run.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.bench import cpu
from diaban.bench.base import Figure, quantile
from diaban.bench.crowd import COLUMNS, HOUSES, Crowd
from diaban.bench.install import Install, installed

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.bench.queries import Query

PROVINCE, SMALL, SIZE, FACTOR = "40", "46", 1_000_000, 5
EACH, ROUNDS = 60, 3  # searches of each class; rounds of all of them, database by database in turn
#: Fewer residents than this only try the benchmark: a small province, a few searches.
REAL = 100_000
INDEXES = (
    "resident_fold_birth", "resident_ends_birth", "resident_tail_birth", "resident_given_birth", "resident_place_given",
    "resident_present_given", "resident_id_tail", "resident_phone",
)  # fmt: skip


def measure_1m(folder: Path, size: int = SIZE) -> Sequence[Figure]:
    """The figures at a million residents."""
    with _crowded(folder, size) as (install, crowd):
        side = Side(install, crowd)
        for _round in range(ROUNDS):
            side.run()
        return side.figures("search-1m")


def measure_5m(folder: Path, size: int = SIZE) -> Sequence[Figure]:
    """The figures at five million, and how much slower that is than one million in the same server."""
    from diaban.bench.install import analyze

    with _crowded(folder, size) as (install, crowd):
        small = Side(install, crowd)
        larger = _copied(install, "larger")
        grow(larger, crowd, size * FACTOR)
        analyze(larger)
        large = Side(install, crowd, database="larger")
        for _round in range(ROUNDS):
            small.run()
            large.run()
        times = {
            "p50_1m_ms": small.p50,
            "p50_5m_ms": large.p50,
            "lookup_1m_ms": small.lookup,
            "lookup_5m_ms": large.lookup,
        }
        return [*large.figures("search-5m"), Figure("search-5m-per-1m", large.p50 / small.p50, 1.5, "at most", times)]


@contextmanager
def _crowded(folder: Path, size: int) -> Iterator[tuple[Install, Crowd]]:
    """An install with a province of that many residents, analysed."""
    from diaban.bench.install import analyze

    code = PROVINCE if size >= REAL else SMALL
    with installed(folder, 0, province=code) as install:
        crowd = Crowd(code, *_ground(code))
        grow(install.owner_url, crowd, size)
        analyze(install.owner_url)
        gc.freeze()  # millions of names that the program measured wouldn't hold
        yield install, crowd


def _ground(code: str) -> tuple[list[int], list[list[int]]]:
    """Communes of the province, and the hamlets of each."""
    from diaban.areas import queries as areas

    province = areas.find(code, level=areas.Level.PROVINCE)
    assert province is not None
    communes = [unit.id for unit in areas.children(province.id)]
    return communes, [[row.unit.id for row in areas.hamlets(commune)] or [commune] for commune in communes]


def _names(crowd: Crowd) -> list[str]:
    """What clerks call the communes: without marks and mostly without a kind."""
    from diaban.areas import queries as areas
    from diaban.core.text import fold

    found = areas.units(crowd.communes)
    return [("xa " if at % 4 == 0 else "") + fold(found[unit].name) for at, unit in enumerate(crowd.communes)]


def grow(owner_url: str, crowd: Crowd, total: int) -> None:
    """Write more residents, as the owner: indexes that are no constraints are taken off and built again after."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as link:
        taken = link.execute(
            "select indexname, indexdef from pg_indexes i where tablename in ('people_resident', 'people_household')"
            " and not exists (select from pg_constraint c where c.conname = i.indexname)"
        ).fetchall()
        for name, _statement in taken:
            link.execute(f'drop index "{name}"')
        for houses, people in crowd.grow(total):
            for table, columns, text in (("people_household", HOUSES, houses), ("people_resident", COLUMNS, people)):
                with link.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as sink:
                    sink.write(text + "\n")
        link.execute("set maintenance_work_mem = '512MB'")
        for _name, statement in taken:
            link.execute(statement)
        link.execute("analyze people_resident")
        link.execute("select people.count_words()")


def _copied(install: Install, name: str) -> str:
    """A copy of the install's database in the same server; returns its owner's address."""
    import psycopg
    from django.db import connections

    from diaban.host.cluster import ADMIN, DATABASE, OWNER
    from diaban.host.secrets import load_or_make

    connections.close_all()
    cluster, secrets = install.server.cluster, load_or_make(install.session.spot.secrets)
    with psycopg.connect(cluster.url(ADMIN, secrets.admin, "postgres"), autocommit=True) as link:
        link.execute(f'create database "{name}" template "{DATABASE}" owner {OWNER}')
    return cluster.url(OWNER, secrets.owner, name)


class Side:
    """One database: its searches, asked round by round with look-ups between them."""

    def __init__(self, install: Install, crowd: Crowd, database: str = "") -> None:
        from diaban.bench import queries

        self.install, self.crowd, self.database = install, crowd, database
        self.queries: list[Query] = queries.drawn(crowd, EACH if len(crowd) >= REAL else 3, _names(crowd))
        self.searches: list[float] = []
        self.lookups: list[float] = []
        self.classes: dict[str, list[float]] = {}
        self.found: dict[str, list[float]] = {}
        self.cpu: list[tuple[float, float]] = []

    @property
    def p50(self) -> float:
        return statistics.median(self.searches) * 1e3

    @property
    def lookup(self) -> float:
        return statistics.median(self.lookups) * 1e3

    def run(self) -> None:
        """All searches once, each after a look-up of a resident chosen by chance."""
        from diaban.access.session import acting

        with self._connected(), acting(viewer := self.install.viewer("province_manager")):
            self._ask(viewer, self.queries[: len(self.queries) // 6], noted=False)
            self._ask(viewer, self.queries, noted=True)
            self._cost(viewer)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        from django.db import connections

        from diaban.host.cluster import DATABASE

        connections.close_all()
        connections["default"].settings_dict["NAME"] = self.database or DATABASE
        yield
        connections.close_all()
        connections["default"].settings_dict["NAME"] = DATABASE

    def _ask(self, viewer: Viewer, asked: Sequence[Query], noted: bool) -> None:
        from diaban.core.sql import one
        from diaban.people import queries as people

        clock = time.perf_counter
        for number, query in enumerate(asked):
            known = self.crowd.id_of((number * 7_919_993) % query.of)
            began = clock()
            one("select id, full_name, birth_date, id_no, place from people_resident where id = %s", [known])
            between = clock()
            result = people.search(viewer=viewer, text=query.text, limit=20)
            ended = clock()
            if noted:
                self.lookups.append(between - began)
                self.searches.append(ended - between)
                self.classes.setdefault(query.kind, []).append(ended - between)
                if query.meant:
                    shown = {row.id.hex for row in result.rows}
                    hits = sum(self.crowd.id_of(row) in shown for row in query.meant)
                    self.found.setdefault(query.kind, []).append(hits / len(query.meant))

    def _cost(self, viewer: Viewer) -> None:
        """CPU of this process and of PostgreSQL for all searches in a row."""
        from diaban.people import queries as people

        began = time.process_time()  # of this process alone: the server may be a child of it
        with cpu.counted(self.install.postmaster) as server:
            for query in self.queries:
                people.search(viewer=viewer, text=query.text, limit=20)
        client = time.process_time() - began
        self.cpu.append((client / len(self.queries) * 1e3, server() / len(self.queries) * 1e3))

    def figures(self, name: str) -> list[Figure]:
        """Time, ratio, tail and recall, with what they come from."""
        from diaban.bench.queries import TYPOS

        told = self._detail()
        every = [share for shares in self.found.values() for share in shares]
        typos = [share for kind in TYPOS for share in self.found.get(kind, [])]
        p95 = quantile(self.searches, 0.95) * 1e3
        return [
            Figure(f"{name}-p50", self.p50, 1.5, "at most", {"unit": "ms", **told}),
            Figure(f"{name}-per-lookup", self.p50 / self.lookup, 8, "at most", {"lookup_p50_ms": self.lookup}),
            Figure(f"{name}-p95", p95, 4, "at most", {"lookup_p95_ms": quantile(self.lookups, 0.95) * 1e3}),
            Figure(f"{name}-recall", statistics.mean(every), 0.98, "at least", {
                "searches": len(every), **{k: round(statistics.mean(v), 4) for k, v in sorted(self.found.items())}}),
            Figure(f"{name}-typo-recall", statistics.mean(typos), 0.97, "at least", {"searches": len(typos)}),
        ]  # fmt: skip

    def _detail(self) -> dict[str, Any]:
        from diaban.core.sql import value
        from diaban.people.finding.words import vocabulary

        with self._connected():
            size = value("select sum(pg_relation_size(i::regclass)) from unnest(%s::text[]) i", [list(INDEXES)])
            residents = value("select reltuples from pg_class where relname = 'people_resident'")
            syllables = len(vocabulary())
        by_class = {
            kind: [round(statistics.median(t) * 1e3, 2), round(quantile(t, 0.95) * 1e3, 2)]
            for kind, t in sorted(self.classes.items())
        }
        return {
            "searches": len(self.searches), "syllables": syllables, "residents": int(residents),
            "index_bytes_per_resident": round(int(size) / max(int(residents), 1)),
            "cpu_ms_program": round(statistics.median(c for c, _s in self.cpu), 3),
            "cpu_ms_postgresql": round(statistics.median(s for _c, s in self.cpu), 3), "classes_p50_p95_ms": by_class,
        }  # fmt: skip
