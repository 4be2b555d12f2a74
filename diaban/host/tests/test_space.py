"""A disk that fills: writing stops in time, the reserve is given back, and all begins again when there is room."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from diaban.host import space
from diaban.host.tests.conftest import Install, wait_for


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The free bytes that the disk is said to have; a test changes them."""
    left = [10 * 2**30]
    monkeypatch.setattr(space, "free", lambda folder: left[0])
    monkeypatch.setattr(space, "RESERVE", 2**20)
    return left


@pytest.fixture
def guard(tmp_path: Path) -> space.Guard:
    (tmp_path / "postgresql.auto.conf").write_text("# Do not edit\nwork_mem = '8MB'\n")
    return space.Guard(tmp_path, tmp_path, tmp_path / "space.json")


def test_writing_stops_below_the_mark_and_begins_well_above_it(room: list[int], guard: space.Guard) -> None:
    guard.prepare()
    assert not guard.look()
    assert guard.reserve.stat().st_size == 2**20
    room[0] = space.LOW - 1
    assert guard.look()
    assert not guard.look(), "said once"
    settings = (guard.cluster / "postgresql.auto.conf").read_text()
    assert "default_transaction_read_only = on" in settings
    assert "work_mem = '8MB'" in settings, "what the administrator set stays"
    assert space.reading_only(guard.root)
    room[0] = space.ENOUGH - 1
    assert not guard.look(), "a little room isn't enough: it would go to and fro"
    room[0] = space.ENOUGH + space.RESERVE
    assert guard.look()
    assert (guard.cluster / "postgresql.auto.conf").read_text() == "# Do not edit\nwork_mem = '8MB'\n"
    assert not space.reading_only(guard.root)


def test_the_reserve_is_given_back_before_a_start_and_made_again(room: list[int], guard: space.Guard) -> None:
    guard.look()
    room[0] = 0
    guard.prepare()
    assert guard.reading_only
    assert not guard.reserve.exists()
    room[0] = space.ENOUGH
    assert not guard.look(), "no writing before the reserve is there again"
    room[0] = space.ENOUGH + space.RESERVE
    assert guard.look()
    assert guard.reserve.exists()


@pytest.mark.slow
@pytest.mark.pg15
def test_sessions_that_are_open_feel_it(install: Install) -> None:
    """What the keeper does, done to a real server: a session that is open is refused its next write, and reads."""
    server = install.join()
    with psycopg.connect(server.owner_url, autocommit=True) as link:
        link.execute("create table told (x int)")
        guard = space.Guard(install.lodging.root, install.lodging.cluster, install.spot.run / "space.json")
        assert guard._write(True)
        link.execute("select 1")
        import os
        import signal

        os.kill(install.postmaster(), signal.SIGHUP)

        def refused() -> bool:
            try:
                link.execute("insert into told values (1)")
            except psycopg.errors.ReadOnlySqlTransaction:
                return True
            return False

        assert wait_for(refused)
        assert link.execute("select count(*) from told").fetchone() is not None
