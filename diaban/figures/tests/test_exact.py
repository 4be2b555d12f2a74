"""Cells and queue equal the standing lines at every moment, whoever writes, corrects or merges meanwhile."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection

from diaban.access.session import acting
from diaban.core import sql
from diaban.figures import jobs, queries
from diaban.figures.grid import grid
from diaban.figures.measures import How, Measure
from diaban.figures.periods import Period
from diaban.figures.tests.conftest import viewer_of

Owner = psycopg.Connection[Any]

APPEND = """
select ledger.append(jsonb_build_array(jsonb_build_object('kind', 'count.born', 'record', %(record)s::uuid,
    'place', %(place)s::int, 'office', 50, 'actor', 300, 'day', %(day)s::date, 'quantity', %(quantity)s::int,
    'dims', jsonb_build_object('sex', %(sex)s::text), 'corrects', %(corrects)s::bigint, 'action', %(record)s::uuid)))
"""
#: Three ways to the same sum, in one statement: cells, the province's own cells, its years; each with the queue.
BOTH = """
with lines as (select count(*)::numeric as n, coalesce(sum(quantity), 0) as q from ledger_standing),
waiting as (select coalesce(sum(n), 0) as n, coalesce(sum(quantity), 0) as q from figures_queue),
cells as (select coalesce(sum(n), 0) as n, coalesce(sum(quantity), 0) as q from figures_cell),
halves as (select coalesce(sum(n), 0) as n, coalesce(sum(quantity), 0) as q from figures_upper
    where unit_id = 900 and half > 0),
years as (select coalesce(sum(n), 0) as n, coalesce(sum(quantity), 0) as q from figures_total
    where unit_id = 900 and half < 0)
select bool_and(c.n + w.n = l.n and c.q + w.q = l.q) from lines l, waiting w,
    (select * from cells union all select * from halves union all select * from years) c
"""


def one_line(link: Owner, chance: random.Random, mine: list[tuple[int, str]]) -> None:
    """A new line, or a correction of one of one's own (to another place, day or to nothing)."""
    corrects, record = None, f"{chance.getrandbits(128):032x}"
    if mine and chance.random() < 0.4:
        corrects, record = mine.pop(chance.randrange(len(mine)))
    values = {
        "record": record, "place": chance.choice((911, 912, 921)), "day": f"2026-01-{chance.randrange(1, 29):02}",
        "quantity": chance.choice((0, 1, 2, -1)) if corrects else chance.choice((1, 3)),
        "sex": chance.choice("fm"), "corrects": corrects,
    }  # fmt: skip
    row = link.execute(APPEND, values).fetchone()
    assert row is not None
    mine.append((row[0][0], record))


def write(url: str, seed: int, stop: threading.Event) -> None:
    chance, mine = random.Random(seed), list[tuple[int, str]]()
    with psycopg.connect(url) as link:
        while not stop.is_set():
            kept = list(mine)
            for _ in range(chance.randrange(1, 4)):
                one_line(link, chance, mine)
            if chance.random() < 0.2:
                link.rollback()
                mine[:] = kept
            else:
                link.commit()


def read(url: str, stop: threading.Event, reads: list[bool]) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("select set_config('diaban.everywhere', 'on', false)")
        while not stop.is_set():
            row = link.execute(BOTH).fetchone()
            reads.append(bool(row and row[0]))


def balanced(url: str, seed: int, stop: threading.Event) -> None:
    """Actions that move a quantity from one commune to the other, so that the province's never changes; and
    corrections of both lines of one, which take it back.
    """
    chance, mine = random.Random(seed), list[tuple[list[int], list[str]]]()
    statement = APPEND.replace("count.born", "count.left")
    with psycopg.connect(url) as link:
        while not stop.is_set():
            day, quantity = f"2026-0{chance.randrange(1, 7)}-{chance.randrange(1, 29):02}", chance.randrange(1, 5)
            numbers, records = [], []
            undone = mine.pop(chance.randrange(len(mine))) if mine and chance.random() < 0.3 else None
            for which, (place, sign) in enumerate(((911, 1), (921, -1))):
                record = undone[1][which] if undone else f"{chance.getrandbits(128):032x}"
                values = {
                    "record": record, "place": place, "day": day, "quantity": 0 if undone else sign * quantity,
                    "sex": "f", "corrects": undone[0][which] if undone else None,
                }  # fmt: skip
                row = link.execute(statement, values).fetchone()
                assert row is not None
                numbers.append(row[0][0])
                records.append(record)
            link.commit()
            if not undone:
                mine.append((numbers, records))


def ask(stop: threading.Event, reads: list[bool]) -> None:
    """The figures as pages ask for them, while half-years, ragged ends and whole years pass through them."""
    viewer: Any = viewer_of(None)
    periods = [Period(date(2026, 1, 1), date(2026, 12, 31)), Period(date(2025, 1, 1), date(2026, 12, 31))]
    moved = Measure("test.moved", "", "", ("count.left",), How.QUANTITY)
    stock = Measure("test.left", "", "", ("count.left",), How.STOCK)
    lines = Measure("test.lines", "", "", ("count.left",))
    try:
        with acting(viewer):
            while not stop.is_set():
                for period in periods:
                    for wanted in (moved, stock):
                        found = queries.by_unit(wanted, [900, 910, 920], period, viewer=viewer)
                        province, one, other = (found[unit].value or 0 for unit in (900, 910, 920))
                        reads.append(province == 0 and one + other == 0)
                even, sums, left = grid([lines, moved, stock], 900, periods, viewer=viewer)
                reads.append(all((figure.value or 0) % 2 == 0 for figure in even))
                reads.append(all(figure.value == 0 for figure in (*sums, *left)))
    finally:
        connection.close()


def merge(url: str, stop: threading.Event) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        while not stop.is_set():
            link.execute("select figures.merge(20)")
            time.sleep(0.002)


def mend(url: str, stop: threading.Event) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        while not stop.is_set():
            row = link.execute("select figures.repair()").fetchone()
            assert row == (0,), "nothing was lacking, so nothing may be added"
            time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.pg15
def test_no_reader_ever_sees_a_wrong_sum(owner: Owner, fresh_database: Any) -> None:
    url, stop, reads, asked = fresh_database.app_url, threading.Event(), list[bool](), list[bool]()
    failures: list[BaseException] = []

    def guarded(work: Callable[..., None], *args: Any) -> None:
        try:
            work(*args)
        except BaseException as error:
            failures.append(error)
            stop.set()

    threads = [threading.Thread(target=guarded, args=(write, url, seed, stop)) for seed in range(3)]
    threads += [threading.Thread(target=guarded, args=(balanced, url, seed, stop)) for seed in range(2)]
    threads += [threading.Thread(target=guarded, args=(read, url, stop, reads))]
    threads += [threading.Thread(target=guarded, args=(ask, stop, asked))]
    threads += [threading.Thread(target=guarded, args=(work, url, stop)) for work in (merge, merge, mend)]
    for thread in threads:
        thread.start()
    least = time.monotonic() + float(os.environ.get("DIABAN_CONSISTENCY_SECONDS", "4"))
    while not stop.wait(0.2) and (time.monotonic() < least or not _enough(owner, reads, asked)):
        pass
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert all(asked), f"{asked.count(False)} of {len(asked)} figures were wrong"
    assert all(reads), f"{reads.count(False)} of {len(reads)} sums were wrong"
    jobs.run_once()
    assert sql.value("select count(*) from figures_queue") == 0
    assert sql.rows("select * from figures.differences()") == []


def _enough(owner: Owner, reads: list[bool], asked: list[bool]) -> bool:
    """Whether there was something to go wrong: a busy machine takes longer."""
    counted = owner.execute("select count(*) from ledger_line").fetchone()
    return min(len(reads), len(asked)) > 20 and counted is not None and counted[0] > 100


def test_what_is_lacking_is_found_and_mended(owner: Owner, fresh_database: Any) -> None:
    chance, mine = random.Random(1), list[tuple[int, str]]()
    for _ in range(60):
        one_line(owner, chance, mine)
    jobs.run_once()
    owner.execute("update figures_cell set n = n + 2 where place = 911")
    owner.execute("delete from figures_cell where place = 921")
    wrong = jobs.differences()
    assert {each.place for each in wrong} == {911, 921, 900}, "and the province, beside its places' cells"
    assert {(each.since.month, each.since.day) for each in wrong} <= {(1, 1), (1, 15)}
    assert jobs.rebuild() > 0
    assert jobs.differences() == []
    owner.execute("update figures_total set quantity = quantity + 1 where unit_id = 900 and half > 0")
    owner.execute("delete from figures_upper where unit_id = 900")
    assert {each.place for each in jobs.differences()} == {900}
    assert jobs.rebuild() > 0
    assert jobs.differences() == []
    for table in ("figures_cell", "figures_upper", "figures_total"):
        owner.execute(f"truncate {table}")
    assert jobs.rebuild() > 0
    assert jobs.differences() == []
    assert sql.value("select count(*) from figures_queue") == 0


@pytest.mark.pg15
def test_cells_of_a_province_follow_the_map(owner: Owner, fresh_database: Any) -> None:
    """A place that comes into a province, or leaves it, takes its cells along, merged or not."""
    chance, mine = random.Random(3), list[tuple[int, str]]()
    for _ in range(40):
        one_line(owner, chance, mine)
    jobs.run_once()
    viewer: Any = viewer_of(None)
    lines, whole = Measure("test.lines", "", "", ("count.born",)), Period(date(2026, 1, 1), date(2026, 12, 31))

    def told() -> list[int | None]:
        with acting(viewer):
            found = queries.by_unit(lines, [900, 910, 920], whole, viewer=viewer)
        return [found[unit].value for unit in (900, 910, 920)]

    province, one, other = told()
    assert province == (one or 0) + (other or 0)
    owner.execute("delete from areas_within where place_id = 921 and unit_id = 900")
    assert jobs.differences() == []
    assert told() == [one, one, other]
    one_line(owner, chance, [])
    owner.execute("insert into areas_within (place_id, unit_id) values (921, 900)")
    jobs.run_once()
    assert jobs.differences() == []
    again = told()
    assert again[0] == (again[1] or 0) + (again[2] or 0) == (province or 0) + 1


def test_a_merge_moves_what_it_says(owner: Owner, fresh_database: Any) -> None:
    chance, mine = random.Random(2), list[tuple[int, str]]()
    for _ in range(25):
        one_line(owner, chance, mine)
    sql.value("select set_config('diaban.everywhere', 'on', false)")
    waiting = sql.value("select count(*) from figures_queue")
    assert jobs.merge_once(10) == 10
    assert jobs.run_once() == waiting - 10
    assert jobs.merge_once() == 0
