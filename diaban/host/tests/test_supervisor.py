"""`diaban up` from the outside: it answers, mends itself, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from diaban.host import ports
from diaban.host.tests.conftest import Install, own_port, processes, wait_for

pytestmark = pytest.mark.slow


class Up:
    """A running `diaban up`."""

    def __init__(self, data: Path, *words: str, port: int = 0) -> None:
        self.said = data.parent / "said"
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "diaban.cli", "up", "--data", str(data), "--port",
                 str(port or own_port()), *words],
                stdout=out, stderr=out,
            )  # fmt: skip

    def port(self) -> int:
        """The port it says it serves on."""
        assert wait_for(lambda: "http://" in self.said.read_text()), self.said.read_text()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said.read_text())
        assert found
        return int(found.group(1))

    def answers(self) -> bool:
        """Whether the sign-in page is there."""
        return ports.status("127.0.0.1", self.port(), "/vao/", timeout=60) == 200

    def children(self, word: str) -> list[int]:
        """Its web or worker processes."""
        return [pid for pid in processes(f"diaban.host.{word}") if _parent(pid) == self.supervisor()]

    def supervisor(self) -> int:
        """The process below the guard that we started."""
        found = [pid for pid in processes("diaban.cli", "up") if _parent(pid) == self.process.pid]
        return found[0] if found else 0

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop and wait."""
        self.process.send_signal(how)
        return self.process.wait(120)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.fixture
def up(install: Install) -> Iterator[Up]:
    install.spot.make()
    started = Up(install.spot.data)
    yield started
    if started.process.poll() is None:
        started.end()


def test_it_serves_and_stops_cleanly(install: Install, up: Up) -> None:
    assert up.answers()
    assert up.end(signal.SIGINT) == 0
    assert install.quiet(), "the last one out has stopped the server before it ended"


def test_a_killed_web_server_and_worker_come_back(up: Up) -> None:
    assert up.answers()
    assert wait_for(lambda: up.children("worker"))
    for word in ("web", "worker"):
        (before,) = up.children(word)
        os.kill(before, signal.SIGKILL)
        assert wait_for(lambda w=word, b=before: (now := up.children(w)) and now != [b]), word  # type: ignore[misc]
    assert wait_for(up.answers)


def test_killed_postgres_and_keeper_come_back(install: Install, up: Up) -> None:
    assert up.answers()
    os.kill(install.postmaster(), signal.SIGKILL)
    assert wait_for(up.answers)
    os.kill(install.keeper(), signal.SIGKILL)
    time.sleep(0.5)
    assert wait_for(lambda: not install.quiet() and up.answers())


def test_a_killed_supervisor_comes_back_at_the_same_address(install: Install, up: Up) -> None:
    assert up.answers()
    port, before, web, server = up.port(), up.supervisor(), up.children("web"), install.postmaster()
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: up.supervisor() not in (0, before))
    assert wait_for(lambda: up.children("web") not in ([], web) and ports.status("127.0.0.1", port, "/vao/") == 200)
    assert install.postmaster() == server, "the database went on meanwhile"
    assert wait_for(lambda: not any(_lives(pid) for pid in web))
    assert up.end() == 0
    assert install.quiet()


def test_the_next_up_starts_at_once_after_the_guard_was_killed(install: Install, up: Up) -> None:
    assert up.answers()
    port = up.port()
    up.process.kill()
    up.process.wait()
    again = Up(install.spot.data)
    try:
        assert again.port() == port, "the old one has let go of it"
        assert again.answers()
    finally:
        assert again.end() == 0


def test_a_second_up_on_the_same_folder_is_refused(install: Install, up: Up) -> None:
    assert up.answers()
    second = subprocess.run(
        [sys.executable, "-m", "diaban.cli", "up", "--data", str(install.spot.data)], capture_output=True, text=True
    )
    assert second.returncode == 5
    assert second.stderr.count("\n") == 1
    assert f"http://127.0.0.1:{up.port()}" in second.stderr
    assert up.answers()


def test_a_killed_guard_takes_everything_along(install: Install, up: Up) -> None:
    assert up.answers()
    web = up.children("web")
    assert wait_for(lambda: up.children("worker"))
    worker = up.children("worker")
    up.process.kill()
    up.process.wait()
    assert wait_for(install.quiet)
    assert wait_for(lambda: not any(_lives(pid) for pid in web + worker))


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_taken_port_is_named(install: Install) -> None:
    install.spot.make()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        taken = listener.getsockname()[1]
        started = Up(install.spot.data, "--no-worker", port=taken)
        try:
            assert started.port() > taken
            assert str(taken) in started.said.read_text()
        finally:
            started.end()


def test_a_command_joins_what_up_started(install: Install, up: Up) -> None:
    assert up.answers()
    before = install.postmaster()
    done = subprocess.run(
        [sys.executable, "-m", "diaban.cli", "doctor", "--data", str(install.spot.data)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert install.postmaster() == before
    assert up.answers()
