"""From the embedded server to one of another version, and back: the same rows, rights and rules on both sides."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from diaban.host import location
from diaban.host.backup import tables
from diaban.host.cluster import ADMIN
from diaban.host.tests.conftest import Install
from tests.cluster import TestCluster, running

pytestmark = pytest.mark.slow
PASSWORD = "a-password-of-the-test"
OLD = Path("/usr/lib/postgresql/15/bin")


def diaban(*words: str, **told: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "diaban.cli", *words],
        env=os.environ | told, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestCluster]:
    """A server of another version with an empty database and an owner who may make roles."""
    if not OLD.exists():
        pytest.skip("PostgreSQL 15 isn't installed")
    with monkeypatch.context() as during:
        during.setenv("DIABAN_PG_BIN", str(OLD))
        server = running()
        found = server.__enter__()
    with psycopg.connect(found.admin_url, autocommit=True) as link:
        link.execute(f"create role served_owner login createrole password '{PASSWORD}'")
        link.execute("create database served owner served_owner template template0 encoding 'UTF8' locale 'C'")
    yield found
    server.__exit__(None, None, None)


def _seen(url: str, role: str) -> tuple[object, ...]:
    with psycopg.connect(url) as link:
        link.execute("set transaction isolation level repeatable read")
        # Sequences are compared by the move itself; the start after it may draw from some.
        return tables.prints(link), tables.acl(link, role), tables.head(link), tables.rules(link)


def _embedded(install: Install) -> tuple[object, ...]:
    server = install.join()
    try:
        return _seen(server.cluster.url(ADMIN, server.secrets.admin), "diaban_app")
    finally:
        server.release()


def test_there_and_back(install: Install, older: TestCluster) -> None:
    data = ("--data", str(install.spot.data))
    url = older.cluster.url("served_owner", PASSWORD, "served")
    assert diaban("demo", "--no-serve", "--province", "12", "--residents", "60", *data).returncode == 0
    before = _embedded(install)

    gone = diaban("move", "--to", url, *data)
    assert gone.returncode == 0, gone.stderr
    assert PASSWORD not in gone.stdout + gone.stderr
    assert _seen(url, "diaban_app") == before
    kept = location.kept(install.spot)
    assert kept is not None
    assert kept.url == url
    assert (install.spot.data / "database.json").stat().st_mode & 0o077 == 0
    with psycopg.connect(url) as link:
        theirs = "select count(*) from pg_class where relname like 'people%' and relowner <> 'served_owner'::regrole"
        assert link.execute(theirs).fetchone() == (0,)
    again = diaban("move", "--to", url, *data)
    assert again.returncode == 5, again.stderr
    stale = diaban("doctor", *data, DIABAN_DATABASE_URL="postgresql://a:b@127.0.0.1:1/x")
    assert stale.returncode == 2
    assert "DIABAN_DATABASE_URL" in stale.stderr, "an environment that names the old place opens nothing"

    back = diaban("move", "--to", "embedded", *data)
    assert back.returncode == 0, back.stderr
    assert _embedded(install) == before
    with psycopg.connect(url, autocommit=True) as link, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        link.execute("delete from people_stay")


def test_a_full_database_is_not_moved_into(install: Install, older: TestCluster) -> None:
    """And a move that was refused leaves the old side as it was: written to."""
    url = older.cluster.url("served_owner", PASSWORD, "served")
    with psycopg.connect(url) as link:
        link.execute("create table mine (x int)")
    done = diaban("move", "--to", url, "--data", str(install.spot.data))
    assert done.returncode == 5
    assert "không trống" in done.stderr
    server = install.join()
    with psycopg.connect(server.owner_url) as link:
        link.execute("create table written (x int)")
    assert location.kept(install.spot) is None
