"""Who uses a data folder: one machine at a time.

On one machine (containers included: they share the kernel) `flock` answers. Over a network share it may not, so the
keeper also leaves a mark that it renews. A mark of another machine that is being renewed is believed; one that stands
still was left by a machine that ended.
"""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

from diaban.core.errors import Unavailable

#: Seconds between two renewals, and how long a stranger's mark is watched.
EVERY = 2.0
WATCHED = 3 * EVERY


def _read(path: str) -> str:
    try:
        return Path(path).read_text("ascii").strip()
    except OSError:
        return ""


def machine() -> dict[str, str]:
    """This machine and its present run. The same boot means the same kernel, where locks can be trusted."""
    return {
        "boot": _read("/proc/sys/kernel/random/boot_id"),
        "machine": _read("/etc/machine-id"),
        "name": socket.gethostname(),
    }


class Mark:
    """The mark of the process that uses the folder; `renew` it often."""

    def __init__(self, run: Path) -> None:
        self.path, self.count, self.next = run / "machine.json", 0, 0.0

    def renew(self) -> None:
        """Write it again when it is time. A full disk or a share that is gone doesn't stop the database."""
        if time.monotonic() < self.next:
            return
        self.next, self.count = time.monotonic() + EVERY, self.count + 1
        told = json.dumps(machine() | {"count": self.count}).encode()
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(handle, told.ljust(400), 0)
            finally:
                os.close(handle)
        except OSError:
            pass


def check(run: Path, watched: float = WATCHED) -> None:
    """Refuse a folder that another machine uses now.

    Raises: Unavailable naming that machine.
    """
    path = run / "machine.json"
    first = _mark(path)
    here = machine()
    if first is None or first.get("boot") == here["boot"]:
        return
    if (first.get("machine"), first.get("name")) == (
        here["machine"],
        here["name"],
    ):  # this one, before it was restarted
        return
    deadline = time.monotonic() + watched
    while time.monotonic() < deadline:
        time.sleep(min(0.2, watched))
        now = _mark(path)
        if now is not None and now.get("count") != first.get("count"):
            raise Unavailable(
                f"Máy {now.get('name')} đang dùng thư mục dữ liệu này; hai máy cùng ghi sẽ làm hỏng dữ liệu nên máy "
                "này không mở. Hãy dừng Diaban ở máy kia trước, hoặc chọn thư mục khác bằng --data."
            )


def _mark(path: Path) -> dict[str, object] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
