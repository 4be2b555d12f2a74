"""`survive`: kill -9 under load, and a full disk. Acknowledged rows lost, and seconds until all is back by itself.

Two writers commit rows one by one as the application's role and remember each that was acknowledged; a reader asks for
the sign-in page all the time. "Back" is the first acknowledged row and the first page after the blow.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg

from diaban.bench.base import Figure, quantile
from diaban.host import lodging, ports, roles
from diaban.host.cluster import DATABASE, OWNER, Cluster
from diaban.host.locks import held
from diaban.host.places import Places
from diaban.host.secrets import load_or_make

TIMES = 10
GOAL_SECONDS = 5.0
PORT = 8770
#: The home page sends who isn't signed in to the sign-in page.
SERVED = 302
#: Megabytes of the small disk on which the database is drowned.
DISK = 460
_BLOWS = 25.0


class Busy(threading.Thread):
    """A thread that works until it is told to end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.last = 0.0
        self.ended = threading.Event()


class Writer(Busy):
    """Commits rows and keeps those that the server said were committed."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__()
        self.url, self.number = url, number
        self.link: psycopg.Connection[tuple[object, ...]] | None = None
        self.acknowledged: list[int] = []
        self.refused: set[str] = set()

    def run(self) -> None:
        """Until told to end; a lost connection is made again."""
        for n in itertools.count():
            while not self.ended.is_set() and not self._write(n):
                time.sleep(0.02)
            if self.ended.is_set():
                return

    def _write(self, n: int) -> bool:
        try:
            if self.link is None or self.link.closed:
                self.link = psycopg.connect(self.url, autocommit=True, connect_timeout=2)
            self.link.execute(
                "insert into survive_row values (%s, %s, %s) on conflict do nothing",
                [self.number, n, os.urandom(400).hex()],
            )
        except psycopg.Error as error:
            self.refused.add(error.sqlstate or type(error).__name__)
            return False
        self.acknowledged.append(n)
        self.last = time.monotonic()
        return True


class Reader(Busy):
    """Asks all the time for a page that needs the database."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.statuses = port, dict[int, int]()

    def run(self) -> None:
        """Until told to end."""
        while not self.ended.is_set():
            began = time.monotonic()
            status = self._ask()
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status == SERVED:
                self.last = began
            time.sleep(0.02)

    def _ask(self) -> int:
        """The home page with a session's cookie, which the server must look up: 302 when it could, 0 for no answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=8)
        try:
            link.request("GET", "/", headers={"Cookie": "sessionid=" + "x" * 32})
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()


class Up:
    """A running `diaban up` on a folder, and who is who in it."""

    def __init__(self, data: Path) -> None:
        self.spot = Places(data).make()
        self.lodging = lodging.for_install(self.spot)
        self.port = ports.choose("127.0.0.1", PORT)
        self.said = data / "up.txt"
        self.start()

    def start(self) -> None:
        """As a person or systemd does."""
        with self.said.open("ab") as said:
            self.guard = subprocess.Popen(
                [sys.executable, "-m", "diaban.cli", "up", "--data", str(self.spot.data), "--port", str(self.port)],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip

    def url(self, owner: bool = False) -> str:
        """The database's address, without a lease on it."""
        from diaban.host import binaries

        cluster, secrets = Cluster(self.lodging, binaries.find()), load_or_make(self.spot.secrets)
        if owner:
            return cluster.url(OWNER, secrets.owner)
        return cluster.url(roles.app_role(), secrets.app, DATABASE)

    def supervisor(self) -> int:
        """The child of the guard."""
        with contextlib.suppress(OSError):
            for said in Path(f"/proc/{self.guard.pid}/task/{self.guard.pid}/children").read_text().split():
                return int(said)
        return 0

    def postgres(self) -> int:
        """The first line of its own file; good enough for a test that just saw it answer."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.lodging.cluster / "postmaster.pid").read_text().splitlines()[0])
        return 0

    def end(self) -> None:
        """In order, and see that nothing is left."""
        self.guard.send_signal(signal.SIGTERM)
        self.guard.wait(60)
        _until(lambda: not held(self.spot.run / "postgres.lock"), 30)


def _until(true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Trial:
    """Writers and a reader on one install, and blows against it."""

    def __init__(self, up: Up) -> None:
        self.up = up
        if not _until(lambda: f":{up.port}" in up.said.read_text("utf-8", "replace"), 120):
            raise RuntimeError(up.said.read_text("utf-8", "replace"))
        with psycopg.connect(up.url(owner=True), autocommit=True) as link:
            link.execute("create table if not exists survive_row (w int, n int, t text, primary key (w, n))")
            link.execute(f"grant select, insert on survive_row to {roles.app_role()}".encode())
        self.writers = [Writer(up.url(), number) for number in range(2)]
        self.reader = Reader(up.port)
        self.threads: list[Busy] = [*self.writers, self.reader]
        for thread in self.threads:
            thread.start()

    def blow(self, strike: Callable[[], object], anew: bool = False) -> float:
        """Seconds from the blow until every writer has an acknowledgement and the reader a page; with `anew`, of those
        that came after the new supervisor said it serves, for the old one's children answer a moment longer."""
        said = self._announced()
        _until(lambda: time.monotonic() - self.reader.last < 0.5, _BLOWS)
        strike()
        struck = since = time.monotonic()
        if anew:
            _until(lambda: self._announced() > said, 60)
            since = time.monotonic()

        def back() -> bool:
            return self.reader.last > since and all(writer.last > since for writer in self.writers)

        time.sleep(0.1)
        if not _until(back, 60):
            return 60.0
        seconds = max(self.reader.last, *(writer.last for writer in self.writers)) - struck
        time.sleep(1.0)  # load between the blows
        return seconds

    def _announced(self) -> int:
        return self.up.said.read_text("utf-8", "replace").count("Mở http")

    def finish(self) -> tuple[int, int]:
        """(acknowledged, lost)."""
        for thread in self.threads:
            thread.ended.set()
        for thread in self.threads:
            thread.join(15)
        with psycopg.connect(self.up.url(owner=True)) as link:
            there = set(link.execute("select w, n from survive_row").fetchall())
        wanted = {(writer.number, n) for writer in self.writers for n in writer.acknowledged}
        return len(wanted), len(wanted - there)


def _kill(pid: int) -> None:
    if not pid:
        raise RuntimeError("Nothing to kill was found.")
    os.kill(pid, signal.SIGKILL)


def run(folder: Path) -> Sequence[Figure]:
    """Ten kills of PostgreSQL, ten of the supervisor, ten of everything from the top, then a full disk."""
    up = Up(folder / "data")
    try:
        trial = Trial(up)
        blows = {
            "postgres": lambda: _kill(up.postgres()),
            "supervisor": lambda: _kill(up.supervisor()),
            "next start": lambda: _from_the_top(up),
        }
        seconds = {name: [trial.blow(blow, name != "postgres") for _ in range(TIMES)] for name, blow in blows.items()}
        written, lost = trial.finish()
    finally:
        up.end()
        up.lodging.discard()
    detail = {"acknowledged": written, "pages": {str(k): v for k, v in trial.reader.statuses.items()}}
    figures = [Figure("survive: acknowledged rows lost", lost, 0, "at most", detail)]
    for name, took in seconds.items():
        told = {"p50": round(quantile(took, 0.5), 2), "max": round(max(took), 2), "blows": len(took)}
        figures.append(Figure(f"survive: seconds until back, {name}", max(took), GOAL_SECONDS, "at most", told))
    return [*figures, *_full_disk(folder / "small")]


def _from_the_top(up: Up) -> None:
    """What systemd does when the process it started is killed."""
    up.guard.kill()
    up.guard.wait()
    up.start()


@contextlib.contextmanager
def _small_disk(root: Path, account: str | None) -> Iterator[bool]:
    """A disk of its own for the cluster, where this account may mount one."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        lodging.Lodging(root, account).make()
    options = f"size={DISK}m,mode=700" + (f",uid={root.stat().st_uid},gid={root.stat().st_gid}" if account else "")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(root)], capture_output=True)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            _until(lambda: subprocess.run(["umount", str(root)], capture_output=True).returncode == 0, 10)


def _full_disk(folder: Path) -> Sequence[Figure]:
    """Fill the database's disk to the last byte under load, see what is said, free it, see it resume."""
    spot = Places(folder).make()
    where = lodging.for_install(spot)
    with _small_disk(where.root, where.account) as mounted:
        if not mounted:
            print("· survive: no right to mount a small disk here, so none was filled", file=sys.stderr)
            return []
        up = Up(folder)
        try:
            trial = Trial(up)
            time.sleep(1)
            took, served = zip(*(_drown(trial, where.root, killed) for killed in (False, True)), strict=True)
            written, lost = trial.finish()
        finally:
            up.end()
    where.discard()
    said = sorted(set().union(*(writer.refused for writer in trial.writers)))
    detail = {"acknowledged": written, "refused with": said, "blows": len(took)}
    return [
        Figure("survive: acknowledged rows lost, full disk", lost, 0, "at most", detail),
        Figure("survive: pages served on the full disk", min(served), 1, "at least", {"each": list(served)}),
        Figure("survive: seconds until back, disk freed", max(took), GOAL_SECONDS, "at most", {"each": list(took)}),
    ]


def _drown(trial: Trial, root: Path, killed: bool) -> tuple[float, int]:
    """(seconds until writing again after room was made, pages served while there was none)."""
    ballast = root / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(2**20))
    if killed:
        _kill(trial.up.postgres())
    time.sleep(3.0)
    before = trial.reader.statuses.get(SERVED, 0)
    time.sleep(2.0)
    served = trial.reader.statuses.get(SERVED, 0) - before
    stopped = time.monotonic() - max(writer.last for writer in trial.writers) > 1.0
    if not stopped:
        raise RuntimeError("Writing went on: the disk wasn't full.")
    return trial.blow(ballast.unlink), served
