"""An install of a test's own: a data folder, and whatever runs on it ended and removed afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diaban.host import lodging
from diaban.host.locks import held
from diaban.host.places import Places
from diaban.host.server import Joining, Server


def processes(*words: str) -> list[int]:
    """Ids of live processes whose command line has every word."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                if line and all(word in line for word in words):
                    found.append(int(folder.name))
    return sorted(found)


def wait_for(true: Callable[[], object], seconds: float = 120.0) -> bool:
    """Whether it came true in time, which is a guard alone: a busy machine takes many times what an idle one does."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def own_port() -> int:
    """A port to look for free ones from, where no other process of the run begins to look."""
    return 20_000 + os.getpid() * 20 % 10_000


class Install:
    """What the tests ask of an install."""

    def __init__(self, data: Path) -> None:
        self.spot = Places(data)
        self.leases: list[Server] = []

    def join(self) -> Server:
        """A lease, as a command takes one."""
        joining = Joining(self.spot, {"fsync": "off"})
        joining.begin()
        server = joining.finish()
        self.leases.append(server)
        return server

    @property
    def lodging(self) -> lodging.Lodging:
        """Where the cluster lies."""
        return lodging.for_install(self.spot)

    def postmaster(self) -> int:
        """The server's process. A child that was just forked looks like it until it names itself."""
        found: list[int] = []

        def one() -> bool:
            found[:] = processes("postgres", "-D", str(self.lodging.cluster))
            return len(found) == 1

        assert wait_for(one), found
        return found[0]

    def keeper(self) -> int:
        """The keeper's process."""
        (found,) = processes("diaban.host.keeper", str(self.lodging.root))
        return found

    def quiet(self) -> bool:
        """Whether neither keeper nor server is left."""
        return not processes("diaban.host.keeper", str(self.lodging.root)) and not processes(
            "postgres", "-D", str(self.lodging.cluster)
        )

    def finish(self) -> None:
        """Give everything back and see that it stops."""
        for lease in self.leases:
            lease.release()
        if not self.spot.run.exists():
            return
        if not wait_for(lambda: not held(self.spot.run / "postgres.lock"), 60):
            for word in ("diaban.host.keeper", "-D"):
                for pid in processes(word, str(self.lodging.root)):
                    os.kill(pid, signal.SIGKILL)
        self.lodging.discard()


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """A fresh install, nothing made yet."""
    made = Install(tmp_path / "data")
    yield made
    made.finish()


@pytest.fixture
def run_diaban() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command `diaban` as a user would."""
    import sys

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "diaban.cli", *words],
            env={**os.environ, **environment}, capture_output=True, text=True, timeout=600,
        )  # fmt: skip

    return run
