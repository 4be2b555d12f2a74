"""Processes that the supervisor owns: started, watched, restarted ever later when they keep dying, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from diaban.host.cluster import die_with
from diaban.host.locks import Lock

#: Held, by inheritance, by every process that a supervisor of this install started.
_HELD = "children.lock"
_SLOWEST = 30.0
_STEADY = 30.0

#: Addresses with the owner's password: the web server and the worker are not told.
_OWNERS = ("DIABAN_DATABASE_URL", "DIABAN_APP_DATABASE_URL")


#: Each of glibc's arenas keeps what its threads once needed; two are enough for processes that mostly wait.
_SMALL = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "65536"}


def _inherited() -> dict[str, str]:
    return _SMALL | {name: told for name, told in os.environ.items() if name not in _OWNERS}


def end_leftovers(run: Path, patience: float = 1.5) -> None:
    """Wait for what a killed supervisor left, and end hard what doesn't go: it would hold the port.

    Whoever still has the lock file open is ours, whatever its pid; the kernel's own list of open files says who.
    """
    lock = Lock(run / _HELD)
    try:
        if lock.wait(seconds=patience, step=0.01):
            return
        for pid in _holders(run / _HELD):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        lock.wait(seconds=5, step=0.01)
    finally:
        lock.close()


def _holders(path: Path) -> list[int]:
    """Processes other than this one that have the file open."""
    found, mine = [], path.stat()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            for handle in (folder / "fd").iterdir():
                there = handle.stat()
                if (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino):
                    found.append(int(folder.name))
                    break
    return found


def _opened(log: Path) -> IO[bytes]:
    """The log to append to, or our own stderr where the administrator collects that (`DIABAN_LOG`).

    Nowhere when the disk is full: what serves matters more than what it says.
    """
    if os.environ.get("DIABAN_LOG") == "stderr":
        return os.fdopen(os.dup(2), "ab", buffering=0)
    try:
        return log.open("ab")
    except OSError:
        return Path(os.devnull).open("ab")


class Child:
    """One process by name. All methods are called from the supervisor's main thread: its end ends the child."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, run: Path | None = None
    ) -> None:
        self.held = run / _HELD if run else None
        self.name, self.command, self.environment, self.log = name, list(command), dict(environment), log
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.started = 0.0
        self.again_at = 0.0

    def start(self) -> None:
        """Start it; what it prints goes to its log."""
        held = Lock(self.held or Path(os.devnull), inheritable=True)
        if self.held:
            held.take(shared=True)
        with _opened(self.log) as log:
            self.process = subprocess.Popen(
                self.command, env=_inherited() | self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=die_with(os.getpid(), signal.SIGTERM), pass_fds=(held.fd,),
                # Ctrl+C reaches the supervisor alone, which then ends the others in order.
                start_new_session=True,
            )  # fmt: skip
        held.close()
        self.started = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether the process is there now."""
        return self.process is not None and self.process.poll() is None

    def look_after(self) -> bool:
        """Start it again if it died and its pause is over. True when it was found dead just now."""
        if self.process is None or self.running:
            return False
        now = time.monotonic()
        if not self.again_at:
            self.deaths = 1 if now - self.started > _STEADY else self.deaths + 1
            self.again_at = now + min(_SLOWEST, 0.25 * 2 ** (self.deaths - 1))
            return True
        if now >= self.again_at:
            self.again_at = 0.0
            self.start()
        return False

    def stop(self, seconds: float = 15.0) -> None:
        """Ask it to end, and end it when it doesn't."""
        self.ask_to_stop()
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def ask_to_stop(self) -> None:
        """SIGTERM, without waiting."""
        if self.process is not None and self.running:
            self.process.terminate()
