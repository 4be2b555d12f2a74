"""A data folder on a share: another machine that uses it is seen, one that ended isn't feared."""

from __future__ import annotations

import itertools
import json
import threading
from pathlib import Path

import pytest

from diaban.core.errors import Unavailable
from diaban.host import claim

OTHER = {"boot": "another", "machine": "another", "name": "may-khac"}


def _leave(run: Path, count: int, **changed: str) -> None:
    (run / "machine.json").write_text(json.dumps(OTHER | changed | {"count": count}))


def test_another_machine_at_work_is_refused_by_name(tmp_path: Path) -> None:
    done = threading.Event()

    def at_work() -> None:
        for count in itertools.count(2):
            if done.wait(0.1):
                break
            _leave(tmp_path, count)

    _leave(tmp_path, 1)
    other = threading.Thread(target=at_work)
    other.start()
    try:
        with pytest.raises(Unavailable, match="may-khac"):
            claim.check(tmp_path, watched=60)
    finally:
        done.set()
        other.join()


def test_a_machine_that_ended_is_not_feared(tmp_path: Path) -> None:
    _leave(tmp_path, 7)
    claim.check(tmp_path, watched=0.3)


@pytest.mark.parametrize("left", ["", "{", "[]", "{}"])
def test_a_mark_cut_short_holds_nobody_up(tmp_path: Path, left: str) -> None:
    (tmp_path / "machine.json").write_text(left)
    claim.check(tmp_path, watched=0.1)


def test_this_machine_does_not_wait_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = claim.Mark(tmp_path)
    mark.renew()
    monkeypatch.setattr("diaban.host.claim.time.sleep", lambda seconds: pytest.fail("it waited"))
    claim.check(tmp_path)
    here = claim.machine()
    _leave(tmp_path, 3, machine=here["machine"], name=here["name"])  # before it was started anew
    claim.check(tmp_path)


def test_a_mark_is_renewed_in_place(tmp_path: Path) -> None:
    mark = claim.Mark(tmp_path)
    mark.renew()
    mark.renew()
    assert json.loads(mark.path.read_text())["count"] == 1, "not more often than it is read"
    mark.next = 0.0
    mark.renew()
    assert json.loads(mark.path.read_text())["count"] == 2
