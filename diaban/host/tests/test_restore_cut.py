"""A restore that is killed while data change places: the next one to open the install finds it whole, old or new."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from diaban.core.errors import Conflict
from diaban.host import session
from diaban.host.backup import journal, restore, sealing
from diaban.host.cluster import ADMIN
from diaban.host.tests.conftest import Install
from diaban.host.tests.test_backup import diaban

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

#: Restores with one step replaced by the end of the process, at its first or a later call.
_KILLED = """
import os, signal, sys
from pathlib import Path
from diaban.host.backup import restore
calls = 0
def dies(*_args, **_words):
    global calls
    calls += 1
    if calls > {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    return before(*_args, **_words)
before = {where}
{where} = dies
from diaban.cli import main
sys.exit(main({words!r}))
"""


@dataclass
class Two:
    """An install that holds data, and a backup of another state of it."""

    install: Install
    data: Path
    words: list[str]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("cut")
    data, key = folder / "data", folder / "key.txt"
    install = Install(data)
    try:
        install.join().release()
        _mark(install, data, "old")
        key.write_text(diaban("backup", "--new-key", "--data", str(data)).stdout)
        made = diaban("backup", "--json", "--data", str(data))
        assert made.returncode == 0, made.stderr
        _mark(install, data, "new")
        backup = json.loads(made.stdout)["path"]
        yield Two(install, data, ["restore", backup, "--key", str(key), "--replace", "--data", str(data)])
    finally:
        install.finish()


def _link(install: Install) -> psycopg.Connection[tuple[object, ...]]:
    server = install.join()
    return psycopg.connect(server.cluster.url(ADMIN, server.secrets.admin), autocommit=True)


def _mark(install: Install, data: Path, word: str) -> None:
    """Say the same word in the database and in two folders."""
    with _link(install) as link:
        link.execute("delete from access_purpose where code like 'thu.%'")
        link.execute("insert into access_purpose (code, title, title_en, basis, needs_reference, valid_from)"
                     " values (%s, '', '', '', false, '2020-01-01')", ["thu." + word])  # fmt: skip
    install.leases[-1].release()
    for folder in ("files", "marks"):
        (data / folder).mkdir(exist_ok=True)
        (data / folder / "word").write_text(word)


def _words(two: Two) -> set[str]:
    """What database and folders say, once the install was opened."""
    session.open_database(two.install.spot).release()
    with _link(two.install) as link:
        found = {str(row[0])[4:] for row in link.execute("select code from access_purpose where code like 'thu.%'")}
        spare = link.execute("select count(*) from pg_database where datname = %s", [restore.RESTORING]).fetchone()
    two.install.leases[-1].release()
    assert spare == (0,)
    assert not (two.data / "restoring.json").exists()
    assert not (two.data / "restoring").exists()
    return found | {(two.data / folder / "word").read_text() for folder in ("files", "marks")}


def _killed(two: Two, where: str, after: int = 0) -> None:
    code = _KILLED.format(where=where, after=after, words=two.words)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == -9, done.stderr


def test_killed_before_anything_changed_places(two: Two) -> None:
    _killed(two, "restore.swap")
    assert _words(two) == {"new"}


@pytest.mark.parametrize(
    ("where", "after"), [("restore._put_files", 0), ("Path.rename", 3), ("restore.write_stamp", 0)]
)
def test_killed_between_the_database_and_the_files(two: Two, where: str, after: int) -> None:
    _killed(two, where, after)
    assert (two.data / "restoring.json").exists(), "it was killed in between"
    assert _words(two) == {"old"}
    _mark(two.install, two.data, "new")


def test_nothing_is_restored_into_an_install_in_use(two: Two) -> None:
    """While one serves the folder, or a command has the database open: refused, and nothing has changed."""
    claim = restore.alone(two.install.spot)
    keys = sealing.identities(Path(two.words[3]))
    try:
        with pytest.raises(Conflict, match="đang chạy"):
            restore.restore(two.install.spot, Path(two.words[1]), keys, replace=True)
    finally:
        claim.close()
    with _link(two.install), pytest.raises(Conflict, match="đang dùng cơ sở dữ liệu"):
        restore.restore(two.install.spot, Path(two.words[1]), keys, replace=True)
    two.install.leases[-1].release()
    assert _words(two) == {"new"}


def test_nobody_opens_an_install_while_a_restore_is_at_work(two: Two) -> None:
    claim = restore.alone(two.install.spot)
    journal.keep(two.install.spot, journal.Journal("20260101_000000", full=True))
    try:
        with pytest.raises(Conflict, match="khôi phục đang chạy"):
            session.open_database(two.install.spot)
    finally:
        journal.forget(two.install.spot)
        claim.close()
