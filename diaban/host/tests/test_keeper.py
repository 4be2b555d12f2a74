"""The keeper: joined by many, left by the last, killed, misled by pid files, and never fooled."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from diaban.host import wire
from diaban.host.tests.conftest import Install, wait_for

pytestmark = pytest.mark.slow


def _ask(install: Install, sql: str = "select 1") -> object:
    with psycopg.connect(install.leases[-1].app_url) as link:
        row = link.execute(sql.encode()).fetchone()
        return row[0] if row else None


@pytest.mark.pg15
def test_the_last_one_out_stops_the_server(install: Install) -> None:
    first = install.join()
    second = install.join()
    assert install.postmaster()
    first.release()
    time.sleep(0.6)
    assert _ask(install) == 1, "the one who started it has left, the other still works"
    second.release()
    assert wait_for(install.quiet)


def test_a_starter_that_is_killed_leaves_no_server_behind(install: Install) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()

    def start_and_hang() -> None:
        install.join()
        ready.set()
        time.sleep(600)

    process = context.Process(target=start_and_hang)
    process.start()
    assert ready.wait(200)
    assert install.postmaster()
    process.kill()
    process.join()
    assert wait_for(install.quiet)


def test_four_at_once_on_a_fresh_folder_share_one_server(install: Install) -> None:
    context = multiprocessing.get_context("fork")
    answers, all_in = context.Queue(), context.Barrier(4)

    def ask() -> None:
        install.join()
        answers.put((_ask(install, "select pg_postmaster_start_time()::text"), install.postmaster()))
        all_in.wait(200)  # who leaves early may be the last one out, who stops the server

    workers = [context.Process(target=ask) for _ in range(4)]
    for worker in workers:
        worker.start()
    heard = {answers.get(timeout=200) for _ in workers}
    for worker in workers:
        worker.join()
    assert len(heard) == 1
    assert wait_for(install.quiet)


@pytest.mark.pg15
def test_postgres_killed_is_back_with_what_was_committed(install: Install) -> None:
    install.join()
    with psycopg.connect(install.leases[0].owner_url, autocommit=True) as link:
        link.execute("create table kept (x int); insert into kept values (42); grant select on kept to diaban_app")
    before = install.postmaster()
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: wire.ping(install.lodging.socket) and install.postmaster() != before)
    assert _ask(install, "select x from kept") == 42


def test_keeper_killed_takes_the_server_with_it_and_the_next_command_starts_another(install: Install) -> None:
    install.join()
    before = install.postmaster()
    os.kill(install.keeper(), signal.SIGKILL)
    install.join()
    assert _ask(install) == 1
    assert install.postmaster() != before


@pytest.mark.pg15
@pytest.mark.parametrize("left", ["", "12", "99999999\n", "{mine}\n{cluster}\n1700000000\n5432\n", "\0\0\0"])
def test_a_pid_file_left_behind_is_never_believed(install: Install, left: str) -> None:
    """Empty, cut short, of a dead process, of a stranger that lives (this test), or garbage."""
    install.join().release()
    assert wait_for(install.quiet)
    file = install.lodging.cluster / "postmaster.pid"
    file.write_text(left.format(mine=os.getpid(), cluster=install.lodging.cluster))
    (install.lodging.socket / ".s.PGSQL.5432").touch()
    install.join()
    assert _ask(install) == 1


def test_a_session_that_outlives_its_server_holds_back_the_next_one(install: Install) -> None:
    """Two servers on one folder would destroy it: the next waits for the last session of the old one."""
    install.join()
    busy = psycopg.connect(install.leases[0].app_url)
    pid = busy.info.backend_pid
    os.kill(pid, signal.SIGSTOP)  # a session that doesn't notice that its server is gone
    before = install.postmaster()
    os.kill(before, signal.SIGKILL)
    try:
        time.sleep(2)
        assert not wire.ping(install.lodging.socket)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert wait_for(lambda: wire.ping(install.lodging.socket))
    busy.close()


def test_folders_above_keep_their_permissions(install: Install) -> None:
    above = [parent for parent in install.spot.data.parents if parent.exists()]
    install.spot.data.parent.chmod(0o700)
    before = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in above}
    install.join()
    assert {parent: stat.S_IMODE(parent.stat().st_mode) for parent in above} == before
    assert stat.S_IMODE(install.spot.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(install.spot.secrets.stat().st_mode) == 0o600


def test_a_very_long_path_still_has_a_socket(tmp_path: Path) -> None:
    install = Install(tmp_path / ("thư-mục-dài-" * 8) / "data")
    try:
        install.join()
        assert _ask(install) == 1
    finally:
        install.finish()


def test_passwords_of_the_template_open_no_copy(install: Install) -> None:
    from diaban.host import template
    from diaban.host.cluster import ADMIN

    install.join()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(install.leases[0].cluster.url(ADMIN, template.PASSWORD, "postgres"))
