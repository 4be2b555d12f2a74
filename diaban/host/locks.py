"""Advisory locks on files (flock): the kernel lets go of them when their holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path


class Lock:
    """One open lock file. Shared or exclusive; released by `close` or by the end of the process."""

    def __init__(self, path: Path, inheritable: bool = False) -> None:
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if inheritable:
            os.set_inheritable(self.fd, True)

    def take(self, shared: bool = False) -> bool:
        """Try at once; False when someone else holds it in a way that excludes us."""
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.fd, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, shared: bool = False, seconds: float = 60.0, step: float = 0.02) -> bool:
        """Try until taken or until `seconds` have passed."""
        deadline = time.monotonic() + seconds
        while not self.take(shared):
            if time.monotonic() > deadline:
                return False
            time.sleep(step)
        return True

    def let_go(self) -> None:
        """Release it also for processes that share it by inheritance."""
        fcntl.flock(self.fd, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go. Locks inherited by a child stay held until the child ends."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def held(path: Path) -> bool:
    """Whether some process holds the lock exclusively now."""
    lock = Lock(path)
    try:
        return not lock.take(shared=True)
    finally:
        lock.close()
