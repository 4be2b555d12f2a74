"""The store of files: whole or not there, once, closed to others, never swept while something points to it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.papers import health
from diaban.papers.attachments import jobs, keeping, store
from diaban.papers.attachments.models import Attachment, Owner


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "files"


def old(stored: store.Stored, hours: float = 48) -> Path:
    """A stored file as if it had been there for a while."""
    path = store.path_of(stored.sha256)
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


@settings(suppress_health_check=list(HealthCheck), max_examples=30)
@given(chunks=st.lists(st.binary(max_size=64), max_size=6))
def test_what_was_put_is_read_back_and_is_there_once(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    first, again = store.put(chunks), store.put([whole])
    assert first == again == store.Stored(hashlib.sha256(whole).hexdigest(), len(whole))
    assert store.read(first.sha256, first.size) == whole
    assert [p.name for p in store.stored()].count(first.sha256) == 1
    assert list(store.parts()) == []


def test_only_this_account_may_read_it(folder: Path) -> None:
    path = store.path_of(store.put([b"x"]).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(p.stat().st_mode) for p in (folder, path.parent, path.parent.parent)} == {0o700}


def test_it_is_brought_to_the_disk_before_it_has_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        happened.append("sync")
        real_sync(descriptor)

    def replace(part: Path, place: Path) -> Path:
        happened.append("name")
        return real_replace(part, place)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    store.put([b"x"])
    assert happened[0] == "sync"
    assert happened[-2:] == ["name", "sync"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(store.StoreFull, match="Đĩa đã đầy"):
        store.put([b"x"])
    assert list(store.stored()) == list(store.parts()) == []


def test_a_reader_that_breaks_off_leaves_nothing() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.put(chunks())
    assert list(store.stored()) == list(store.parts()) == []


def test_a_writer_that_is_killed_leaves_a_part_that_is_swept(folder: Path, db: None) -> None:
    code = (
        "import os, signal, sys\n"
        "from django.conf import settings\n"
        "settings.configure(DATA_DIR=sys.argv[1])\n"
        "from diaban.papers.attachments import store\n"
        "def chunks():\n"
        "    yield b'half'\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "    yield b'rest'\n"
        "store.put(chunks())\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(folder.parent)], check=False, cwd=Path.cwd())
    assert ended.returncode == -9
    (part,) = store.parts()
    assert list(store.stored()) == []
    jobs.run_once()
    assert part.exists()  # it may yet be at work
    os.utime(part, (1, 1))
    jobs.run_once()
    assert not part.exists()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/x"])
def test_no_path_is_made_of_what_is_no_digest(name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(name)


def hang(content: bytes, office: int = 7) -> Attachment:
    from dataclasses import replace

    by = replace(command_line([]), office_id=office)
    with acting(by):
        return keeping.hang(
            by=by, owner_kind=Owner.IMPORT, owner=uuid4(), stored=store.put([content]), medium="workbook", title="x"
        )


def detached(paper: Attachment, hours: float) -> None:
    from dataclasses import replace

    from diaban.core.sql import execute

    with acting(replace(command_line([]), office_id=paper.office)):
        execute(
            "update papers_attachment set detached_at = now() - %s * interval '1 hour' where id = %s",
            [hours, paper.id],
        )


def test_only_what_nothing_points_to_is_swept(db: None) -> None:
    held, young = hang(b"held"), hang(b"taken off just now")
    gone, shared, other = hang(b"taken off long ago"), hang(b"twice", 7), hang(b"twice", 8)
    detached(young, 1)
    detached(gone, 48)
    detached(shared, 48)
    fresh, forgotten = store.put([b"no row yet"]), store.put([b"never had a row"])
    for paper in (held, young, gone, shared):
        old(store.Stored(paper.sha256, paper.size))
    old(forgotten)
    assert jobs.run_once() == 2
    left = {path.name for path in store.stored()}
    assert left == {held.sha256, young.sha256, other.sha256, fresh.sha256}
    assert jobs.run_once() == 0


def test_what_is_stored_again_while_it_is_swept_stays(db: None) -> None:
    path = old(store.put([b"again"]))
    before = time.time() - jobs.GRACE
    store.put([b"again"])
    assert not store.remove(path, before)
    assert path.exists()


def test_many_writers_and_the_sweeper_at_once(db: None) -> None:
    """Whatever put() returned is there, however the sweeper runs between."""
    lost: list[str] = []

    def write() -> None:
        for i in range(60):
            found = store.put([str(i % 5).encode()])
            if store.check(found.sha256, found.size) != "ok":
                lost.append(found.sha256)

    def sweep() -> None:
        for _time in range(60):
            for path in list(store.stored()):
                store.remove(path, time.time() - 5)  # nothing is that old: each was just marked as used

    for path in [store.path_of(store.put([str(i).encode()]).sha256) for i in range(5)]:
        os.utime(path, (1, 1))
    threads = [threading.Thread(target=act) for act in (write, write, sweep)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []


def test_the_doctor_finds_what_is_missing_or_damaged(db: None) -> None:
    kept, lost, changed = hang(b"kept"), hang(b"lost"), hang(b"changed")
    assert health.whole(None).ok
    store.path_of(lost.sha256).unlink()
    store.path_of(changed.sha256).write_bytes(b"CHANGED")
    found = health.whole(None)
    assert not found.ok
    assert "thiếu 1 tệp, hỏng 1 tệp" in found.seen
    assert lost.sha256[:12] in found.seen
    assert kept.sha256[:12] not in found.seen
    for paper in (lost, changed):
        with pytest.raises(store.Damaged):
            store.read(paper.sha256, paper.size)


def test_the_doctor_reads_a_large_store_in_turns(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [hang(f"file {n}".encode()) for n in range(12)]
    monkeypatch.setattr(health, "A_DAY", 20)  # bytes: 12 files of some 6 bytes take several days
    store.path_of(files[3].sha256).write_bytes(b"FILE 3")  # changed, of the same size
    seen = []
    for day in range(10):
        monkeypatch.setattr(health, "today", lambda day=day: date(2026, 1, 1) + timedelta(day))
        seen.append(health.whole(None))
    assert 0 < sum(not found.ok for found in seen) < len(seen)  # found on its day, in each round
    assert any("ngày thì hết một vòng" in found.seen for found in seen)
    store.path_of(files[5].sha256).unlink()
    assert not health.whole(None).ok  # what is missing is seen at once


def test_another_office_sees_no_workbook(db: None) -> None:
    from dataclasses import replace

    paper = hang(b"mine", 7)
    with acting(replace(command_line([]), office_id=8)):
        assert not Attachment.objects.filter(pk=paper.pk).exists()
