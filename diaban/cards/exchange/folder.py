"""The centre as a folder: what is put into `gui` is carried there, what comes back is found in `nhan`."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


class Folder:
    """Files are written beside and renamed, so that who carries them never finds half of one."""

    def __init__(self, path: Path) -> None:
        self.out, self.came, self.done = path / "gui", path / "nhan", path / "nhan" / "xong"
        for each in (self.out, self.done):
            each.mkdir(parents=True, exist_ok=True)

    def deliver(self, number: str, batch: bytes) -> None:
        """A file named by the batch."""
        target = self.out / f"{_PLAIN.sub('-', number)}.jsonl"
        if not target.exists():
            _put(target, batch)

    def collect(self) -> list[bytes]:
        """Every file that came, in the order in which they came."""
        found = [path for path in self.came.glob("*.jsonl") if path.is_file()]
        return [path.read_bytes() for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))]

    def name_of(self, content: bytes) -> str:
        """The name of a file that came and still lies there; empty for one that doesn't."""
        found = (path.name for path in self.came.glob("*.jsonl") if path.is_file() and path.read_bytes() == content)
        return next(found, "")

    def acknowledge(self, content: bytes, receipt: bytes) -> None:
        """Our receipt goes out, and the file moves to those that are done."""
        digest = sha256(content).hexdigest()
        _put(self.out / f"nhan-{digest[:16]}.jsonl", receipt)
        for path in self.came.glob("*.jsonl"):
            if path.is_file() and sha256(path.read_bytes()).hexdigest() == digest:
                path.replace(self.done / path.name)


def _put(target: Path, content: bytes) -> None:
    beside = target.with_suffix(".tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    beside.replace(target)
