"""The sealer on a database of its own: commits are real, and transactions overlap."""

from __future__ import annotations

import stat
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diaban.core import sql
from diaban.core.ids import uuid7
from diaban.ledger import actions, audit, heads, jobs, keys, merkle, sealing
from diaban.ledger.tests.conftest import line

pytestmark = pytest.mark.slow

Owner = psycopg.Connection[Any]
APPEND = """
select ledger.append(jsonb_build_array(jsonb_build_object('kind', 'test.count', 'record', gen_random_uuid(),
    'place', 1, 'office', 2, 'actor', 3, 'day', '2026-01-02', 'quantity', 1, 'action', gen_random_uuid())))
"""


def leaves(owner: Owner) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in owner.execute("select source, row_id from ledger_leaf order by seq")]


def test_lines_and_look_ups_become_leaves_under_a_signed_head(owner: Owner, own_data: Path) -> None:
    ids = actions.append([line() for _ in range(5)])
    look = actions.log_open(actor=3, office=2, purpose="residence", record=uuid7())
    assert jobs.run_once() == 6
    assert leaves(owner) == [*((0, number) for number in ids), (1, look)]
    head = heads.last()
    assert head is not None
    assert head.size == 6
    assert head.signed()
    hashes = [bytes(row[0]) for row in owner.execute("select hash from ledger_leaf order by seq")]
    assert head.root == merkle.root_of(hashes)
    assert jobs.run_once() == 0
    key = own_data / "keys" / "ledger.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_heads_grow_consistently(owner: Owner) -> None:
    for size in (1, 3, 2):
        actions.append([line() for _ in range(size)])
        jobs.run_once()
    stored = owner.execute("select size, root from ledger_head order by size").fetchall()
    hashes = [bytes(row[0]) for row in owner.execute("select hash from ledger_leaf order by seq")]
    assert [size for size, _root in stored] == [1, 4, 6]
    for old, old_root in stored[:-1]:
        path = merkle.consistency_path(old, hashes)
        assert merkle.verify_consistency(old, 6, bytes(old_root), bytes(stored[-1][1]), path)


def test_a_late_commit_with_a_low_id_is_sealed_when_it_comes(owner: Owner, fresh_database: Any) -> None:
    with psycopg.connect(fresh_database.app_url) as late:
        low = late.execute(APPEND).fetchone()
        for _ in range(4):
            actions.append([line()])
            jobs.run_once()
        assert sql.value("select done from ledger_mark where source = 0") < low[0][0]  # type: ignore[index]
        late.commit()
    assert jobs.run_once() == 1
    assert leaves(owner)[-1] == (0, low[0][0])  # type: ignore[index]
    jobs.run_once()
    last = owner.execute("select max(id) from ledger_line").fetchone()
    assert sql.value("select done from ledger_mark where source = 0") == last[0]  # type: ignore[index]
    assert audit.verify().sound


def test_a_rolled_back_id_holds_nothing_up(owner: Owner, fresh_database: Any) -> None:
    with psycopg.connect(fresh_database.app_url) as gone:
        gone.execute(APPEND)
        gone.rollback()
    actions.append([line()])
    jobs.run_once()
    jobs.run_once()
    assert sql.one("select done, horizon from ledger_mark where source = 0") == (2, None)


def test_the_very_first_line_is_sealed_though_the_sealer_looked_before_it_was_drawn(
    owner: Owner, fresh_database: Any
) -> None:
    """A sequence that was never used says 1, as it does after its first use."""
    assert jobs.run_once() == 0
    with psycopg.connect(fresh_database.app_url) as first:
        first.execute(APPEND)
        assert jobs.run_once() == 0
        assert jobs.run_once() == 0
        first.commit()
    assert jobs.run_once() == 1
    assert leaves(owner) == [(0, 1)]


def test_batches_settle_as_they_go(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.append([line()])
    sealing.seal()
    actions.append([line() for _ in range(25)])
    actions.log_open(actor=3, office=2, purpose="residence", record=uuid7())
    monkeypatch.setattr(sealing, "BATCH", 10)
    assert [sealing.seal(10) for _ in range(4)] == [10, 10, 6, 0]
    assert len(set(leaves(owner))) == 27
    sealing.seal(10)
    assert sql.rows("select source, done from ledger_mark order by source") == [(0, 26), (1, 1)]


def test_many_writers_and_sealers_leave_nothing_out_and_nothing_twice(owner: Owner, fresh_database: Any) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with psycopg.connect(fresh_database.app_url) as mine:
                for number in range(40):
                    mine.execute(APPEND)
                    mine.rollback() if number % 7 == 3 else mine.commit()
        except BaseException as error:
            failures.append(error)

    def seal() -> None:
        from django.db import connection

        try:
            while not stop.is_set():
                sealing.seal(7)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    keys.signer()
    writers = [threading.Thread(target=write) for _ in range(4)]
    sealers = [threading.Thread(target=seal) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    jobs.run_once()
    assert not failures
    sealed = [row for _source, row in leaves(owner)]
    assert sorted(sealed) == [row[0] for row in owner.execute("select id from ledger_line order by id")]
    report = audit.verify()
    assert report.sound, report.findings
    assert report.unsealed_lines == 0


def test_the_tree_is_only_added_to_at_its_end(owner: Owner) -> None:
    actions.append([line()])
    jobs.run_once()
    nothing = bytes(32)
    with pytest.raises(Exception, match="the tree has 1 leaves, not 0"):
        sql.value(
            "select ledger.seal(0, '{0}', '{9}', array[%s]::bytea[], now(), %s, %s, 'k', %s)", [nothing] * 4
        )  # fmt: skip


def test_the_day_keeps_one_head_and_it_reads_back(owner: Owner) -> None:
    assert heads.export_daily() is None
    actions.append([line()])
    jobs.run_once()
    actions.append([line()])
    jobs.run_once()
    files = list(heads.folder().iterdir())
    assert len(files) == 1
    kept = heads.load(files[0])
    assert (kept.size, kept.signed()) == (1, True)
    assert heads.load(files[0]).to_json() == files[0].read_text().strip()
