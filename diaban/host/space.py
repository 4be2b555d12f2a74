"""What happens when the disk fills: writing stops before PostgreSQL does, and begins again when there is room.

PostgreSQL ends ("PANIC") when its write-ahead log can't grow, and can't start again while that lasts. So the keeper
looks at the free space all the time: below `LOW` it makes the server read-only, which people can still work with.
Where the disk was filled faster than that, a file kept in reserve is given back, so that recovery has room.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 2**20
#: Bytes kept in reserve on the disk of the database.
RESERVE = 64 * MEBIBYTE
#: Free bytes below which nothing is written any more, and those at which it is again.
LOW, ENOUGH = 64 * MEBIBYTE, 112 * MEBIBYTE
#: Free bytes below which `diaban doctor` and the health page warn.
WARN = 1024 * MEBIBYTE
_LINE = "default_transaction_read_only = on\n"


def free(folder: Path) -> int:
    """Bytes that an ordinary account can still write on the disk of `folder`."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


@dataclass
class Guard:
    """Watches the disk of one cluster. `root` holds the reserve, `cluster` PostgreSQL's own files."""

    root: Path
    cluster: Path
    told: Path
    reading_only: bool = False

    @property
    def reserve(self) -> Path:
        """The file that can be given back."""
        return self.root / "reserve"

    def prepare(self) -> None:
        """Before a start: read-only when there is little room, the reserve given back when there is next to none."""
        left = free(self.root)
        if left < LOW // 2:
            self.reserve.unlink(missing_ok=True)
        self._write(left < LOW)

    def look(self) -> bool:
        """Look once. True when the server must read its settings again."""
        left = free(self.root)
        if self.reading_only:
            if left < ENOUGH or not self._make_reserve(left):
                return False
            return self._write(False)
        if left < LOW:
            return self._write(True)
        if not self.reserve.exists():
            self._make_reserve(left)
        return False

    def _make_reserve(self, left: int) -> bool:
        """Whether the reserve is there, made now if there is room for it and for work beside it."""
        if self.reserve.exists():
            return True
        if left < RESERVE + ENOUGH:
            return False
        beside = self.root / "reserve.new"
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(handle, 0, RESERVE)
            finally:
                os.close(handle)
            beside.replace(self.reserve)
        except OSError:
            beside.unlink(missing_ok=True)
            return False
        return True

    def _write(self, reading_only: bool) -> bool:
        """Say it in the server's settings, in place: a full disk has no room for another file."""
        self.reading_only = reading_only
        settings = self.cluster / "postgresql.auto.conf"
        try:
            before = settings.read_text("utf-8")
            kept = "".join(line for line in before.splitlines(True) if not line.startswith(_LINE.split("=")[0]))
            after = kept + (_LINE if reading_only else "")
            if after != before:
                with settings.open("r+", encoding="utf-8") as file:
                    file.write(after)
                    file.truncate()
        except OSError:
            return False
        self._tell()
        return after != before

    def _tell(self) -> None:
        """For `diaban doctor` and the pages."""
        try:
            self.told.write_text(json.dumps({"reading_only": self.reading_only}), "utf-8")
        except OSError:
            pass


def reading_only(run: Path) -> bool:
    """Whether the keeper of this install has stopped all writing."""
    try:
        return bool(json.loads((run / "space.json").read_text("utf-8"))["reading_only"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
