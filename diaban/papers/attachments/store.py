"""The store of files: each under its SHA-256 below the data folder, written once, never changed.

`files/ab/cd/<sha256>`, readable by this program's account alone. A file is written beside its place, brought to the
disk and renamed, so that a name always has its whole content; what is there twice is kept once. Backups may copy the
folder at any moment after the database was dumped: whatever a dumped row points to is there (see `GRACE` in `jobs`).
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Unavailable

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


class StoreFull(Unavailable):
    """The disk has no room for a file."""


class Damaged(Unavailable):
    """A file that rows point to is missing or isn't what was stored."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    size: int


def folder() -> Path:
    """Where the store lies (`host.places.Places.files`)."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """Where a file is or would be. Raises ValueError for what is no digest, so that no path is built from it."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return folder() / sha256[:2] / sha256[2:4] / sha256


def put(chunks: Iterable[bytes]) -> Stored:
    """Store a file, or find that it is there. Once this returns, its bytes survive a power cut."""
    top = folder()
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=top)
    try:
        with os.fdopen(descriptor, "wb") as file:  # made by mkstemp for this account alone
            for chunk in chunks:
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _settle(Path(part), path_of(digest.hexdigest()))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(_("Đĩa đã đầy nên chưa nhận tệp này; chưa lưu gì. Hãy báo quản trị hệ thống.")) from error
        raise
    finally:
        Path(part).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def _settle(part: Path, place: Path) -> None:
    """Give a written part its name. One that is there already is marked as used now: the sweeper leaves it alone."""
    with _locked(fcntl.LOCK_SH):
        if place.exists():
            os.utime(place)
            return
        for parent in (place.parent.parent, place.parent):
            if not parent.exists():
                parent.mkdir(mode=0o700, exist_ok=True)
                _sync(parent.parent)
        part.replace(place)
        _sync(place.parent)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """Writers share the store; the sweeper has it alone while it decides about a file."""
    descriptor = os.open(folder() / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def read(sha256: str, size: int) -> bytes:
    """A file's content, whole and as it was stored. Raises Damaged with a sentence."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError:
        content = b""
    if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(_("Tệp này đã hỏng hoặc mất trong kho nên không mở được; hãy báo quản trị hệ thống."))
    return content


def check(sha256: str, size: int) -> str:
    """`ok`, `missing` or `damaged`, by reading the whole file."""
    digest, seen = hashlib.sha256(), 0
    try:
        with path_of(sha256).open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                seen += len(block)
    except FileNotFoundError:
        return "missing"
    return "ok" if (digest.hexdigest(), seen) == (sha256, size) else "damaged"


def glance(sha256: str, size: int) -> str:
    """`ok`, `missing` or `damaged`, by the file's size alone."""
    try:
        return "ok" if path_of(sha256).stat().st_size == size else "damaged"
    except FileNotFoundError:
        return "missing"


def stored() -> Iterator[Path]:
    """Every file of the store."""
    for path in folder().glob("??/??/*"):
        if _DIGEST.fullmatch(path.name):
            yield path


def parts() -> Iterator[Path]:
    """What writers that were killed left behind, and what writers now at work write."""
    yield from folder().glob(".part-*")


def remove(path: Path, before: float) -> bool:
    """Remove a file that nothing points to, unless somebody stored the same since `before` (seconds since 1970)."""
    with _locked(fcntl.LOCK_EX):
        try:
            if path.stat().st_mtime >= before:
                return False
            path.unlink()
        except FileNotFoundError:
            return False
    return True
