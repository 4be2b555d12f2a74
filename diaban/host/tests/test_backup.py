"""A backup is proved by restoring it: every table, the ledger's head, the files and the keys are as they were."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from diaban.host import secrets, space
from diaban.host.backup import archive, make, plan, sealing, tables, unpack
from diaban.host.cluster import ADMIN
from diaban.host.tests.conftest import Install, wait_for

pytestmark = pytest.mark.slow
Run = Callable[..., subprocess.CompletedProcess[str]]


def diaban(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as a user runs it."""
    return subprocess.run([sys.executable, "-m", "diaban.cli", *words], capture_output=True, text=True, timeout=600)


@dataclass
class Seeded:
    """An install with a synthetic commune's worth of data, a key, and one backup of it."""

    install: Install
    data: Path
    key: Path
    backup: Path


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    folder = tmp_path_factory.mktemp("backup")
    data, key = folder / "data", folder / "key.txt"
    install = Install(data)
    assert diaban("demo", "--no-serve", "--province", "12", "--residents", "80", "--data", str(data)).returncode == 0
    _seal(data)
    scan = data / "files" / "ab" / "abcdef"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(os.urandom(3 * 2**20))
    key.write_text(diaban("backup", "--new-key", "--data", str(data)).stdout)
    made = diaban("backup", "--json", "--data", str(data))
    assert made.returncode == 0, made.stderr
    yield Seeded(install, data, key, Path(json.loads(made.stdout)["path"]))
    install.finish()


def _seal(data: Path) -> None:
    code = (
        "import argparse; from diaban.host import session\n"
        f"with session.database(argparse.Namespace(data={str(data)!r})):\n"
        "    from diaban.ledger.sealing import seal\n"
        "    while seal(): pass\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _prints(install: Install) -> tuple[tables.Prints, object, object, object]:
    server = install.join()
    with psycopg.connect(server.cluster.url(ADMIN, server.secrets.admin)) as link:
        link.execute("set transaction isolation level repeatable read")
        found = tables.prints(link), tables.head(link), tables.rules(link), tables.acl(link, "diaban_app")
    server.release()
    return found


def test_what_is_restored_is_what_was_there(seeded: Seeded, tmp_path: Path) -> None:
    other = Install(tmp_path / "data")
    try:
        done = diaban("restore", str(seeded.backup), "--key", str(seeded.key), "--data", str(other.spot.data))
        assert done.returncode == 0, done.stderr
        before, after = _prints(seeded.install), _prints(other)
        assert after == before
        head = before[1]
        assert isinstance(head, dict)
        assert head["head"]["size"] > 0, "something was sealed"
        for name in ("files/ab/abcdef", "keys/ledger.key"):
            assert (other.spot.data / name).read_bytes() == (seeded.data / name).read_bytes(), name
        mine, theirs = secrets.load_or_make(seeded.data / "secrets.json"), secrets.load_or_make(other.spot.secrets)
        assert theirs.django == mine.django
        assert theirs.owner != mine.owner, "passwords are each install's own"
        _replaced_only_when_asked(seeded, other)
    finally:
        other.finish()


def _replaced_only_when_asked(seeded: Seeded, other: Install) -> None:
    """What holds data is refused; with `--replace` it is put aside, database and files."""
    words = (str(seeded.backup), "--key", str(seeded.key), "--data", str(other.spot.data))
    again = diaban("restore", *words)
    assert again.returncode == 5
    assert "--replace" in again.stderr
    done = diaban("restore", *words, "--json", "--replace")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    server = other.join()
    with psycopg.connect(server.cluster.url(ADMIN, server.secrets.admin, told["aside"])) as link:
        assert link.execute("select count(*) from people_resident").fetchone() == (80,)
    server.release()
    assert (Path(told["aside_folder"]) / "files" / "ab" / "abcdef").exists()
    assert not (other.spot.data / "restoring").exists()


def test_verify_proves_ledger_and_figures(seeded: Seeded) -> None:
    done = diaban("backup", "--verify", str(seeded.backup), "--key", str(seeded.key), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["proof"]["sound"]
    assert told["proof"]["wrong_figures"] == 0
    assert told["proof"]["sealed"] == told["ledger"]["head"]["size"] > 0
    assert told["proof"]["root"] == told["ledger"]["head"]["root"]
    assert told["ledger_key"] == "opened"


def test_a_row_that_changed_on_the_way_is_found(seeded: Seeded, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison isn't for show: one letter of one row changed after the dump was read is enough."""
    from diaban.core.errors import Invalid
    from diaban.host.backup import trial

    check = unpack._check

    def spoil(found: unpack.Unpacked, target: unpack.Target, path: Path) -> None:
        with psycopg.connect(target.url, autocommit=True) as link:
            link.execute("update people_resident set version = version + 1 where id = (select min(id::text)::uuid"
                         " from people_resident)")  # fmt: skip
        check(found, target, path)

    monkeypatch.setattr(unpack, "_check", spoil)
    with pytest.raises(Invalid, match="people_resident"):
        trial.verify(seeded.backup, sealing.identities(seeded.key))


def test_a_wrong_key_and_a_damaged_file_change_nothing(seeded: Seeded, tmp_path: Path) -> None:
    wrong, cut = tmp_path / "wrong.txt", tmp_path / seeded.backup.name
    wrong.write_text(sealing.new_key()[0])
    cut.write_bytes(seeded.backup.read_bytes()[:-1000])
    before = _prints(seeded.install)[0]
    for file, key in ((seeded.backup, wrong), (cut, seeded.key)):
        done = diaban("restore", str(file), "--key", str(key), "--replace", "--data", str(seeded.data))
        assert done.returncode == 6
        assert done.stderr.count("diaban:") == 1
        assert "Traceback" not in done.stderr
    assert _prints(seeded.install)[0] == before


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(seeded: Seeded, tmp_path: Path) -> None:
    words = ("backup", "--to", str(tmp_path), "--data", str(seeded.data))
    process = subprocess.Popen([sys.executable, "-m", "diaban.cli", *words], stderr=subprocess.PIPE)
    assert wait_for(lambda: list(tmp_path.glob("*.part")))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not plan.all_of(tmp_path)
    time.sleep(1.1)  # a name has seconds
    assert diaban(*words).returncode == 0
    assert len(plan.all_of(tmp_path)) == 1
    assert not list(tmp_path.glob("*.part")), "the next one tidies up"


def test_no_room_is_said_before_anything_is_written(
    seeded: Seeded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diaban.core.errors import Unavailable

    monkeypatch.setattr(space, "free", lambda folder: 10 * 2**20)
    server = seeded.install.join()
    with contextlib.closing(server.lease), pytest.raises(Unavailable, match="cần khoảng"):
        make.make(seeded.install.spot, server.cluster.url(ADMIN, server.secrets.admin), tmp_path, make.Keys())
    assert not list(tmp_path.iterdir())


def test_the_ledgers_key_can_be_kept_for_others(seeded: Seeded, tmp_path: Path) -> None:
    """Encrypted to a key of its own: whoever restores the data can't sign heads in the office's name."""
    private, public = sealing.new_key()
    keys = make.Keys(plan.keys(seeded.install.spot).backup, sealing.recipients([public], "x"))
    server = seeded.install.join()
    made = make.make(seeded.install.spot, server.cluster.url(ADMIN, server.secrets.admin), tmp_path, keys)
    server.release()
    mine = sealing.identities(seeded.key)
    with sealing.reading(Path(made.path), mine) as source:
        (sealed,) = (body.read() for name, body in archive.members(source, archive.Chain()) if name == "ledger-key.age")
    assert sealing.open_small(sealed, mine) is None
    theirs = tmp_path / "theirs.txt"
    theirs.write_text(private)
    assert sealing.open_small(sealed, sealing.identities(theirs)) == (seeded.data / "keys/ledger.key").read_bytes()


def test_tables_change_only_after_a_backup_and_all_steps_or_none(seeded: Seeded) -> None:
    """Two steps are pending and one fails, for its table is there: nothing is half done, and the way back is said."""
    install, stamp = seeded.install, seeded.data / "prepared.json"
    server = install.join()
    owner = server.owner_url
    with psycopg.connect(owner, autocommit=True) as link:
        gone = link.execute(
            "delete from django_migrations where id in (select max(id) from django_migrations where app in"
            " ('papers', 'people') group by app) returning app, name"
        ).fetchall()
        before = link.execute("select app, name from django_migrations order by id").fetchall()
    kept = stamp.read_text()
    stamp.write_text('{"schema": "of an older version"}')
    server.release()
    done = diaban("doctor", "--data", str(seeded.data))
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Sao lưu trước khi cập nhật" in done.stderr, done.stderr
    (made,) = (seeded.data / "backups").glob("*-truoc-nang-cap.tar.age")
    assert str(made) in done.stderr
    assert "dữ liệu cũ còn nguyên" in done.stderr
    stamp.write_text(kept)
    server = install.join()
    with psycopg.connect(owner, autocommit=True) as link:
        assert link.execute("select app, name from django_migrations order by id").fetchall() == before
        for app, name in gone:
            link.execute("insert into django_migrations (app, name, applied) values (%s, %s, now())", [app, name])
    server.release()
