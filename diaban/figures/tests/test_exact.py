"""Cells and queue equal the standing lines at every moment, whoever writes, corrects or merges meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from diaban.core import sql
from diaban.figures import jobs

Owner = psycopg.Connection[Any]

APPEND = """
select ledger.append(jsonb_build_array(jsonb_build_object('kind', 'count.born', 'record', %(record)s::uuid,
    'place', %(place)s::int, 'office', 50, 'actor', 300, 'day', %(day)s::date, 'quantity', %(quantity)s::int,
    'dims', jsonb_build_object('sex', %(sex)s::text), 'corrects', %(corrects)s::bigint, 'action', %(record)s::uuid)))
"""
BOTH = """
select (select row(coalesce(sum(n), 0), coalesce(sum(quantity), 0)) from
    (select n, quantity from figures_cell union all select n, quantity from figures_queue) c)
  = (select row(count(*)::numeric, coalesce(sum(quantity), 0)) from ledger_standing)
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
    url, stop, reads = fresh_database.app_url, threading.Event(), list[bool]()
    failures: list[BaseException] = []

    def guarded(work: Callable[..., None], *args: Any) -> None:
        try:
            work(*args)
        except BaseException as error:
            failures.append(error)
            stop.set()

    threads = [threading.Thread(target=guarded, args=(write, url, seed, stop)) for seed in range(3)]
    threads += [threading.Thread(target=guarded, args=(read, url, stop, reads))]
    threads += [threading.Thread(target=guarded, args=(work, url, stop)) for work in (merge, merge, mend)]
    for thread in threads:
        thread.start()
    stop.wait(5)
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(reads) > 20
    assert all(reads), f"{reads.count(False)} of {len(reads)} sums were wrong"
    jobs.run_once()
    assert sql.value("select count(*) from figures_queue") == 0
    assert sql.rows("select * from figures.differences()") == []
    counted = owner.execute("select count(*) from ledger_line").fetchone()
    assert counted is not None
    assert counted[0] > 100


def test_what_is_lacking_is_found_and_mended(owner: Owner, fresh_database: Any) -> None:
    chance, mine = random.Random(1), list[tuple[int, str]]()
    for _ in range(60):
        one_line(owner, chance, mine)
    jobs.run_once()
    owner.execute("update figures_cell set n = n + 2 where place = 911")
    owner.execute("delete from figures_cell where place = 921")
    wrong = jobs.differences()
    assert {each.place for each in wrong} == {911, 921}
    assert {each.since.month for each in wrong} == {1}
    assert jobs.rebuild() >= len(wrong)
    assert jobs.differences() == []
    assert sql.value("select count(*) from figures_queue") == 0


def test_a_merge_moves_what_it_says(owner: Owner, fresh_database: Any) -> None:
    chance, mine = random.Random(2), list[tuple[int, str]]()
    for _ in range(25):
        one_line(owner, chance, mine)
    sql.value("select set_config('diaban.everywhere', 'on', false)")
    waiting = sql.value("select count(*) from figures_queue")
    assert jobs.merge_once(10) == 10
    assert jobs.run_once() == waiting - 10
    assert jobs.merge_once() == 0
