"""The tar stream of a backup: members one after another, each hashed into a chain that the manifest ends."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from diaban.core.errors import Invalid

ABOUT, MANIFEST = "about.json", "manifest.json"
#: Bytes of the database in one member: what has to be held in memory at a time.
PART = 4 * 2**20


class Chain:
    """A hash over names, sizes and contents in their order: as strong as a list of them, without keeping one."""

    def __init__(self) -> None:
        self.count, self._total = 0, hashlib.sha256()

    def add(self, name: str, size: int, digest: str) -> None:
        """One member more."""
        self.count += 1
        self._total.update(f"{name}\0{size}\0{digest}\n".encode())

    @property
    def value(self) -> str:
        """The hash so far."""
        return self._total.hexdigest()


class Writer:
    """Writes members to a stream."""

    def __init__(self, sink: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=sink, mode="w|", bufsize=2**20, format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.chain = Chain()

    def add(self, name: str, data: bytes) -> None:
        """A member from memory."""
        self._put(name, len(data), io.BytesIO(data))

    def add_json(self, name: str, data: Any) -> None:
        """A member of JSON."""
        self.add(name, json.dumps(data, ensure_ascii=False, indent=1, default=str).encode())

    def add_file(self, name: str, path: Path) -> int:
        """A file as it is now; returns its size. A file that went away meanwhile is passed over."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return 0
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            self._put(name, size, file)
        return size

    def close(self) -> None:
        """The end of the stream."""
        self.tar.close()

    def _put(self, name: str, size: int, file: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(time.time())
        hashed = _Hashed(file)
        self.tar.addfile(member, hashed)
        self.tar.members.clear()  # type: ignore[attr-defined]  # it would remember each of a million
        self.chain.add(name, size, hashed.digest.hexdigest())


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def members(source: IO[bytes], chain: Chain) -> Iterator[tuple[str, IO[bytes]]]:
    """(name, contents) one after another; `chain` grows with each that was read to its end.

    Raises: Invalid for what isn't a backup of ours.
    """
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=2**20) as tar:
            for member in tar:
                tar.members.clear()  # type: ignore[attr-defined]
                body = tar.extractfile(member) if member.isfile() else None
                if body is None or member.name.startswith("/") or ".." in Path(member.name).parts:
                    raise Invalid("Tệp này không phải là bản sao lưu của Diaban; chưa làm gì.")
                hashed = _Hashed(body)
                yield member.name, hashed  # type: ignore[misc]
                while hashed.read(2**20):
                    pass
                if member.name != MANIFEST:
                    chain.add(member.name, member.size, hashed.digest.hexdigest())
    except tarfile.ReadError:
        raise Invalid("Tệp này bị cắt ngắn hoặc không phải là bản sao lưu của Diaban; chưa làm gì.") from None
