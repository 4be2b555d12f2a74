"""The key that signs: lost, replaced, and of another install; and heads that it never signed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diaban.ledger import actions, audit, heads, health, jobs, keys, sealing
from diaban.ledger.canonical import LINE, LINE_SQL, row_hash
from diaban.ledger.heads import Head
from diaban.ledger.merkle import Frontier
from diaban.ledger.tests.conftest import line

pytestmark = pytest.mark.slow

Owner = psycopg.Connection[Any]


@pytest.fixture
def saved(owner: Owner) -> Head:
    """Three sealed lines and the head over them."""
    actions.append([line() for _ in range(3)])
    jobs.run_once()
    head = heads.last()
    assert head is not None
    return head


def forge(owner: Owner, key_id: str) -> None:
    """As the database's owner, without the key: another quantity, and a tree and head that fit it."""
    for table in ("ledger_line", "ledger_leaf", "ledger_head"):
        owner.execute(f"alter table {table} disable trigger kept".encode())
    owner.execute("update ledger_line set quantity = 70000 where id = (select min(id) from ledger_line)")
    tree = Frontier()
    for row in owner.execute(f"{LINE_SQL} order by l.id".encode()).fetchall():
        tree.append(leaf := row_hash(LINE, row))
        owner.execute("update ledger_leaf set hash = %s where row_id = %s", [leaf, row[0]])
    told = [tree.root(), tree.to_bytes(), key_id]
    owner.execute("update ledger_head set root = %s, frontier = %s, key_id = %s", told)
    for table in ("ledger_line", "ledger_leaf", "ledger_head"):
        owner.execute(f"alter table {table} enable always trigger kept".encode())


@pytest.mark.parametrize("whose", ["ours", "0123456789abcdef"])
def test_a_head_that_the_key_never_signed_is_not_built_upon(owner: Owner, saved: Head, whose: str) -> None:
    """Else the next head's good signature would cover what was forged below it."""
    forge(owner, saved.key_id if whose == "ours" else whose)
    actions.append([line()])
    with pytest.raises(sealing.HeadNotOurs, match="keys"):
        jobs.run_once()
    assert {finding.code for finding in audit.verify().findings} == {"head_signature"}
    assert not health.sealed(None).ok
    assert not audit.verify([saved]).sound


def test_a_frontier_that_is_not_the_heads_is_not_built_upon(owner: Owner, saved: Head) -> None:
    owner.execute("alter table ledger_head disable trigger kept")
    owner.execute("update ledger_head set frontier = decode(repeat('00', 64), 'hex')")
    actions.append([line()])
    with pytest.raises(sealing.HeadNotOurs):
        jobs.run_once()


def test_a_key_lost_with_its_folder_is_replaced(owner: Owner, saved: Head) -> None:
    shutil.rmtree(keys.folder())
    actions.append([line()])
    assert jobs.run_once() == 1
    new = heads.last()
    assert new is not None
    assert new.signed()
    assert new.key_id != saved.key_id
    assert audit.verify().sound
    assert [finding.code for finding in audit.verify([saved]).findings] == ["saved_key"]


def test_a_head_of_another_install_is_told_apart_from_tampering(owner: Owner, saved: Head, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.json"
    heads.write(saved, foreign)
    shutil.rmtree(keys.folder())
    keys.signer()
    report = audit.verify([heads.load(foreign)])
    assert "saved_key" in {finding.code for finding in report.findings}


def test_the_public_half_may_be_lost(owner: Owner, saved: Head) -> None:
    (keys.folder() / f"{saved.key_id}.pub").unlink()
    actions.append([line()])
    assert jobs.run_once() == 1
